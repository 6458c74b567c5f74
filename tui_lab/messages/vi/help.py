"""Màn hình trợ giúp."""

TEXTS = {
    "this_screen": "Phím của màn hình này",
    "everywhere": "Phím dùng ở mọi nơi",
    "key_close": "đóng",
    "key_scroll": "cuộn",
    "key_page": "xuống hoặc lên một trang",
    "key_ends": "đầu hoặc cuối",
}
