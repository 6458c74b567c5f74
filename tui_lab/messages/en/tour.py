"""The tour of one minute."""

TEXTS = {
    "position": "{number} of {of}",
    "map_title": "A tour of one minute: the map",
    "map_figure": "·─ 1 Foundations of deep learning ──────────────────────── 8 h ─\n"
    " 1  From biological to artificial neuron   60 min  ✓ done\n"
    "▌  2  Derivatives, the gradient              60 min  ▸ begun 40 %\n"
    " 3  Layers, neurons, networks              65 min  ● ready",
    "map_text": "The map is where you start. j and k move, enter opens a lesson. It shows what is done, what is begun, "
    "and what to go on with.\n"
    "/ searches the text of all lessons. r brings back what you are about to forget, a few minutes a day. dl-lab opens "
    "where you left off.",
    "lesson_title": "A lesson: read, run, change",
    "lesson_figure": " Two linear layers in a row can be multiplied out.\n"
    "·\n"
    "▌ In [3]                                            ✓ ran in 0.1 s\n"
    "▌ one = fold(two)                   # one Linear(2, 1)\n"
    "▌ (two(x) - one(x)).abs().max()\n"
    "·  Out [3]  tensor(1.19e-07)",
    "lesson_text": "A lesson is made of blocks; the bar marks the one you are at. j and k go from block to block, enter "
    "goes into a cell to change it, esc leaves it, r runs it.\n"
    "In an exercise r checks your answer, and a mistake that is known gets the hint that fits. s shows the solution "
    "after an attempt. What you type is saved within a second, and u brings the original back: try things.",
    "lab_title": "The lab: change it while it trains",
    "lab_figure": "· loss                                  ╷ d dropout 0 → 0.3\n"
    " 0.8 ┤⢣                                ┆\n"
    "     │ ⠣⡀                              ┆\n"
    " 0.4 ┤  ⠈⠒⠤⣀                           ┆\n"
    "     │      ⠉⠒⠤⠤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡠⠤⠒⠒⠤⠤⠤⣀⣀\n"
    " 0.0 ┼──────────────────────────────────────────────────",
    "lab_text": "l opens the lab from the map. Choose data and a model, space starts the training. d switches dropout, b "
    "batch norm, + and - the rate, while it runs: the chart shows what each switch does.\n"
    "t starts a twin that differs in one thing only. A training goes on when you leave dl-lab or your line drops.",
    "help_title": "Where help is",
    "help_figure": " ?   every key of the screen you are on\n"
    " :   every action by its name\n"
    " ,   settings: theme, language, where dl-lab opens\n"
    " L   English or Vietnamese, at any time",
    "help_text": "The last line of each screen shows the keys that matter there. Esc always leads back, and nothing you "
    "did is lost by it.\n"
    "One more thing before the first lesson: the course builds on Python and pandas, basic machine learning, linear "
    "algebra and probability. c asks twelve questions and says what to refresh. enter goes to the map.",
    "help": "A few pages on what dl-lab has and which keys to begin with. T on the map shows it again.",
    "key_next": "next",
    "key_next_long": "next page; after the last one the map",
    "key_back": "page back",
    "key_self_check": "self-check",
    "key_leave": "skip",
    "key_leave_long": "skip the rest: T on the map shows it again",
}
