"""What is said of packs of lessons."""

TEXTS = {
    "unusable": "the pack {name} can't be used: {why}",
    "no_lesson": "there is no lesson {name}: dl-lab lessons list shows all",
    "only_planned": "{name} is still being written: dl-lab lessons list shows which lessons are ready",
    "no_lesson_near": "there is no lesson {name}; near to it are {near}",
    "no_pack": "{where} is no pack of lessons: it must hold a course.yaml that lists them",
    "name_taken": "a pack called {name} is there already, or is ours: rename the folder, or remove the other one",
    "none_added": "there is no pack {name}: none was added yet (dl-lab pack add PATH)",
    "unknown": "no pack called {name} was added: there are {known}",
    "link_outside": "{where} leads out of the pack: put the file itself there",
    "too_large": "{where} has more than {files} files or {size} MB: a pack is text, move its data elsewhere",
    "unreadable": "{where} can't be read ({why}): mend its permissions",
    "list_unreadable": "{where}, the list of packs that you added, can't be read: mend it, or delete it and add them again",
    "unwritable": "{where} can't be written ({why}): make room or mend its permissions",
}
