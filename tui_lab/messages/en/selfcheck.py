"""The self-check."""

TEXTS = {
    "title": "What the course takes for granted",
    "start": "{questions} questions, ten minutes: what you should be fluent in before the first lesson. Nobody sees the "
    "result but you, and nothing is locked by it.\n"
    "After an answer you read why it is right or wrong. After a wrong one, or with s for “I don't know”, comes a short "
    "refresher, which you can read again later. Four areas:",
    "start_keys": "enter begins   ·   esc leaves it: c on the map opens it whenever you like",
    "position": "{number} of {of}",
    "refresher": "Refresher",
    "result": "Self-check: result",
    "sum": "{right} of {of} known",
    "sum_good": "You have what the course builds on. Begin with the first lesson.",
    "sum_refresh": "Read these refreshers now, or when a lesson needs them. They are short.",
    "area": "{right} of {of}",
    "refresh": "refresh: {what}",
    "result_keys": "j/k and enter read a refresher   ·   a asks all again   ·   esc goes to the map",
    "good_keys": "a asks all again   ·   esc goes to the map",
    "unreadable": "{where}/self-check.md can't be read ({error}): install dl-lab again",
    "help": "Questions on Python and pandas, machine learning, linear algebra and probability. Choose with j/k and "
    "enter or with a digit; a number is typed. Your answers are kept; a asks everything again.",
    "key_give_up": "I don't know",
    "key_give_up_long": "I don't know: show the answer and the refresher",
    "key_refresher": "refresher",
    "key_refresher_long": "show the refresher, after a right answer too",
    "key_again": "all again",
    "key_again_long": "ask all questions again",
}
