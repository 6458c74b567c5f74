"""Tìm trong mọi bài học."""

TEXTS = {
    "title": "Tìm",
    "results": "Kết quả",
    "empty": "Gõ một hay nhiều từ: tìm trong tiêu đề, nội dung, mã, câu đố và bài tập của mọi bài, cả tiếng Việt lẫn "
    "tiếng Anh. Gõ không dấu cũng được.",
    "nothing": "Không tìm thấy “{query}”. Thử ít từ hơn hoặc từ ngắn hơn.",
    "reading_on": "Chưa tìm thấy gì; các bài vẫn đang được đọc.",
    "reading": "đang đọc {ready}/{of} bài",
    "found": "tìm thấy {count}",
    "many": "{most} kết quả đầu",
    "kind_title": "bài học",
    "kind_heading": "đề mục",
    "kind_prose": "nội dung",
    "kind_code": "mã",
    "kind_quiz": "câu đố",
    "kind_exercise": "bài tập",
    "keys": "↑/↓ chọn   enter tới đó   esc quay lại",
    "help": "Tìm trong tiêu đề, nội dung, mã, câu đố và bài tập của mọi bài, cả tiếng Việt lẫn tiếng Anh. Gõ không dấu "
    "cũng được; chỗ nào đúng dấu như bạn gõ thì đứng trước.",
    "key_move": "chọn",
    "key_page": "lên hoặc xuống một trang kết quả",
    "key_open": "tới đó",
    "key_back": "quay lại",
}
