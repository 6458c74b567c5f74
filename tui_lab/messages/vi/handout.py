"""Bài học thành trang giấy: những gì chỉ chạy trong ứng dụng thì kể bằng lời."""

TEXTS = {
    "exercise": "Bài tập {id} ({level})",
    "level_easy": "dễ",
    "level_real": "vừa sức",
    "level_stretch": "nâng cao",
    "not_tried": "chưa làm",
    "question": "Câu hỏi.",
    "not_answered": "chưa trả lời",
    "answered_right": "Câu trả lời của tôi: {answer} (đúng)",
    "answered_wrong": "Câu trả lời của tôi: {answer} (sai)",
    "lab": "Chạy trong phòng thí nghiệm của dl-lab:",
    "explorable": "Thử trong dl-lab: {name}.",
    "one_kind": "Hãy chọn một trong --ipynb, --py và --html.",
    "which_lesson": "Hãy nêu bài học: dl-lab export activations --{kind}; dl-lab lessons list cho biết tên các bài.",
}
