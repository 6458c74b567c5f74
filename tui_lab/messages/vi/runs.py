"""Lời báo về các lượt chạy và thư mục của chúng."""

TEXTS = {
    "cannot_create": "không ghi được {where} ({error}): hãy giải phóng dung lượng hoặc đặt DL_LAB_HOME vào một thư mục của bạn",
    "unknown": "không có lượt chạy {name}: các lượt gần nhất là {numbers}; dl-lab runs list liệt kê tất cả",
    "none_yet": "không có lượt chạy {name}: chưa có lượt nào; dl-lab train sẽ bắt đầu một lượt",
    "still_training": "lượt chạy {run} đang huấn luyện trên {host} (pid {pid}): hãy dừng nó trước, hoặc mở ra xem",
    "cannot_delete": "không xoá được {where} ({error}): kiểm tra chủ sở hữu",
    "cannot_start": "không khởi động được tiến trình huấn luyện bằng {command} ({error}): kiểm tra launch_prefix trong thiết lập",
    "cannot_write": "không ghi được {where} ({error}): kiểm tra chủ sở hữu thư mục và dung lượng trống",
    "state.created": "○ mới tạo",
    "state.training": "● đang huấn luyện",
    "state.paused": "❚❚ tạm dừng",
    "state.stopped": "■ đã dừng",
    "state.finished": "✓ hoàn tất",
    "state.failed": "✗ thất bại",
    "state.lost": "! tiến trình chết",
    "state.starting": "◌ đang khởi động",
}
