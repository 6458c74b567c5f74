"""Lời báo về một đoạn YAML, sau tên tệp và số dòng. Trong `what` là lời của PyYAML."""

TEXTS = {
    "empty": "tệp trống",
    "second_document": "ở đây bắt đầu một tài liệu thứ hai, mà chỉ được có một",
    "character": "có ký tự mà YAML không cho phép",
    "tab": "ở đây có ký tự tab, mà YAML không cho phép trước chữ: hãy thụt lề bằng dấu cách",
    "other": "không đọc được YAML ở đây: hãy sửa dấu ngoặc, dấu nháy, dấu hai chấm hoặc cách thụt lề ({what})",
    "alias": "không được dùng neo (&) và bí danh (*)",
    "tag": "không được dùng thẻ {tag}",
    "too_deep": "lồng sâu hơn {most} cấp",
    "key_no_word": "tên trường phải là một từ đơn giản",
    "key_twice": "trường '{key}' xuất hiện hai lần",
}
