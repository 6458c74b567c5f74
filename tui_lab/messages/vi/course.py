"""Lời báo về danh mục khoá học, `course.yaml`."""

TEXTS = {
    "unreadable": "không đọc được {where} ({error}): hãy cài lại dl-lab, hoặc đặt lại tệp vào chỗ cũ",
    "wrong": "{where} dòng {line}: {what}",
    "not_fields": "ở đây phải có các trường {names}",
    "unknown_field": "không có trường {key}; các trường hợp lệ là {names}",
    "missing_field": "ở đây thiếu trường {key}",
    "not_list": "{key} phải là một danh sách có ít nhất một mục",
    "not_id": "{value} không phải là id: id có dạng 01-foundations và 01-foundations/04-activations",
    "id_twice": "id {value} xuất hiện hai lần",
    "short_twice": "có hai bài cùng tên {short} (không kể số thứ tự): liên kết và tiến độ gọi bài học bằng tên này, hãy đổi tên một bài",
    "other_module": "bài {id} nằm trong phần {module}: hãy chuyển chỗ hoặc đổi tên bài",
    "not_count": "{key} = {value} không được chấp nhận: phải là số nguyên từ 1 đến 999",
    "not_text": "{key}.{name} phải là một dòng chữ",
}
