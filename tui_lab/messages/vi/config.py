"""Lời báo về cả một cấu hình hay tệp thiết lập."""

TEXTS = {
    "cnn_needs_images": "model.kind = cnn cần ảnh: hãy chọn mlp, hoặc một bộ dữ liệu ảnh như mnist",
    "pooled_away": "model.stages: pooling {pool} sau tầng {stage} không để lại gì của ảnh rộng {side} điểm ảnh: "
    "viết p1 để bỏ pooling ở đó, hoặc dùng ít tầng hơn",
    "augmentation_needs_images": "data.augmentation chỉ dùng cho ảnh: {data} không có ảnh, hãy đặt shift, turn, scale, flip và erase về 0",
    "loss_misfits": "run.loss = {loss} không hợp với {data} ({task}): hãy chọn auto hoặc {fitting}",
    "nothing_to_stop_by": "early_stopping.enabled cần dữ liệu kiểm định, mà data.final_fit huấn luyện trên tất cả: hãy tắt một trong hai",
    "no_plateau": "schedule.name = plateau cần dữ liệu kiểm định, mà data.final_fit huấn luyện trên tất cả: hãy chọn lịch khác",
    "too_many_samples": "data.train_samples = {wanted}: {data} có {most} mẫu huấn luyện; 0 là dùng hết",
    "norm_needs_two": "regularisation.batch_norm cần ít nhất hai mẫu mỗi bước: hãy tăng data.batch_size và data.train_samples, hoặc tắt nó đi",
    "noise_needs_classes": "data.label_noise chỉ dùng cho phân lớp, còn {data} dự đoán một số: hãy đặt về 0",
    "carries_code": "nó chứa mã lệnh",
    "other_version": "nó thuộc phiên bản khác",
    "newer": "{where} do một bản dl-lab mới hơn ghi (cấu hình phiên bản {version}, bản này chỉ biết đến {known}): hãy cập nhật dl-lab",
    "not_json": "{where} không phải cấu hình: không đúng JSON ({error}); hãy sửa tệp, hoặc khôi phục một tệp cấu hình đúng",
    "invalid": "{where}: {error}; hãy sửa (dl-lab fields liệt kê mọi trường)",
    "unreadable": "không đọc được {where} ({error}): kiểm tra lượt chạy có tồn tại và là của bạn không",
    "settings_unreadable": "{where} dòng {line}: {error}; các thiết lập đang dùng được giữ nguyên",
    "settings_closed": "không đọc được {where} ({error}): kiểm tra chủ sở hữu",
    "settings_unknown": "{where}: không có thiết lập {key}; các thiết lập gồm {known}",
    "settings_refused": "{where}: {key} = {value} không hợp lệ; chỉ nhận {accepts}",
    "settings_unwritable": "không ghi được {where} ({error}): thiết lập chỉ giữ đến khi thoát dl-lab",
}
