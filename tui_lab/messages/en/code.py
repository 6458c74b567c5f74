"""The screen that shows a run's script."""

TEXTS = {
    "help": "This is the whole training in plain PyTorch: run it, change it, keep it. Nothing of dl-lab is in it.",
    "title": "Script of run {run}",
    "title_form": "Script of the run to come",
    "rows": "{first}-{last} of {of}",
    "written": "Written to {where}",
    "unwritable": "The script can't be written to {where} ({error}): free some room or make the folder writable, then press w again.",
    "copied": "The whole script is on the clipboard of your machine.",
    "not_copied": "This terminal can't reach a clipboard: w writes the script to a file.",
    "key_scroll": "scroll",
    "key_copy": "copy",
    "key_copy_long": "copy the whole script to your clipboard",
    "key_write": "write file",
    "key_write_long": "write the script to a file beside the run",
    "key_numbers": "line numbers",
    "key_back": "back",
}
