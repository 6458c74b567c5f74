"""What is said of a piece of YAML, after its file and line. What stands in `what` are PyYAML's words."""

TEXTS = {
    "empty": "the file is empty",
    "second_document": "a second document begins here",
    "character": "a character that YAML does not allow",
    "tab": "a tab stands here, which YAML does not allow before words: indent with spaces",
    "other": "here YAML can't be read: mend brackets, quotes, colons or indentation ({what})",
    "alias": "anchors and aliases are not allowed",
    "tag": "the tag {tag} is not allowed",
    "too_deep": "nested deeper than {most} levels",
    "key_no_word": "a key must be a plain word",
    "key_twice": "the key '{key}' stands twice",
}
