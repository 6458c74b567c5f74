"""Lời báo về các gói bài học."""

TEXTS = {
    "unusable": "không dùng được gói {name}: {why}",
    "no_lesson": "không có bài {name}: dl-lab lessons list liệt kê tất cả",
    "only_planned": "{name} còn đang được viết: dl-lab lessons list cho biết bài nào đã sẵn sàng",
    "no_lesson_near": "không có bài {name}; gần giống có {near}",
    "no_pack": "{where} không phải gói bài học: trong đó phải có course.yaml liệt kê các bài",
    "name_taken": "đã có gói tên {name}, hoặc đó là tên gói của dl-lab: hãy đổi tên thư mục, hoặc gỡ gói kia",
    "none_added": "không có gói {name}: chưa gói nào được thêm (dl-lab pack add PATH)",
    "unknown": "chưa thêm gói nào tên {name}: hiện có {known}",
    "link_outside": "{where} dẫn ra ngoài gói: hãy đặt chính tệp đó vào đây",
    "too_large": "{where} có hơn {files} tệp hoặc {size} MB: gói bài học chỉ gồm văn bản, hãy chuyển dữ liệu đi nơi khác",
    "unreadable": "không đọc được {where} ({why}): hãy sửa quyền truy cập",
    "list_unreadable": "không đọc được {where}, danh sách các gói bạn đã thêm: hãy sửa nó, hoặc xoá đi rồi thêm lại",
    "unwritable": "không ghi được {where} ({why}): hãy giải phóng chỗ trống hoặc sửa quyền truy cập",
}
