"""What is said of YAML that can't be read, in both languages."""

from __future__ import annotations

import pytest

from tui_lab.config import strict_yaml
from tui_lab.messages import Language, set_language

SAID = {
    "twice": ("a: 1\na: 2\n", 2, "the key 'a' stands twice", "trường 'a' xuất hiện hai lần"),
    "tag": ("a: !!str 1\n", 1, "the tag tag:yaml.org,2002:str is not allowed", "không được dùng thẻ tag:yaml"),
    "tab": ("a:\n\t- 1\n", 2, "indent with spaces", "hãy thụt lề bằng dấu cách"),
    "tab after words": ("a: 1\n\tb: 2\n", 2, "indent with spaces", "hãy thụt lề bằng dấu cách"),
    "alias": ("a: &x 1\n", 1, "anchors and aliases", "không được dùng neo"),
    "character": ("a: \x07\n", 1, "a character that YAML does not allow", "ký tự mà YAML không cho phép"),
    "empty": ("", 1, "the file is empty", "tệp trống"),
    "documents": ("a: 1\n---\nb: 1\n", 2, "a second document", "một tài liệu thứ hai"),
    "key": ("[a]: 1\n", 1, "a key must be a plain word", "phải là một từ đơn giản"),
    "deep": ("[" * 20 + "]" * 20, 1, "nested deeper than 16 levels", "lồng sâu hơn 16 cấp"),
    "other": ("a: b: c\n", 1, "can't be read: mend brackets", "không đọc được YAML"),
    "sign": ("a: @x\n", 1, "(found character that cannot start any token)", "(found character that cannot start any"),
}


@pytest.mark.parametrize("fault", SAID)
def test_what_is_wrong_is_said_in_the_language_in_use(fault: str) -> None:
    text, line, *said = SAID[fault]
    languages: tuple[Language, ...] = ("en", "vi")
    for language, what in zip(languages, said, strict=True):
        set_language(language)
        with pytest.raises(strict_yaml.StrictYamlError) as raised:
            strict_yaml.parse(text)
        assert raised.value.line == line and what in raised.value.what
