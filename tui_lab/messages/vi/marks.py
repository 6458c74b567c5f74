"""Dấu trang và ghi chú."""

TEXTS = {
    "title": "Dấu trang và ghi chú",
    "count": "{count}",
    "reading": "Đang đọc …",
    "none": "Chưa có gì. Trong bài học, m đặt dấu trang vào một đoạn, N viết ghi chú cho đoạn đó. Cả hai hiện ở đây.",
    "note": "✎ ghi chú",
    "bookmark": "◆ dấu trang",
    "sure": "nhấn x lần nữa để xoá ghi chú này, esc để giữ lại",
    "help": "Mọi dấu trang và ghi chú bạn đã đặt trong các bài.",
    "key_open": "tới đó",
    "key_move": "chọn",
    "key_diff": "các bản trước",
    "key_diff_long": "ghi chú này cạnh các bản trước đó, có thể lấy lại",
    "key_delete": "xoá",
    "key_delete_long": "bỏ dấu trang, hoặc xoá ghi chú (sẽ hỏi lại)",
    "key_page": "lên hoặc xuống một trang",
    "key_ends": "đầu hoặc cuối danh sách",
    "key_back": "quay lại",
}
