"""Search in all lessons."""

TEXTS = {
    "title": "Search",
    "results": "Results",
    "empty": "Type a word or several: titles, text, code, quizzes and exercises of all lessons are searched, in your "
    "language and in English. Accents may be left out.",
    "nothing": "Nothing found for “{query}”. Fewer or shorter words find more.",
    "reading_on": "Nothing found so far; lessons are still being read.",
    "reading": "reading {ready} of {of} lessons",
    "found": "{count} found",
    "many": "the first {most}",
    "kind_title": "lesson",
    "kind_heading": "heading",
    "kind_prose": "text",
    "kind_code": "code",
    "kind_quiz": "quiz",
    "kind_exercise": "exercise",
    "keys": "↑/↓ choose   enter goes there   esc back",
    "help": "Searches titles, text, code, quizzes and exercises of all lessons, in your language and in English. "
    "Accents may be left out; what has them as you typed them comes first.",
    "key_move": "choose",
    "key_page": "a screen of results up or down",
    "key_open": "go there",
    "key_back": "back",
}
