"""Bookmarks and notes."""

TEXTS = {
    "title": "Bookmarks and notes",
    "count": "{count}",
    "reading": "Reading …",
    "none": "Nothing yet. In a lesson m puts a bookmark on a block, and N writes a note to it. Both are listed here.",
    "note": "✎ note",
    "bookmark": "◆ bookmark",
    "sure": "x once more deletes this note, esc keeps it",
    "help": "All bookmarks and notes that you put on blocks of lessons.",
    "key_open": "go there",
    "key_move": "choose",
    "key_diff": "older texts",
    "key_diff_long": "the note beside its older texts, which can be taken back",
    "key_delete": "delete",
    "key_delete_long": "take the bookmark away, or delete the note (asks once more)",
    "key_page": "a screen up or down",
    "key_ends": "first or last",
    "key_back": "back",
}
