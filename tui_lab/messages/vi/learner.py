"""Những gì nói về tệp của người học: tiến độ, bản sửa và ghi chú."""

TEXTS = {
    "profile_name": "{name!r} không dùng làm hồ sơ được: hãy dùng 1 đến 32 chữ cái từ a đến z (không dấu), chữ số, - "
    "và _, bắt đầu bằng chữ cái hoặc chữ số",
    "closed": "không mở hoặc ghi được {where} ({error}): hãy xem ai sở hữu tệp và thư mục của nó, hoặc đặt DL_LAB_HOME "
    "thành một thư mục của bạn",
    "full": "không ghi được {where} vì đĩa đã đầy: hãy dọn bớt chỗ; những gì đã lưu trước đó vẫn còn",
    "busy": "{where} đang bị một chương trình khác giữ ({error}): hãy kết thúc chương trình đó rồi thử lại",
    "moved": "{where} đã bị dời đi hoặc bị xoá trong lúc đang mở: hãy đặt nó về chỗ cũ, hoặc mở lại dl-lab",
    "failing": "không đọc hoặc ghi được {where} ({error}): hãy kiểm tra đĩa, hạn mức đĩa và thư mục mạng",
    "damaged": "{where} bị hỏng và được giữ nguyên: hãy dời nó đi (mv) để bắt đầu lại, hoặc đặt một bản sao vào chỗ đó",
    "damaged_backup": "{where} bị hỏng và được giữ nguyên: hãy dời nó đi (mv), rồi đổi tên {backup} bên cạnh để thế "
    "chỗ nó",
    "not_ours": "{where} không phải tệp người học của dl-lab và được giữ nguyên: hãy dời nó đi, hoặc chọn --profile "
    "khác",
    "newer": "{where} do một bản dl-lab mới hơn ghi (bảng phiên bản {version}, bản này chỉ biết {known}): hãy cập nhật "
    "dl-lab, hoặc chọn --profile khác",
    "export_exists": "{where} đã có rồi: hãy chọn tên khác hoặc dời tệp đó đi",
    "export_unwritable": "không ghi được {where} ({error}): hãy chọn thư mục khác",
    "import_closed": "không đọc được {where} ({error}): hãy xem lại tên tệp và ai sở hữu nó",
    "import_large": "{where} lớn hơn {most} MB, tiến độ của không ai lớn đến thế: hãy xem lại tên tệp",
    "import_newer": "{where} do một bản dl-lab mới hơn ghi (phiên bản {version}, bản này chỉ biết {known}): hãy cập nhật dl-lab; chưa có gì thay đổi",
    "import_not_json": "{where}:{line}: đây không phải JSON do dl-lab progress export ghi ra ({error}): chưa có gì thay đổi",
    "import_other": "{where}: đây không phải tệp xuất tiến độ ({error}): hãy nêu tệp do dl-lab progress export ghi; chưa có gì thay đổi",
    "import_field": "{where}: trường {field} sai ({error}): hãy sửa lại, hoặc xuất lại; chưa có gì thay đổi",
}
