"""Dạo một vòng trong một phút."""

TEXTS = {
    "position": "{number}/{of}",
    "map_title": "Dạo một vòng trong một phút: bản đồ",
    "map_figure": "·─ 1 Nền tảng của học sâu ──────────────────────────── 8 giờ ─\n"
    " 1  Từ nơ-ron sinh học đến nơ-ron nhân tạo 60 phút  ✓ đã xong\n"
    "▌  2  Đạo hàm và gradient                    60 phút  ▸ học dở 40 %\n"
    " 3  Tầng, nơ-ron và mạng                   65 phút  ● sẵn sàng",
    "map_text": "Bản đồ là nơi bắt đầu. j và k di chuyển, enter mở một bài. Bản đồ cho thấy bài nào đã xong, bài nào học "
    "dở, và nên học tiếp bài nào.\n"
    "/ tìm trong nội dung của mọi bài. r đưa lại những gì bạn sắp quên, mỗi ngày vài phút. dl-lab luôn mở đúng chỗ bạn "
    "đang học dở.",
    "lesson_title": "Bài học: đọc, chạy, sửa",
    "lesson_figure": " Hai tầng tuyến tính nối tiếp có thể nhân gộp lại.\n"
    "·\n"
    "▌ In [3]                                         ✓ chạy xong 0.1 s\n"
    "▌ one = fold(two)                   # one Linear(2, 1)\n"
    "▌ (two(x) - one(x)).abs().max()\n"
    "·  Out [3]  tensor(1.19e-07)",
    "lesson_text": "Bài học gồm nhiều khối; vạch ở lề trái đánh dấu khối bạn đang đứng. j và k đi từ khối này sang khối "
    "khác, enter vào một ô mã để sửa, esc ra khỏi ô, r chạy ô.\n"
    "Ở bài tập, r chấm câu trả lời, và lỗi nào hay gặp thì có gợi ý đúng cho lỗi đó. s mở lời giải sau khi bạn đã thử. "
    "Những gì bạn gõ được lưu trong vòng một giây, còn u trả lại bản gốc: cứ mạnh dạn thử.",
    "lab_title": "Phòng lab: thay đổi ngay khi đang huấn luyện",
    "lab_figure": "· loss                                  ╷ d dropout 0 → 0.3\n"
    " 0.8 ┤⢣                                ┆\n"
    "     │ ⠣⡀                              ┆\n"
    " 0.4 ┤  ⠈⠒⠤⣀                           ┆\n"
    "     │      ⠉⠒⠤⠤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡠⠤⠒⠒⠤⠤⠤⣀⣀\n"
    " 0.0 ┼──────────────────────────────────────────────────",
    "lab_text": "Từ bản đồ, l mở phòng lab. Chọn dữ liệu và mô hình, space bắt đầu huấn luyện. Trong lúc chạy, d bật tắt "
    "dropout, b là batch norm, + và - đổi tốc độ học: biểu đồ cho thấy ngay mỗi công tắc làm được gì.\n"
    "t tạo một lượt song sinh chỉ khác đúng một điều. Việc huấn luyện vẫn tiếp tục khi bạn rời dl-lab hoặc đường truyền "
    "bị ngắt.",
    "help_title": "Tìm trợ giúp ở đâu",
    "help_figure": " ?   mọi phím của màn hình đang mở\n"
    " :   mọi thao tác, tìm theo tên\n"
    " ,   thiết lập: giao diện, ngôn ngữ, nơi dl-lab mở ra\n"
    " L   tiếng Anh hoặc tiếng Việt, lúc nào cũng đổi được",
    "help_text": "Dòng cuối của mỗi màn hình cho biết những phím đáng dùng ở đó. Esc luôn đưa bạn quay lại, và không gì bạn "
    "đã làm bị mất.\n"
    "Còn một điều trước bài đầu tiên: khoá học dựa trên Python và pandas, học máy cơ bản, đại số tuyến tính và xác suất. "
    "c hỏi mười hai câu và cho biết nên ôn lại gì. enter về bản đồ.",
    "help": "Vài trang về những gì dl-lab có và những phím để bắt đầu. T trên bản đồ mở lại phần này.",
    "key_next": "tiếp",
    "key_next_long": "trang sau; sau trang cuối là bản đồ",
    "key_back": "trang trước",
    "key_self_check": "tự kiểm tra",
    "key_leave": "bỏ qua",
    "key_leave_long": "bỏ qua phần còn lại: T trên bản đồ mở lại",
}
