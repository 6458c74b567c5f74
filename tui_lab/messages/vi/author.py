"""Những điều tác giả biết được khi chạy thử bài học."""

TEXTS = {
    "no_kernel": "không khởi động được kernel để chạy các bài học: {why}",
    "died": "{where}: kernel đã chết trong ô {id}: hết bộ nhớ, hay chính ô này kết thúc tiến trình?",
    "kernel_died": "kernel đã chết hoặc không ngắt được trong {id}; những phần sau đó chưa được chạy",
    "endless": "ô {id} vẫn chạy sau {seconds} giây và đã bị kết thúc",
    "cell_fails": "ô {id} bị lỗi: {error}",
    "does_not_fail": "ô {id} có nhãn raises-exception nhưng không báo lỗi",
    "slow": "ô {id} chạy mất {seconds} giây; giới hạn của nó là {limit} giây (đặt giới hạn khác bằng `:seconds:`)",
    "starter_passes": "mã ban đầu đã đạt: người học không còn gì để làm",
    "right_fails": "bài này phải đạt mà lại không đạt ({why})",
    "wrong_passes": "bài này lại đạt; nó phải trượt với gợi ý {hint}",
    "wrong_hint": "bài này phải nhận gợi ý {hint} nhưng lại nhận {got} ({why})",
    "check_broken": "chính phép kiểm tra {check} bị lỗi: {error}",
}
