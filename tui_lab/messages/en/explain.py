"""The pane that says what can be read from the curves."""

TEXTS = {
    "title": "What the curves say",
    "close": "e closes",
    "key": "[{key}]",
    "more": "{n} more lines: pgdn and pgup",
    "planned": "(planned)",
    "lesson_planned": "The lesson on this is planned.",
}
