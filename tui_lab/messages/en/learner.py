"""What is said of the learner's file: progress, edits and notes."""

TEXTS = {
    "profile_name": "{name!r} can't be a profile: use 1 to 32 letters of a to z, digits, - and _, beginning with a "
    "letter or digit",
    "closed": "{where} can't be opened or written ({error}): check who owns it and its folder, or set DL_LAB_HOME to a "
    "folder of yours",
    "full": "{where} can't be written, the disk is full: free some space; what was saved before is still there",
    "busy": "{where} is held by another program ({error}): end what keeps it open, then try again",
    "moved": "{where} was moved or deleted while it was open: put it back, or open dl-lab again",
    "failing": "{where} can't be read or written ({error}): check the disk, its quota and the network folder",
    "damaged": "{where} is damaged and was left as it is: move it away (mv) to begin anew, or put a copy in its place",
    "damaged_backup": "{where} is damaged and was left as it is: move it away (mv), then rename {backup} beside it to "
    "take its place",
    "not_ours": "{where} isn't a learner's file of dl-lab and was left as it is: move it away, or choose another "
    "--profile",
    "newer": "{where} was written by a newer dl-lab (version {version} of its tables, this one knows {known}): update "
    "dl-lab, or choose another --profile",
    "export_exists": "{where} is there already: choose another name or move it away",
    "export_unwritable": "{where} can't be written ({error}): choose another folder",
    "import_closed": "{where} can't be read ({error}): check its name and who owns it",
    "import_large": "{where} is larger than {most} MB, which no learner's progress is: check its name",
    "import_newer": "{where} was written by a newer dl-lab (version {version}, this one knows {known}): update dl-lab; nothing was changed",
    "import_not_json": "{where}:{line}: this is not the JSON that dl-lab progress export writes ({error}): nothing was changed",
    "import_other": "{where}: this is no export of progress ({error}): name a file that dl-lab progress export wrote; nothing was changed",
    "import_field": "{where}: the field {field} is wrong ({error}): mend it, or export again; nothing was changed",
}
