"""Chỗ nào số liệu của bài học không khớp với những lượt chạy sinh ra chúng."""

TEXTS = {
    "missing": "evidence.py chưa chạy lần nào: hãy chạy `make lessons-evidence` rồi commit evidence.json",
    "unreadable": "Không đọc được {where} ({error}): hãy chạy lại `make lessons-evidence`",
    "stale": "evidence.py đã đổi từ lần ghi trước: hãy chạy `make lessons-evidence`",
    "fails": "khẳng định {claim} chỉ đúng với {held} trên {seeds} seed: hãy chọn thiết lập khác, hoặc đừng khẳng định",
    "differs": "các lượt chạy của {claim} cho “{text}”, bài viết lại không nói thế: hãy viết đúng lời này hoặc sửa khẳng định",
}
