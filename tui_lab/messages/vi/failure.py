"""Vì sao một lượt chạy thất bại, trong một câu, và nên thử gì."""

TEXTS = {
    "loss_not_finite": "mất mát thành {value} ở bước {step} (epoch {epoch}): tốc độ học {lr} có lẽ quá lớn; hãy thử "
    "một phần mười của nó, batch norm, hoặc cắt chuẩn ở 1",
    "out_of_gpu_memory": "bộ nhớ GPU đầy ở bước {step}: hãy thử batch nhỏ hơn {batch}, mô hình nhỏ hơn, hoặc độ chính "
    "xác hỗn hợp; các chương trình khác trên GPU cũng chiếm bộ nhớ",
    "out_of_memory": "bộ nhớ máy đầy ở bước {step}: hãy thử batch nhỏ hơn {batch}, ít mẫu hơn hoặc mô hình nhỏ hơn",
    "disk_full": "đĩa đầy ở bước {step} ({where}): hãy giải phóng dung lượng (dl-lab runs prune) rồi chạy tiếp; "
    "những gì đã ghi vẫn còn",
    "cannot_write": "không ghi được {where} ở bước {step} ({error}): kiểm tra chủ sở hữu thư mục, rồi chạy tiếp",
    "bad_checkpoint": "{where} không phải checkpoint của dl-lab ({error}): không có gì trong đó được chạy; hãy bắt đầu "
    "lượt mới, hoặc chạy tiếp từ epoch khác",
    "bad_config": "{problem}",
    "bad_data": "{problem}",
    "no_device": "run.device = {device} không có ở đây (hiện có: {present}): hãy chọn auto",
    "crashed": "tiến trình gặp một lỗi lạ ở bước {step} ({error}): xem phần còn lại trong worker.log ở thư mục lượt chạy",
}
