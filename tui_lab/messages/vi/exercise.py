"""Lời báo khi câu trả lời hỏng vì một lý do mà câu trả lời nào cũng có thể gặp."""

TEXTS = {
    "syntax-error": "Python không hiểu dòng {line}: {what}. Hãy xem dòng đó và dòng ngay trên: có thiếu ngoặc, dấu nháy hay dấu hai chấm không?",
    "indentation": "Python không hiểu dòng {line}: {what}. Các dòng của cùng một khối bắt đầu ở cùng một cột; những gì thuộc def, for hay if thì lùi vào sâu hơn.",
    "exception": "Câu trả lời của bạn dừng ở dòng {line} với {error}.",
    "endless-loop": "Sau {seconds:g} giây câu trả lời của bạn vẫn chạy và đã bị dừng. Vòng lặp nào không bao giờ kết thúc?",
    "too-much-output": "Câu trả lời của bạn in ra {lines} dòng và đã bị dừng. Hãy bỏ lệnh print ra khỏi vòng lặp.",
    "name-missing": "Phép kiểm tra tìm {name} mà câu trả lời của bạn không định nghĩa. Hãy giữ tên có sẵn lúc bắt đầu.",
    "recursion": "{name} tự gọi chính nó mãi không dừng (dòng {line}). Khi nào nó phải dừng lại?",
    "shadowed": "Dòng {line}: trong các ô của bạn, {name} đã trở thành {type} và che mất {name} thông thường. Hãy xoá nó (del {name}) hoặc đặt tên khác, rồi kiểm tra lại.",
    "torch-replaced": "Một ô của bạn đã thay {name} bằng thứ khác nên kết quả kiểm tra không còn đáng tin. Hãy khởi động lại kernel rồi kiểm tra lại.",
    "check-broken": "Chính phép kiểm tra {check} bị lỗi ({error}). Không phải lỗi của bạn: xin báo cho người viết bài.",
    "unknown": "Chưa đúng ({key}).",
}
