"""Lời của `dl-lab doctor`."""

TEXTS = {
    "level_ok": "tốt",
    "level_warn": "xem",
    "level_fail": "LỖI",
    "group_versions": "Phiên bản",
    "group_devices": "Thiết bị",
    "group_machine": "Máy",
    "group_folders": "Thư mục",
    "group_terminal": "Terminal",
    "group_logout": "Khi terminal này đóng lại",
    "sum_ok": "Mọi thứ đều ổn.",
    "sum_warn": "dl-lab chạy được. Nên xem lại: {warn}",
    "sum_fail": "dl-lab chưa dùng được. Còn thiếu: {fail}; nên xem lại: {warn}",
    # phiên bản
    "dl_lab": "dl-lab {version}, Python {python}, {system}",
    "torch": "PyTorch {version}, bản dựng cho {kind}",
    "cpu_only": "riêng CPU",
    "no_torch": "Chưa cài PyTorch",
    "no_torch_do": "Cài đặt: {command}\nHoặc dùng bản có sẵn của máy chủ: make lab TORCH=system",
    "torch_old_do": "dl-lab cần PyTorch 2.8 trở lên: make lab TORCH=pypi, hoặc xin một module mới hơn.",
    "missing": "Các gói còn thiếu: {names}",
    "missing_do": "Cài đặt: {command}",
    "no_shipped": "Bản cài này không có thư mục {name}/",
    "no_shipped_do": "Hãy cài lại dl-lab, hoặc tải về trọn vẹn mã nguồn.",
    # thiết bị
    "gpu": "GPU {index}: {name}, đang dùng {used} trên {total} GiB, bận {use} %",
    "gpu_name": "GPU {index}: {name}",
    "no_gpu": "Không thấy GPU nào: việc huấn luyện chạy trên CPU, và mọi bài học đều được soạn cho điều đó.",
    "mps": "GPU của Apple: có thể chọn thiết bị mps",
    "no_mps": "Không có GPU của Apple (máy Mac dùng Intel): việc huấn luyện chạy trên CPU",
    "visible": "CUDA_VISIBLE_DEVICES={value}: chỉ dùng được những GPU này",
    "smi_slow": "nvidia-smi trả lời quá lâu, nên không hiện bộ nhớ và mức sử dụng của GPU",
    "smi_slow_do": "Có lẽ chế độ persistence đang tắt: người quản trị bật bằng lệnh nvidia-smi -pm 1.",
    "driver_ok": "Driver {driver} (CUDA {cuda}) đáp ứng PyTorch {torch} (CUDA {build})",
    "driver_compat": (
        "Driver {driver} (CUDA {cuda}) cũ hơn CUDA {build} của PyTorch {torch}, nhưng vẫn chạy được "
        "(tương thích giữa các phiên bản phụ)"
    ),
    "driver_old": (
        "Driver {driver} (CUDA {cuda}) quá cũ so với PyTorch {torch} (CUDA {build}): "
        "việc huấn luyện sẽ lặng lẽ chạy trên CPU"
    ),
    "cpu_build": "Máy có driver NVIDIA ({driver}), nhưng PyTorch {torch} là bản chỉ dành cho CPU",
    "index_do": "Lấy bản dựng từ {url}:  make lab TORCH={index}\nhoặc bằng pip:  {command}",
    "no_index_do": (
        "Không bản PyTorch nào từ 2.8 trở lên chạy với driver này: hãy xin driver {needed} trở lên, "
        "hoặc huấn luyện trên CPU."
    ),
    "capability": "{name} (compute capability {capability}) cũ hơn mức mà bản PyTorch cho CUDA {build} hỗ trợ",
    # máy
    "cores": "{cores} lõi CPU",
    "cores_some": "Ở đây được dùng {cores} trong {all} lõi CPU",
    "cores_quota": "Ở đây được cấp {quota} lõi CPU, chia trên {cores} lõi",
    "memory": "{ours} GiB bộ nhớ, còn trống {free} GiB",
    "memory_limited": "Ở đây được cấp {ours} GiB bộ nhớ",
    "memory_do": (
        "PyTorch, ứng dụng và một lần huấn luyện cần khoảng 3 GiB: giảm batch, mỗi lúc chỉ huấn luyện một mô hình."
    ),
    # thư mục
    "data": "Dữ liệu",
    "runs": "Các lần chạy",
    "settings": "Cài đặt",
    "temporary": "Thư mục tạm",
    "folder": "{label}: {path} ({kind}, còn trống {free} GiB)",
    "runs_count": "Các lần chạy: {path} (đến nay có {count})",
    "not_a_folder": "{label}: {path} không phải là thư mục",
    "not_writable": "{label}: không ghi được vào {path}",
    "folder_do": "Chọn nơi khác: export DL_LAB_HOME=/đường/dẫn/thư/mục/của/bạn",
    "disk_do": "Còn trống dưới 1 GiB: dl-lab runs prune xóa các checkpoint cũ; DL_LAB_HOME để chọn ổ đĩa khác.",
    "network_do": (
        "Thư mục nằm trên máy khác. dl-lab chạy được như vậy, nhưng ổ đĩa tại chỗ nhanh hơn: "
        "export DL_LAB_HOME=/đường/dẫn/trên/ổ/tại/chỗ"
    ),
    "tmp": "Thư mục tạm: {path} ({kind})",
    "tmp_foreign": "{path} đã có sẵn, nhưng không phải thư mục riêng của bạn",
    "tmp_long": "Đường dẫn của thư mục tạm quá dài cho một socket: {path}",
    "tmp_network": "Thư mục tạm {path} nằm trên {kind}, nơi có thể không tạo được socket",
    "tmp_do": "Chọn một thư mục ngắn, tại chỗ: export TMPDIR=/tmp",
    # terminal
    "terminal": "TERM={term}, {width}x{height}",
    "not_interactive": "Không phải terminal (mà là pipe hay tệp)",
    "term_do": "Cho biết đây là terminal gì, ví dụ: export TERM=xterm-256color",
    "small_do": "Hãy mở rộng ít nhất đến {width}x{height}; ở 120x40, bảng điều khiển và biểu đồ nằm cạnh nhau.",
    "no_colours": "Không có màu, do {variable}: mọi điều vẫn được cho biết bằng dấu và chữ",
    "true_colour": "16.7 triệu màu, theo {variable}",
    "colours": "{count} màu, theo {variable}",
    "colours_do": "Nếu terminal có nhiều màu hơn, hãy cho biết: export TERM=xterm-256color",
    "utf8": "UTF-8. Cả dòng này phải đọc được: {sample}",
    "no_utf8": "Locale {locale} dùng {encoding}: tiếng Việt, công thức và biểu đồ sẽ không hiện đúng",
    "no_utf8_do": "export LANG=C.UTF-8   (locale -a liệt kê các locale khác)",
    "in_tmux": (
        "Đang ở trong tmux: Ctrl+B là phím của tmux. Để có đủ màu và sao chép được, cấu hình của tmux cần: "
        "set -g default-terminal tmux-256color; set -as terminal-features ',*:RGB'; set -g set-clipboard on"
    ),
    "in_screen": "Đang ở trong screen: Ctrl+A là phím của screen; nó có nhiều nhất 256 màu",
    "ssh": "Qua SSH: lấy hình và tệp về bằng dòng lệnh scp hiện ra ở nơi tệp được ghi",
    "pictures_by_setting": 'pictures = "{value}" trong thiết lập',
    "pictures_kitty": "Hình của các ô mã: đồ hoạ kitty, theo {by}",
    "pictures_sixel": "Hình của các ô mã: đồ hoạ sixel, theo {by}",
    "pictures_blocks_setting": "Hình của các ô mã: nửa ô, theo {by}",
    "pictures_blocks_multiplexer": "Hình của các ô mã: nửa ô, vì {by} cho thấy có tmux hoặc screen ở giữa, không chuyển "
    "được đồ hoạ",
    "pictures_blocks_unknown": "Hình của các ô mã: nửa ô, vì {by} không phải terminal đã biết là có đồ hoạ",
    "pictures_no_colours": "Hình của các ô mã: nửa ô. {by} cho biết có đồ hoạ kitty, nhưng không có gì bảo đảm đủ màu",
    "pictures_old": "Hình của các ô mã: nửa ô. {by} cho biết có đồ hoạ kitty, nhưng terminal này có thể quá cũ",
    "pictures_no_pixels": "Hình của các ô mã: nửa ô. {by} cho biết có sixel, nhưng không rõ một ô rộng bao nhiêu điểm ảnh",
    "pictures_sixel_do": 'Terminal này cho biết nó có đồ hoạ sixel. Muốn dùng: pictures = "sixel" trong thiết lập',
    "pictures_kitty_do": 'Phiên bản này có đủ thứ cần thiết. Muốn dùng: pictures = "kitty" trong thiết lập',
    # đăng xuất
    "stays": "Theo những gì biết được, việc huấn luyện vẫn tiếp tục khi terminal này đóng lại",
    "slurm": "Đây là job {job} của Slurm: khi job kết thúc, mọi việc huấn luyện trong đó cũng kết thúc",
    "slurm_do": (
        "Hãy xin đủ thời gian, và mở dl-lab bên trong job. Những gì đã ghi vẫn còn: dl-lab runs resume chạy tiếp "
        'từ checkpoint cuối.\nNếu ở nút đăng nhập, đặt launch_prefix = "srun --gres=gpu:1" trong tệp cài đặt.'
    ),
    "container": "Đây là container ({kind}): mọi thứ kết thúc cùng tiến trình đầu tiên của nó ({first})",
    "container_do": (
        "Hãy để container sống lâu hơn phiên của bạn (khởi động bằng shell hoặc sleep, vào bằng exec), và đặt "
        "DL_LAB_HOME trên một thư mục được gắn vào, để các lần chạy còn lại."
    ),
    "kill": "logind kết thúc mọi tiến trình của {user} khi đăng xuất (KillUserProcesses=yes, không có linger)",
    "kill_do": (
        "Một lần: loginctl enable-linger {user}\n"
        'Rồi trong tệp cài đặt: launch_prefix = "systemd-run --user --scope --quiet"\n'
        "Nếu không có quyền đó: giữ một phiên mở, và chạy tiếp bằng dl-lab runs resume."
    ),
    "kill_linger": (
        "logind kết thúc mọi tiến trình trong phiên của {user} khi đăng xuất (KillUserProcesses=yes), nhưng có linger"
    ),
    "kill_linger_do": (
        'Trong tệp cài đặt: launch_prefix = "systemd-run --user --scope --quiet" giúp việc huấn luyện không bị ngắt.'
    ),
    "kill_unknown": "logind không cho biết có kết thúc các tiến trình khi đăng xuất hay không",
    "kill_unknown_do": (
        "Hãy thử: bắt đầu huấn luyện, đăng xuất, rồi quay lại: dl-lab runs list cho biết nó có chạy tiếp không."
    ),
}
