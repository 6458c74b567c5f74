"""The command line: help, what it prints, and what is said of wrong usage."""

TEXTS = {
    # help
    "help.command_slot": "[COMMAND]",
    "help.options_slot": "[options]",
    "help.commands": "Commands",
    "help.arguments": "Arguments",
    "help.options": "Options",
    "help.examples": "Examples",
    "help.exit": "Exit codes",
    "group.learning": "Learn",
    "group.training": "Train",
    "group.looking": "Look",
    "group.writing": "Write lessons",
    "group.setup": "Set up",
    "option.help": "Show this help.",
    "option.version": "Show the version.",
    "option.lang": "Language of this call; the settings keep one for all.",
    "option.profile": "Whose progress it is, where two learn on one account.",
    "option.progress_export": "A new file; - prints it.",
    "option.progress_import": "A file that dl-lab progress export has written.",
    "option.lesson": "A lesson's short name; dl-lab lessons list shows them all.",
    "option.set": "Set any field; may be given again and again. dl-lab fields lists them all.",
    "option.config": "Start from this JSON file (- reads standard input); other options change it.",
    "option.detach": "Start the training and leave: it goes on by itself.",
    "option.json": "JSON, for machines.",
    "option.json_epochs": "One JSON line per epoch and a summary at the end, for machines.",
    "option.run": "A run's number, its folder's name, or last.",
    "option.run_or_last": "A run's number, its folder's name, or last (taken where none is given).",
    "option.epochs_in_all": "Train up to so many epochs in all.",
    "option.yes": "Do not ask.",
    "option.all": "All runs; those that are training are left alone.",
    "option.dry_run": "Only say what it would free.",
    "option.data_name": "A data set; dl-lab data list shows them all.",
    "option.group": "Only this group: data, model, regularisation, optimizer, schedule, early_stopping or run.",
    "option.set_differing": "What shall differ; may be given again and again. dl-lab fields lists all fields.",
    "option.branch_epoch": "The epoch after which the branch begins.",
    "option.script": "The plain PyTorch script that does exactly this run.",
    "option.exported": "Number or name of a run, or a lesson (its short name) with --ipynb, --py or --html.",
    "option.ipynb": "A lesson as a Jupyter notebook, with your own code in it.",
    "option.py": "A lesson as a Python script with cells (# %%).",
    "option.html": "A lesson as one HTML page, to print or to hand in.",
    "option.output": "Write into this new file. Without it a script is printed, and a lesson written to a file of its name; - prints.",
    "option.tensorboard": "Write all that is recorded into this folder for TensorBoard (needs pip install tensorboard).",
    "option.shell": "bash, zsh or fish.",
    # dl-lab
    "top.summary": "learn deep learning in a terminal",
    "top.about": "Learn deep learning in a terminal: train real networks on real data, watch them, and change them "
    "while they learn. Without a command it opens the app. Training runs in a process of its own: closing the "
    "terminal or losing the SSH line does not end it.",
    "top.examples": "dl-lab # open the app\n"
    "dl-lab train --data mnist --model cnn --epochs 3 # train a CNN on handwritten digits, without a screen\n"
    "dl-lab runs list # what was trained, and what it takes on disk\n"
    "dl-lab help runs resume # help on a command",
    "top.exit": "0 done\n1 a run failed\n2 wrong usage, or something to mend: the sentence says what\n130 interrupted",
    "lessons.summary": "list the lessons, read one here, run its cells",
    "lessons.about": "The lessons of the course and of the packs that were added. A lesson is named by its short name, "
    "or by pack/name where it is somebody else's. Without a command it lists them. To work through one, open the app.",
    "lessons.examples": "dl-lab lessons # all of them\n"
    "dl-lab lessons show gradient # read one without the app\n"
    "dl-lab lessons run gradient # run its cells in order",
    "lessons.list.summary": "all lessons and how far you are",
    "lessons.list.about": "Lists all lessons in order, with their short names, minutes, and whether you have begun or "
    "finished them. Those that are only planned are listed too.",
    "lessons.list.examples": "dl-lab lessons list # as a table\ndl-lab lessons list --json # for a script",
    "lessons.show.summary": "one lesson as text",
    "lessons.show.about": "Prints a lesson: text, formulas, code, exercises and questions, without their answers.",
    "lessons.show.examples": "dl-lab lessons show gradient # from its start to its end\n"
    "dl-lab lessons show gradient --lang vi # in Vietnamese",
    "lessons.run.summary": "run the cells of a lesson in order",
    "lessons.run.about": "Runs the cells of a lesson in order, as the lesson has them, in a clean kernel that ends with "
    "it, and prints what they print. It stops at the first cell that fails.",
    "lessons.run.examples": "dl-lab lessons run gradient # see what comes out\n"
    "dl-lab lessons run made/begin # of somebody else's pack",
    "lessons.run.exit": "0 all cells ran\n1 a cell failed\n2 there is no such lesson, or no kernel can be started\n"
    "130 interrupted",
    "progress.summary": "what you have done, lesson by lesson",
    "progress.about": "Shows how far you are in each lesson: blocks seen, cells run, exercises passed, quizzes answered "
    "right (a guess before reading counts once it is made), and the time spent. Export and import take it to another machine. Two learners on one account each choose "
    "a --profile.",
    "progress.examples": "dl-lab progress # as a table\n"
    "dl-lab progress --json # for a script\n"
    "dl-lab progress export mine.json # to take it to another machine\n"
    "dl-lab progress --profile an # of another learner on this account",
    "progress.export.summary": "write it all into one file",
    "progress.export.about": "Writes your progress, answers, edited cells, notes and bookmarks into one new JSON file, "
    "readable by you alone. With - it is printed.",
    "progress.export.examples": "dl-lab progress export mine.json # into a file\n"
    "dl-lab progress export - > mine.json # into whatever you like",
    "progress.import.summary": "take in such a file",
    "progress.import.about": "Takes in a file that dl-lab progress export has written, and merges it: what is newer "
    "wins, what is done on either side is done, and your older text of a cell stays in its history. Taking in the same "
    "file twice changes nothing. Where something in the file is wrong, nothing is changed.",
    "progress.import.examples": "dl-lab progress import mine.json # from another machine\n"
    "dl-lab progress import mine.json --profile an # for another learner on this account",
    "review.summary": "questions you have answered before, before you forget them",
    "review.about": "Asks again what you have answered in the lessons, when you are about to forget it: a few minutes a "
    "day. What you know well comes back later and later. Short exercises come back in the app (r on the course map).",
    "review.examples": "dl-lab review # ask today's questions\ndl-lab review --json # what is due, for a script",
    "train.summary": "train a network and watch it",
    "train.about": "Trains a network and shows how it learns: a progress bar on a terminal, a line per epoch "
    "elsewhere. The training is a process of its own. Ctrl+C stops it and keeps everything (dl-lab runs resume goes "
    "on); a second Ctrl+C leaves without waiting. With --detach it is only started, and dl-lab runs watch looks at it "
    "later.",
    "train.examples": "dl-lab train --data mnist --model cnn --epochs 5 # a small CNN on handwritten digits\n"
    "dl-lab train --data moons --set model.hidden=16,16 --set optimizer.name=sgd --lr 0.1 # two moons, by plain SGD\n"
    "dl-lab train --data heart --set regularisation.dropout=0.3 --detach # start it and leave\n"
    "dl-lab config --data digits8x8 > a.json; dl-lab train --config a.json --seed 1 # the same again, another seed",
    "train.exit": "0 the run finished\n1 it failed; the sentence says why and what to try\n"
    "2 wrong usage or a config that cannot be trained\n130 stopped before its end, by Ctrl+C or from elsewhere",
    "runs.summary": "list, compare, watch, resume, stop and delete runs",
    "runs.about": "Every training is a run: a folder with its config, its events and its checkpoints. A run is named "
    "by its number, its folder's name, or last. Without a command it lists them.",
    "runs.examples": "dl-lab runs # all runs\n"
    "dl-lab runs show last # the newest one in detail\n"
    "dl-lab runs prune --all --dry-run # what could be freed",
    "runs.list.summary": "all runs and what they take on disk",
    "runs.list.about": "Lists all runs, the oldest first: state, data set and model, epochs done, the best validation "
    "value, what test said at the end, and what each takes on disk.",
    "runs.list.examples": "dl-lab runs list # as a table\ndl-lab runs list --json # for a script",
    "runs.show.summary": "one run in detail",
    "runs.show.about": "Shows a run: what of its config differs from the usual one, its last epochs, what was changed "
    "while it trained, how it ended, and where it is. Over SSH, also the command that copies it to your machine.",
    "runs.show.examples": "dl-lab runs show # the newest run\ndl-lab runs show 7 --json # run 7 with all its epochs",
    "runs.explain.summary": "what can be read from a run's curves",
    "runs.explain.about": "Says what the curves of a run show: overfitting, underfitting, a rate that is too high or "
    "too low, a plateau, a validation part that is too small to tell. Each with its numbers, the lesson that teaches "
    "it, and one change to test it with. Where nothing is certain enough, it says nothing.",
    "runs.explain.examples": "dl-lab runs explain # the newest run, in training or done\n"
    "dl-lab runs explain 7 --json # run 7, for a script",
    "runs.compare.summary": "what differs between runs, and what it came to",
    "runs.compare.about": "Lays two to six runs side by side: in what they differ, the best validation value and its "
    "epoch, the gap (validation loss minus training loss after the last epoch), the time, what test said. A sentence "
    "below says which is ahead, and whether by more than the noise of the validation part.",
    "runs.compare.examples": "dl-lab runs compare 7 8 # a run and its twin\n"
    "dl-lab runs compare 3 4 5 6 --json # four runs, for a script",
    "runs.twin.summary": "the same run again, with one thing changed",
    "runs.twin.about": "Starts a run that is like another one from its start, same seed, but for what --set says. "
    "That shows what a single switch does. It is watched as dl-lab train does; with few cores it waits until the run "
    "in training has ended.",
    "runs.twin.examples": "dl-lab runs twin last --set regularisation.dropout=0.3 # what does dropout do?\n"
    "dl-lab runs twin 7 --set optimizer.lr=0.01 --detach # a higher rate, in the background\n"
    "dl-lab runs twin 7 --set run.seed=1 # how much is chance?",
    "runs.twin.exit": "0 the twin finished\n1 it failed; the sentence says why and what to try\n"
    "2 wrong usage, or nothing would differ\n130 stopped before its end",
    "runs.branch.summary": "go on from an epoch of a run, with something changed",
    "runs.branch.about": "Starts a run that goes on from another one as it was after an epoch, with fields changed that "
    "can be changed live: what if dropout had been switched on at epoch 3? The epoch's checkpoint must still be there "
    "(dl-lab runs prune removes it).",
    "runs.branch.examples": "dl-lab runs branch 7 --epoch 3 --set regularisation.dropout=0.3 # dropout from epoch 3 on\n"
    "dl-lab runs branch last --epoch 5 --set optimizer.lr=1e-4 --detach # a lower rate, in the background",
    "runs.branch.exit": "0 the branch finished\n1 it failed; the sentence says why and what to try\n"
    "2 wrong usage, or the checkpoint is gone\n130 stopped before its end",
    "runs.open.summary": "open a run in the lab",
    "runs.open.about": "Opens the app on a run, with its charts and its whole history: one that is training goes on before your eyes.",
    "runs.open.examples": "dl-lab runs open # the newest run\ndl-lab runs open 7 # this one",
    "runs.watch.summary": "watch a run that is training",
    "runs.watch.about": "Joins a run that is training, whoever started it, and shows the same as dl-lab train. Ctrl+C "
    "only leaves: the training goes on.",
    "runs.watch.examples": "dl-lab runs watch # the newest run\ndl-lab runs watch 7 --json # its epochs as JSON lines",
    "runs.watch.exit": "0 the run finished\n1 it failed or its worker died\n130 it was stopped, or you left",
    "runs.resume.summary": "go on with a run from its last checkpoint",
    "runs.resume.about": "Goes on with a run that was stopped, failed or lost its worker, from its last checkpoint, "
    "as if it had never stopped. With --epochs also one that has finished. Ctrl+C stops it again.",
    "runs.resume.examples": "dl-lab runs resume # the newest run\n"
    "dl-lab runs resume 7 --epochs 20 --detach # up to 20 epochs in all, in the background",
    "runs.stop.summary": "stop a run and keep it",
    "runs.stop.about": "Asks the training to stop after its batch, and waits until it has written a checkpoint. "
    "Nothing is lost: dl-lab runs resume goes on.",
    "runs.stop.examples": "dl-lab runs stop last # the newest run\ndl-lab runs stop 7 # run 7",
    "runs.delete.summary": "delete runs for good",
    "runs.delete.about": "Deletes runs with all their checkpoints, for good, after asking. A run that is training is "
    "refused.",
    "runs.delete.examples": "dl-lab runs delete 3 4 # shows what they are and asks\n"
    "dl-lab runs delete 3 --yes # does not ask, for scripts",
    "runs.prune.summary": "remove checkpoints but the last and the best",
    "runs.prune.about": "Frees space: removes all checkpoints of a run but its last and its best. The run itself, its "
    "curves and its result stay, and it can still be resumed.",
    "runs.prune.examples": "dl-lab runs prune --all --dry-run # what it would free\ndl-lab runs prune 3 4 # two runs",
    "data.summary": "the data sets, and a look into one",
    "data.about": "Lists the data sets that can be learned from, or shows one: its card, how its classes are "
    "distributed, and a look at its images or rows. Without a command it lists them.",
    "data.examples": "dl-lab data # all data sets\ndl-lab data show mnist # digits, drawn in the terminal",
    "data.list.summary": "all data sets",
    "data.list.about": "Lists all data sets with their task, size and licence, and which of them are here.",
    "data.list.examples": "dl-lab data list # as a table\ndl-lab data list --json # for a script",
    "data.show.summary": "a look into a data set",
    "data.show.about": "Shows a data set: where it comes from, its licence, its split, how its classes are "
    "distributed, and some of its images, points or rows. It loads the data, which takes a few seconds.",
    "data.show.examples": "dl-lab data show fashion_mnist # clothes\ndl-lab data show heart --json # for a script",
    "fields.summary": "everything that --set can set",
    "fields.about": "Lists the fields of a config: what each does, what it accepts, and its usual value. Fields marked "
    "live can be changed while a network trains.",
    "fields.examples": "dl-lab fields # all of them\ndl-lab fields optimizer # one group\n"
    "dl-lab fields --json # for a script",
    "config.summary": "print the config that would be trained",
    "config.about": "Prints the config that dl-lab train would use with the same options, as JSON, after checking it. "
    "Nothing is trained. The file can be edited and given back with --config.",
    "config.examples": "dl-lab config --data heart --set optimizer.name=adamw # look at it\n"
    "dl-lab config --data mnist --model cnn > cnn.json # keep it\n"
    "dl-lab config --config cnn.json --epochs 20 # change a kept one",
    "export.summary": "a run as a plain PyTorch script, a lesson as a notebook or page",
    "export.about": "Prints the plain PyTorch script that does exactly a run, live changes included: data, network, "
    "loop, validation and test in one file that needs no dl-lab. On the CPU it prints the losses that were recorded. "
    "With --tensorboard it writes every step and epoch that was recorded for TensorBoard instead.",
    "export.examples": "dl-lab export --script # of the newest run, to read\n"
    "dl-lab export 7 --script --output run7.py # of run 7, to run: python run7.py\n"
    "dl-lab export 7 --tensorboard tb # of run 7, for tensorboard --logdir tb\n"
    "dl-lab export activations --ipynb # a lesson with your answers, as activations.ipynb",
    "doctor.summary": "what works here, what is missing, how to get it",
    "doctor.about": "Checks this machine in half a second: versions, GPUs and their driver, folders, the terminal and "
    "its colours, and what happens to a training at logout. Each fault comes with the command that mends it.",
    "doctor.examples": "dl-lab doctor # for you\ndl-lab doctor --json # for a bug report or a script",
    "doctor.exit": "0 dl-lab works here\n1 something makes it unusable",
    "completion.summary": "make Tab complete commands, fields and runs",
    "completion.about": "Prints a script that makes the Tab key complete commands, options, fields and their choices, "
    "data sets and runs.",
    "completion.examples": 'eval "$(dl-lab completion bash)" # bash: put this line into ~/.bashrc\n'
    'eval "$(dl-lab completion zsh)" # zsh: put this line into ~/.zshrc, after compinit\n'
    "dl-lab completion fish > ~/.config/fish/completions/dl-lab.fish # fish: once",
    # wrong usage
    "unknown_command": "{prog} has no command {name}: there are {known}",
    "unknown_command_near": "{prog} has no command {name}: did you mean {near}?",
    "unknown_option": "{command} does not take {name}: {command} --help shows what it takes",
    "unknown_option_near": "{command} does not take {name}: did you mean {near}?",
    "missing": "{command} needs {names}: {command} --help shows how",
    "needs_value": "{option} needs a value: {command} --help shows which",
    "usage": "{problem}: {command} --help shows how",
    "config_unreadable": "--config {where} can't be read ({error}): give the path of a JSON file; "
    "dl-lab config prints one",
    "no_language": "--lang {name}: there are {known}",
    "no_group": "there is no group {name}: there are {known}. {hint}",
    "no_shell": "there is no completion for {name}: there are {known}",
    "branch_epoch": "--epoch {value}: give the number of an epoch that is done; {command} --help shows how",
    "export_what": "say what to export, one of the two: --script gives the plain PyTorch script of the run, --tensorboard DIR "
    "its metrics for TensorBoard",
    "tensorboard_missing": "writing for TensorBoard needs a package that isn't installed here: pip install tensorboard",
    "tensorboard_unwritable": "{where} can't be written ({error}): give --tensorboard another folder",
    "tensorboard_exists": "{where} holds this run already, and twice it would be drawn twice: delete that folder or give --tensorboard another one",
    "tensorboard_detached": "--tensorboard writes while the run is watched, and --detach watches nothing: leave one of them out, or export afterwards with dl-lab export RUN --tensorboard DIR",
    "tensorboard_look": "to look at it: tensorboard --logdir {folder}",
    "export_exists": "{where} is there already: give --output another name",
    "export_unwritable": "{where} can't be written ({error}): give --output another place",
    "exported": "written to {where}",
    "no_terminal": "the app needs a terminal, and this is none; without a screen there are dl-lab train, runs, data, "
    "fields, config and doctor (dl-lab --help)",
    "no_terminal_errors": "the app draws on standard error, which leads elsewhere here: start it without 2>",
    # fields
    "live": "live",
    "accepts": "accepts",
    "fields_hint": "dl-lab train --set FIELD=VALUE sets one. Fields marked live can be changed while a network trains.",
    # a run as it is watched
    "heading": "run {number}   {data} · {model} · {optimizer}",
    "heading_plain": "run {number}   {name}",
    "waits_for": "run {number} waits until run {other} has ended: two trainings on so few cores would slow each other",
    "starting": "starting, PyTorch takes a few seconds",
    "started": "{parameters} parameters, {samples} training samples, on {device}",
    "resumed": "goes on after epoch {epoch}: {parameters} parameters, {samples} training samples, on {device}",
    "epoch_line": "epoch {epoch}  loss {train_loss} val {val_loss}  {metric} {train_metric} val {val_metric}  "
    "{time}{best}",
    "best": "best",
    "metric_accuracy": "accuracy",
    "metric_r2": "R²",
    "epochs_before": "({n} epochs before)",
    "changed": "step {step}: {changes}",
    "paused": "paused at step {step}",
    "continued": "goes on at step {step}",
    "bar_epoch": "epoch {epoch}/{epochs}",
    "bar_step": "step {step}",
    "bar_loss": "loss {loss}",
    "bar_val": "val {value}",
    "bar_speed": "{speed}/s",
    "bar_left": "{time} left",
    "stopping": "stopping after this batch and keeping everything; Ctrl+C again leaves without waiting",
    "left": "run {number} is left alone: dl-lab runs watch {number} looks at it again, dl-lab runs stop {number} "
    "stops it",
    "left_stopping": "run {number} stops by itself after its batch: dl-lab runs resume {number} goes on later",
    "detached": "trains in the background: dl-lab runs watch {number} looks at it, dl-lab runs stop {number} stops it",
    "stopped_learner": "■ run {number} was stopped and kept: dl-lab runs resume {number} goes on",
    "stopped_signal": "■ run {number} was ended by the system and kept: dl-lab runs resume {number} goes on",
    "stopped_gpu": "■ run {number} has let the GPU go and was kept: dl-lab runs resume {number} goes on",
    "failed": "run {number} failed: {why}",
    "lost": "the worker of run {number} died without a word (killed, or out of memory): {log} may say why, and "
    "dl-lab runs resume {number} goes on from the last checkpoint",
    "test_result": "test {metric} {value}",
    "test_loss": "test loss {value}",
    "best_epoch": "best epoch {epoch}",
    "early_stopped": "stopped early after epoch {epoch}",
    "test_look": "test was looked at {n} times",
    "folder": "in {path}",
    "fetch": "to copy it to your machine, there: {command}",
    # lessons
    "column_number": "no.",
    "column_name": "name",
    "column_minutes": "min",
    "lesson_new": "● ready",
    "lesson_begun": "▸ begun",
    "lesson_finished": "✓ finished",
    "lesson_planned": "○ planned",
    "lesson_in_english": "this lesson isn't fully translated: what is missing stands in English",
    "lesson_cell": "{id}, line {line}",
    "lesson_ran": "all {n} cells ran",
    "lesson_failed": "a cell of {where} failed (the last that said something is {id}), so the rest was not run",
    # progress and review
    "column_lesson": "lesson",
    "column_seen": "seen",
    "column_cells": "cells run",
    "column_exercises": "exercises",
    "column_quizzes": "quizzes",
    "column_time": "time",
    "progress_gone": "No longer in any pack",
    "progress_total": "{finished} of {n} lessons finished, {time} in all",
    "progress_review": "{n} to review today: dl-lab review",
    "progress_exported": "written to {where}; dl-lab progress import takes it in elsewhere",
    "progress_imported": "{where} is taken in: lessons in it: {lessons}, entries that were new or newer: {changed}",
    "progress_known": "{where} holds nothing that wasn't known: nothing has changed",
    "review_no_terminal": "nobody is there to answer {n} questions: run dl-lab review in a terminal, or add --json",
    "review_none_yet": "Nothing to review yet: questions come back once you have answered them in a lesson.",
    "review_none_due": "Nothing to review now; the next comes back on {day}.",
    "review_begin": "{n} to answer. Enter alone leaves one out, q ends.",
    "review_answer_one": "answer (1 to {n}):",
    "review_answer_many": "answers (of 1 to {n}, all that are right):",
    "review_answer_number": "answer (a number):",
    "review_not_one": "type one number from 1 to {n}",
    "review_not_many": "type numbers from 1 to {n} with blanks between them",
    "review_right": "✓ right",
    "review_wrong": "✗ not right",
    "review_solution": "right is  {answer}",
    "review_rating": "how was it? enter good, h hard, e easy, a better ask again tomorrow:",
    "review_letters": "hea",
    "review_end": "{right} of {n} right",
    "review_exercises": "{n} short exercises are due too: r on the course map opens them",
    "review_next": "the next comes back on {day}",
    # runs
    "no_runs": "There are no runs yet. dl-lab train --data moons --epochs 5 makes one in seconds.",
    "column_run": "run",
    "column_state": "state",
    "column_what": "what",
    "column_epoch": "epoch",
    "column_val": "best val",
    "column_test": "test",
    "column_disk": "disk",
    "column_begun": "begun",
    "disk_total": "runs: {n}, {size} on disk",
    "disk": "{size} on disk, of which dl-lab runs prune would free {freed}",
    "config_differs": "differs from the usual config in: {changes}",
    "config_usual": "the usual config",
    "damaged": "{n} lines of its events can't be read and were left out",
    "watch_hint": "dl-lab runs watch {number} watches it, dl-lab runs stop {number} stops it",
    "resume_hint": "dl-lab runs resume {number} goes on with it",
    "nothing_left": "run {number} has finished its {done} epochs: dl-lab runs resume {number} --epochs {more} adds "
    "some",
    "too_few_epochs": "run {number} has done {done} epochs already, so --epochs {epochs} leaves nothing to train: "
    "give the number in all",
    "not_training": "run {number} isn't training ({state}): there is nothing to stop",
    "stop_sent": "run {number} stops after its batch …",
    "stop_slow": "run {number} has not stopped after {seconds} s: a long batch, or its worker hangs; worker.log in its "
    "folder may say more",
    "delete_ask": "delete {n} for good? [y/N]",
    "yes_answers": "y yes",
    "delete_unsure": "nobody is there to be asked: add --yes to delete them",
    "kept": "nothing was deleted",
    "deleted": "{n} deleted, {size} freed",
    "prune_what": "name the runs to prune, or say --all (not both)",
    "prune_skipped": "run {number} is training and is left alone",
    "pruned_run": "{name}   {size}",
    "freed": "{size} freed",
    "would_free": "{size} would be freed",
    # check, new-lesson, pack
    "option.check_path": "The folder of a pack (with course.yaml) or of one lesson (with lesson.md).",
    "option.strict": "Warnings make the exit code 1 too.",
    "option.read_only": "Only read: run no cell and no exercise.",
    "option.new_lesson_path": "A new folder; its name without the number before it is the lesson's id.",
    "option.pack_path": "A folder of lessons with its course.yaml.",
    "option.pack_name": "The pack's name, as dl-lab pack list shows it.",
    "check.summary": "say what is wrong in lessons, by file and line",
    "check.about": "Reads a pack of lessons, or one lesson, and says by file and line what is wrong: structure, links, "
    "ids, translations. Then it runs every cell, and every exercise against its solution, its other right answers and "
    "its wrong ones, each of which must get its own hint. That runs the code of the lessons: with --read-only none is "
    "run. A missing, partial or stale translation and a slow cell are warnings.",
    "check.examples": "dl-lab check lessons # the whole course\n"
    "dl-lab check lessons/01-foundations/04-activations --read-only # one lesson, quickly\n"
    "dl-lab check my-lessons --strict --json # for a script, warnings count too",
    "check.exit": "0 nothing is wrong (there may be warnings)\n1 something is wrong; with --strict also where there are "
    "warnings\n2 wrong usage, or there are no lessons",
    "new-lesson.summary": "write a small lesson to begin with",
    "new-lesson.about": "Writes a small lesson into a new folder: prose, cells, a quiz, and an exercise with its checks, "
    "hints and usual wrong answers, in English and Vietnamese. It passes dl-lab check; write yours over it. "
    "In a new folder of lessons (PACK/MODULE/LESSON, as below) it also writes the course.yaml that lists it. The format "
    "is MyST Markdown: the lesson also opens in Jupyter through Jupytext.",
    "new-lesson.examples": "dl-lab new-lesson my-lessons/01-first/01-errors # a lesson called errors\n"
    "dl-lab new-lesson why-not-zero # one that stands alone",
    "pack.summary": "add someone else's lessons, list or remove them",
    "pack.about": "Lists the packs of lessons: the course, and folders of lessons that you have added. Adding one runs "
    "none of its code; its cells and exercises run when you run them, so add only what you trust so far.",
    "pack.examples": "dl-lab pack # all packs\ndl-lab pack add statistics-lessons # one more\n"
    "dl-lab pack remove statistics-lessons # forget it, its files stay",
    "pack.add.summary": "add a folder of lessons",
    "pack.add.about": "Adds a folder of lessons to the course map, marked as not ours. The folder stays where it is and "
    "none of its code runs. It must hold a course.yaml that lists its lessons, and at most 5,000 files or 200 MB.",
    "pack.add.examples": "dl-lab pack add statistics-lessons # the pack is called as its folder\n"
    "dl-lab pack add . # this folder",
    "pack.list.summary": "all packs",
    "pack.list.about": "Lists the course and the packs that you have added, with how many of their lessons are written.",
    "pack.list.examples": "dl-lab pack list # as a table\ndl-lab pack list --json # for a script",
    "pack.remove.summary": "take a pack off the course map",
    "pack.remove.about": "Takes a pack off the course map. Its files stay, and so does your progress in its lessons.",
    "pack.remove.examples": "dl-lab pack remove statistics-lessons # by the name that pack list shows\n"
    "dl-lab pack add statistics-lessons # and back again, with all your progress",
    "check_error": "error",
    "check_warning": "warning",
    "checked": "lessons checked: {lessons}, errors: {errors}, warnings: {warnings}",
    "checked_clean": "lessons checked: {lessons}, nothing is wrong",
    "check_unrun": "only read and not run: {n}; mend the errors, then cells and exercises are run too",
    "check_running": "running {name} …",
    "new_lesson_list": "list it in {file}, else nobody will see it",
    "new_lesson_pack": "to see it on your map: dl-lab pack add {path}",
    "new_lesson_next": "write yours over it, then: dl-lab check {path}",
    "pack_added": "added {name}, lessons in it: {lessons}",
    "pack_known": "{name} was added before, lessons in it: {lessons}",
    "pack_unreadable": "lessons of {name} that can't be read: {n} (dl-lab check {path} says why)",
    "pack_not_ours": "these lessons are not part of dl-lab: their code runs when you run a cell, with all that you may do",
    "pack_removed": "removed {name}; its files stay in {path}",
    "pack_lessons": "{written} of {lessons} lessons written",
    "pack_ours": "the course of dl-lab",
}
