"""What is said of an answer that fails for a reason that any answer may have."""

TEXTS = {
    "syntax-error": "Python can't read line {line}: {what}. Look at that line and the one above it: is a bracket, a quote or a colon missing?",
    "indentation": "Python can't read line {line}: {what}. Lines of one block begin in the same column; what belongs to a def, a for or an if stands further right.",
    "exception": "Line {line} of your answer stopped with {error}.",
    "endless-loop": "Your answer was still running after {seconds:g} s and was stopped. Which of your loops never ends?",
    "too-much-output": "Your answer printed {lines} lines and was stopped. Take the print out of the loop.",
    "name-missing": "The checks look for {name}, and your answer doesn't define it. Keep the name of the starter.",
    "recursion": "{name} calls itself without an end (line {line}). When should it stop?",
    "shadowed": "Line {line}: in your cells, {name} has become {type}, which hides the usual {name}. Delete it (del {name}) or give it another name, then check again.",
    "torch-replaced": "One of your cells replaced {name} with something of your own, so the checks can't be trusted. Restart the kernel, then check again.",
    "check-broken": "The check {check} itself failed ({error}). That isn't your fault: please tell whoever wrote the lesson.",
    "unknown": "This isn't right yet ({key}).",
}
