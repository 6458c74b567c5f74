"""Màn hình cho xem chương trình của một lượt chạy."""

TEXTS = {
    "help": "Đây là toàn bộ việc huấn luyện bằng PyTorch thuần: hãy chạy, sửa và giữ lấy. Trong đó không có gì của dl-lab.",
    "title": "Chương trình của lượt {run}",
    "title_form": "Chương trình của lượt sắp tới",
    "rows": "{first}-{last} trên {of}",
    "written": "Đã ghi vào {where}",
    "unwritable": "Không ghi được chương trình vào {where} ({error}): hãy dọn chỗ trống hoặc cho phép ghi vào thư mục, rồi nhấn w lần nữa.",
    "copied": "Toàn bộ chương trình đã nằm trong bảng nhớ tạm trên máy của bạn.",
    "not_copied": "Terminal này không với tới được bảng nhớ tạm: w ghi chương trình ra tệp.",
    "key_scroll": "cuộn",
    "key_copy": "sao chép",
    "key_copy_long": "sao chép toàn bộ chương trình vào bảng nhớ tạm",
    "key_write": "ghi ra tệp",
    "key_write_long": "ghi chương trình ra tệp bên cạnh lượt chạy",
    "key_numbers": "số dòng",
    "key_back": "quay lại",
}
