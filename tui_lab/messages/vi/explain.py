"""Khung cho biết đọc được gì từ các đường cong."""

TEXTS = {
    "title": "Các đường cong nói gì",
    "close": "e đóng lại",
    "with_live": "Nó có ngay từ đầu những gì đã đổi trực tiếp ở đây.",
    "key": "[{key}]",
    "more": "còn {n} dòng: pgdn và pgup",
    "planned": "(sắp có)",
    "lesson_planned": "Bài học về điều này sắp có.",
}
