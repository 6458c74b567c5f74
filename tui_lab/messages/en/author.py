"""What running a lesson shows its author."""

TEXTS = {
    "no_kernel": "no kernel can be started to run the lessons: {why}",
    "died": "{where}: the kernel died in cell {id}: is the memory full, or does the cell end its process?",
    "kernel_died": "the kernel died in {id} or could not be interrupted; nothing after it was run",
    "endless": "cell {id} was still running after {seconds} s and was ended",
    "cell_fails": "cell {id} fails: {error}",
    "does_not_fail": "cell {id} has the tag raises-exception and doesn't fail",
    "slow": "cell {id} took {seconds} s; its limit is {limit} s (`:seconds:` sets another)",
    "starter_passes": "the starter passes: there is nothing to do for the learner",
    "right_fails": "this must pass and doesn't ({why})",
    "wrong_passes": "this passes; it must fail with the hint {hint}",
    "wrong_hint": "this must get the hint {hint} and gets {got} ({why})",
    "check_broken": "the check {check} itself fails: {error}",
}
