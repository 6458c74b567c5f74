"""A lesson as pages: what only works in the app, in words."""

TEXTS = {
    "exercise": "Exercise {id} ({level})",
    "level_easy": "easy",
    "level_real": "real",
    "level_stretch": "stretch",
    "not_tried": "not tried yet",
    "question": "Question.",
    "not_answered": "not answered yet",
    "answered_right": "My answer: {answer} (right)",
    "answered_wrong": "My answer: {answer} (wrong)",
    "lab": "To be run in the lab of dl-lab:",
    "explorable": "To be played with in dl-lab: {name}.",
    "one_kind": "Choose one of --ipynb, --py and --html.",
    "which_lesson": "Say which lesson: dl-lab export activations --{kind}; dl-lab lessons list shows the names of all.",
}
