"""Phần tự kiểm tra."""

TEXTS = {
    "title": "Những gì khoá học coi như đã biết",
    "start": "{questions} câu hỏi, mười phút: những gì bạn nên thành thạo trước bài đầu tiên. Kết quả chỉ mình bạn "
    "xem, và không khoá bài nào cả.\n"
    "Sau mỗi câu trả lời, bạn được biết vì sao nó đúng hay sai. Nếu sai, hoặc nếu nhấn s để nói “tôi không biết”, sẽ có "
    "một đoạn ôn ngắn; sau này bạn đọc lại lúc nào cũng được. Có bốn mảng:",
    "start_keys": "enter bắt đầu   ·   esc bỏ qua: phím c trên bản đồ mở lại bất cứ lúc nào",
    "position": "{number}/{of}",
    "refresher": "Ôn lại",
    "result": "Tự kiểm tra: kết quả",
    "sum": "Biết {right} trên {of} câu",
    "sum_good": "Bạn đã có những gì khoá học dựa vào. Hãy bắt đầu từ bài đầu tiên.",
    "sum_refresh": "Hãy đọc những đoạn ôn này bây giờ, hoặc khi một bài cần đến. Chúng đều ngắn.",
    "area": "{right}/{of}",
    "refresh": "nên ôn: {what}",
    "result_keys": "j/k và enter để đọc một đoạn ôn   ·   a hỏi lại từ đầu   ·   esc về bản đồ",
    "good_keys": "a hỏi lại từ đầu   ·   esc về bản đồ",
    "unreadable": "Không đọc được {where}/self-check.md ({error}): hãy cài lại dl-lab",
    "help": "Các câu hỏi về Python và pandas, học máy, đại số tuyến tính và xác suất. Chọn bằng j/k và enter, hoặc bằng "
    "phím số; câu hỏi số thì gõ con số vào. Câu trả lời của bạn được lưu; a hỏi lại từ đầu.",
    "key_give_up": "tôi không biết",
    "key_give_up_long": "tôi không biết: cho xem đáp án và đoạn ôn",
    "key_refresher": "đoạn ôn",
    "key_refresher_long": "xem đoạn ôn, kể cả khi đã trả lời đúng",
    "key_again": "hỏi lại",
    "key_again_long": "hỏi lại mọi câu từ đầu",
}
