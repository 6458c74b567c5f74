"""The pane that says what can be read from the curves."""

TEXTS = {
    "title": "What the curves say",
    "close": "e closes",
    "with_live": "It has from its start what was changed live here.",
    "key": "[{key}]",
    "more": "{n} more lines: pgdn and pgup",
    "planned": "(planned)",
    "lesson_planned": "The lesson on this is planned.",
}
