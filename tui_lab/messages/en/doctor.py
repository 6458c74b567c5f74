"""What `dl-lab doctor` says."""

TEXTS = {
    "level_ok": "ok  ",
    "level_warn": "look",
    "level_fail": "FAIL",
    "group_versions": "Versions",
    "group_devices": "Devices",
    "group_machine": "Machine",
    "group_folders": "Folders",
    "group_terminal": "Terminal",
    "group_logout": "When this terminal closes",
    "sum_ok": "All is well.",
    "sum_warn": "dl-lab works. To look at: {warn}",
    "sum_fail": "dl-lab can't be used like this. Missing: {fail}; to look at: {warn}",
    # versions
    "dl_lab": "dl-lab {version}, Python {python}, {system}",
    "torch": "PyTorch {version}, built for {kind}",
    "cpu_only": "the CPU alone",
    "no_torch": "PyTorch is not installed",
    "no_torch_do": "Install it: {command}\nOr use the server's own: make lab TORCH=system",
    "torch_old_do": "dl-lab needs PyTorch 2.8 or newer: make lab TORCH=pypi, or ask for a newer module.",
    "missing": "Packages that are missing: {names}",
    "missing_do": "Install them: {command}",
    "no_shipped": "The folder {name}/ is not in this installation",
    "no_shipped_do": "Install dl-lab again, or fetch a whole checkout.",
    # devices
    "gpu": "GPU {index}: {name}, {used} of {total} GiB in use, {use} % busy",
    "gpu_name": "GPU {index}: {name}",
    "no_gpu": "No GPU is seen: training runs on the CPU, and every lesson is made for that.",
    "mps": "Apple GPU: device mps can be chosen",
    "no_mps": "No Apple GPU (an Intel Mac): training runs on the CPU",
    "visible": "CUDA_VISIBLE_DEVICES={value}: only these can be used",
    "smi_slow": "nvidia-smi takes long to answer, so memory and use of the GPUs are not shown",
    "smi_slow_do": "Persistence mode is probably off: an administrator turns it on with nvidia-smi -pm 1.",
    "driver_ok": "Driver {driver} (CUDA {cuda}) serves PyTorch {torch} (CUDA {build})",
    "driver_compat": (
        "Driver {driver} (CUDA {cuda}) is older than CUDA {build} of PyTorch {torch}, and runs it all the same "
        "(minor version compatibility)"
    ),
    "driver_old": (
        "Driver {driver} (CUDA {cuda}) is too old for PyTorch {torch} (CUDA {build}): "
        "training would run on the CPU without a word"
    ),
    "cpu_build": "There is an NVIDIA driver ({driver}), but PyTorch {torch} is built for the CPU alone",
    "index_do": "Take the build from {url}:  make lab TORCH={index}\nor with pip:  {command}",
    "no_index_do": (
        "No PyTorch 2.8 or newer runs on this driver: ask for driver {needed} or newer, or train on the CPU."
    ),
    "capability": (
        "{name} (compute capability {capability}) is older than what PyTorch's builds for CUDA {build} hold code for"
    ),
    # machine
    "cores": "{cores} CPU cores",
    "cores_some": "{cores} of {all} CPU cores may be used here",
    "cores_quota": "{quota} CPU cores are granted here, spread over {cores}",
    "memory": "{ours} GiB of memory, {free} GiB free",
    "memory_limited": "{ours} GiB of memory are granted here",
    "memory_do": "PyTorch, the app and one training want about 3 GiB: smaller batches, one training at a time.",
    # folders
    "data": "Data",
    "runs": "Runs",
    "settings": "Settings",
    "temporary": "Temporary folder",
    "folder": "{label}: {path} ({kind}, {free} GiB free)",
    "runs_count": "Runs: {path} ({count} so far)",
    "not_a_folder": "{label}: {path} is not a folder",
    "not_writable": "{label}: {path} can't be written",
    "folder_do": "Choose another place: export DL_LAB_HOME=/path/to/a/folder/of/yours",
    "disk_do": "Less than 1 GiB is free: dl-lab runs prune removes old checkpoints; DL_LAB_HOME chooses another disk.",
    "network_do": (
        "It lies on another machine. dl-lab is made for that; a local disk is faster: "
        "export DL_LAB_HOME=/path/on/a/local/disk"
    ),
    "tmp": "Temporary folder: {path} ({kind})",
    "tmp_foreign": "{path} is there, but not a private folder of yours",
    "tmp_long": "The temporary folder's path is too long for a socket: {path}",
    "tmp_network": "The temporary folder {path} lies on {kind}, which may have no sockets",
    "tmp_do": "Choose a short local one: export TMPDIR=/tmp",
    # terminal
    "terminal": "TERM={term}, {width}x{height}",
    "not_interactive": "Not a terminal (a pipe or a file)",
    "term_do": "Say which terminal this is, for instance: export TERM=xterm-256color",
    "small_do": "Make it at least {width}x{height}; 120x40 shows controls and charts side by side.",
    "no_colours": "No colours, by {variable}: everything is told by signs and words too",
    "true_colour": "16.7 million colours, by {variable}",
    "colours": "{count} colours, by {variable}",
    "colours_do": "If it can do more, say so: export TERM=xterm-256color",
    "utf8": "UTF-8. All of this line should be readable: {sample}",
    "no_utf8": "The locale {locale} uses {encoding}: Vietnamese, formulas and charts will not show",
    "no_utf8_do": "export LANG=C.UTF-8   (locale -a lists the others)",
    "in_tmux": (
        "Inside tmux: Ctrl+B is its own. For all colours and for copying, its configuration wants: "
        "set -g default-terminal tmux-256color; set -as terminal-features ',*:RGB'; set -g set-clipboard on"
    ),
    "in_screen": "Inside screen: Ctrl+A is its own; it knows 256 colours at most",
    "ssh": "Over SSH: pictures and files are fetched with the scp line that is shown where one is written",
    "pictures_by_setting": 'pictures = "{value}" in the settings',
    "pictures_kitty": "Figures of cells: kitty graphics, by {by}",
    "pictures_sixel": "Figures of cells: sixel graphics, by {by}",
    "pictures_blocks_setting": "Figures of cells: half blocks, by {by}",
    "pictures_blocks_multiplexer": "Figures of cells: half blocks, since {by} names a multiplexer, which hands on no graphics",
    "pictures_blocks_unknown": "Figures of cells: half blocks, since {by} names no terminal that is known for graphics",
    "pictures_no_colours": "Figures of cells: half blocks. {by} promises kitty graphics, but nothing promises all colours",
    "pictures_old": "Figures of cells: half blocks. {by} promises kitty graphics, but this terminal may be too old for them",
    "pictures_no_pixels": "Figures of cells: half blocks. {by} promises sixel, but the size of a cell in pixels is not known",
    "pictures_sixel_do": 'This terminal says that it has sixel graphics. To use them: pictures = "sixel" in the settings',
    "pictures_kitty_do": 'This version has what is needed. To use it: pictures = "kitty" in the settings',
    # logout
    "stays": "A training goes on when this terminal closes, as far as can be told",
    "slurm": "This is Slurm job {job}: when the job ends, every training in it ends",
    "slurm_do": (
        "Ask for enough time, and start dl-lab inside the job. What was recorded stays: dl-lab runs resume goes on "
        'from the last checkpoint.\nFrom a login node, set launch_prefix = "srun --gres=gpu:1" in the settings.'
    ),
    "container": "This is a container ({kind}): all ends with its first process ({first})",
    "container_do": (
        "Let the container outlive you (started with a shell or sleep, entered with exec), and put DL_LAB_HOME on a "
        "mounted folder, so that the runs stay."
    ),
    "kill": "logind ends everything of {user} at logout (KillUserProcesses=yes, no linger)",
    "kill_do": (
        "Once: loginctl enable-linger {user}\n"
        'Then in the settings: launch_prefix = "systemd-run --user --scope --quiet"\n'
        "Without that right: keep one session open, and resume with dl-lab runs resume."
    ),
    "kill_linger": "logind ends everything in the session of {user} at logout (KillUserProcesses=yes), but lingers",
    "kill_linger_do": (
        'In the settings: launch_prefix = "systemd-run --user --scope --quiet" lets trainings outlive it.'
    ),
    "kill_unknown": "logind does not say whether it ends processes at logout",
    "kill_unknown_do": "Try it: start a training, log out, come back: dl-lab runs list shows whether it went on.",
}
