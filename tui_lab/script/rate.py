"""The part of a script that makes the optimizer and moves the learning rate."""

from __future__ import annotations

from tui_lab.config.train import OptimizerConfig, TrainConfig
from tui_lab.messages import t
from tui_lab.script.plan import Plan
from tui_lab.script.text import call, number

Lines = list[str]


def optimizer_lines(plan: Plan, config: TrainConfig, rate: str, indent: int = 0) -> Lines:
    """The call that makes the optimizer of a config; `rate` is what stands for the learning rate."""
    name, arguments = _optimizer(config.optimizer, plan)
    arguments = ["model.parameters()", f"lr={rate}", *arguments]
    return call(f"optimizer = torch.optim.{name}", arguments, indent)


def _optimizer(config: OptimizerConfig, plan: Plan) -> tuple[str, Lines]:
    decay = [f"weight_decay={number(config.weight_decay)}"] if config.weight_decay or config.name == "adamw" else []
    momentum = [f"momentum={number(config.momentum)}"]
    usual = (config.beta1, config.beta2) == (0.9, 0.999)
    betas = [] if usual else [f"betas=({number(config.beta1)}, {number(config.beta2)})"]
    fused = {"cpu": ["fused=True"], "mps": [], "auto": ['fused=device.type != "mps"']}.get(plan.device, ["fused=True"])
    match config.name:
        case "sgd":
            return "SGD", [*decay, *fused]
        case "momentum":
            return "SGD", [*momentum, *decay, *fused]
        case "nesterov":
            return "SGD", [*momentum, "nesterov=True", *decay, *fused]
        case "rmsprop":
            return "RMSprop", [f"alpha={number(config.beta2)}", *momentum, *decay, "foreach=True"]
        case "adagrad":
            return "Adagrad", [*decay, *(["fused=True"] if plan.on_cpu else ['fused=device.type == "cpu"'])]
        case _:
            return {"adam": "Adam", "adamw": "AdamW"}[config.name], [*betas, *decay, *fused]


def rate_name(plan: Plan) -> str:
    """What the learning rate is called in the script: a constant, or a variable where it is changed."""
    return "lr" if plan.rate_by_function and plan.changes_ever("optimizer.lr") else "LR"


def epochs_name(plan: Plan) -> str:
    """What the number of epochs is called, to which the schedule is stretched."""
    return "epochs" if plan.total_changes else "EPOCHS"


def needs_steps_per_epoch(plan: Plan) -> bool:
    """Whether the script has to know how many batches an epoch has."""
    schedule = plan.config.schedule.name
    return plan.drops_last or bool(plan.warmup_steps) or plan.rate_by_function or schedule in ("cosine", "one-cycle")


def rate_lines(plan: Plan) -> Lines:
    """Optimizer and schedule, before the loop."""
    lines: Lines = []
    if needs_steps_per_epoch(plan) and not (plan.rate_by_function and _plain_function(plan)):
        lines += steps_per_epoch_lines(plan)
    if rate_name(plan) == "lr":
        lines.append("lr = LR")
    if plan.total_changes:
        lines.append(f"epochs = {plan.config.run.epochs}")
    lines += optimizer_lines(plan, plan.config, rate_name(plan))
    if plan.rate_by_function:
        if plan.config.schedule.name == "plateau":
            lines.append('plateau, plateau_loss, plateau_waited = 1.0, float("inf"), 0')
        return lines if _plain_function(plan) else [*lines, "", "", *_function(plan), "", ""]
    return lines + _scheduler(plan)


def _plain_function(plan: Plan) -> bool:
    """Whether there is no function of the step: a plateau without a warm-up is moved by validation alone."""
    return plan.config.schedule.name == "plateau" and not plan.warmup_steps


def steps_per_epoch_lines(plan: Plan) -> Lines:
    """How many batches an epoch has."""
    if plan.drops_last:
        return [f"steps_per_epoch = len(x_train) // BATCH_SIZE  # {t('script.drops_last')}"]
    return ["steps_per_epoch = math.ceil(len(x_train) / BATCH_SIZE)"]


def _scheduler(plan: Plan) -> Lines:
    """One of torch's own schedulers."""
    config = plan.config.schedule
    gamma = f"gamma={number(config.gamma)}"
    total = "EPOCHS * steps_per_epoch"
    match config.name:
        case "step":
            made, arguments = "StepLR", [f"step_size={config.step_size}", gamma]
        case "exponential":
            made, arguments = "ExponentialLR", [gamma]
        case "cosine":
            made, arguments = "CosineAnnealingLR", [f"T_max={total}"]
        case "one-cycle":
            made, arguments = "OneCycleLR", ["max_lr=LR", f"total_steps={total}", "cycle_momentum=False"]
        case "plateau":
            # torch leaves out drops of less than 1e-8, the lab doesn't.
            smallest = plan.config.optimizer.lr * config.gamma ** (plan.epochs / (config.patience + 1))
            eps = ["eps=0.0"] if smallest * (1 - config.gamma) < 1e-7 else []
            made = "ReduceLROnPlateau"
            arguments = [f"factor={number(config.gamma)}", f"patience={config.patience}", *eps]
        case _:
            return []
    return call(f"scheduler = torch.optim.lr_scheduler.{made}", ["optimizer", *arguments])


def _function(plan: Plan) -> Lines:
    """The factor on the rate as a function of the step: where torch's schedulers alone would not do."""
    config, warmup = plan.config.schedule, plan.warmup_steps
    lines = [
        "def rate_factor(step):",
        f'    """{t("script.rate_factor")}"""',
    ]
    if warmup:
        begin = "1 / 25 * " if config.name == "one-cycle" else ""
        rise = "0.1 + 0.9 * step / warmup"
        lines += [
            f"    warmup = round({number(config.warmup_epochs)} * steps_per_epoch)",
            f"    if step < warmup:  # {t('script.warmup')}",
            f"        return {begin}({rise})" if begin else f"        return {rise}",
        ]
        if config.name not in ("none", "plateau"):
            lines.append("    step -= warmup")
    total = f"{epochs_name(plan)} * steps_per_epoch" + (" - warmup" if warmup else "")
    if any(c.run.epochs * plan.steps_per_epoch - warmup < 1 for c in plan.configs):
        total = f"max(1, {total})"
    match config.name:
        case "step":
            lines.append(f"    return {number(config.gamma)} ** (step // steps_per_epoch // {config.step_size})")
        case "exponential":
            lines.append(f"    return {number(config.gamma)} ** (step // steps_per_epoch)")
        case "cosine":
            lines.append(f"    total = {total}")
            lines.append("    return 0.5 * (1 + math.cos(math.pi * min(step, total) / total))")
        case "one-cycle":
            lines += [
                f"    total = {total}",
                "    top = 0.3 * total - 1",
                f"    if step <= top:  # {t('script.rises')}",
                "        start, end, part = 1 / 25, 1.0, step / top",
                "    else:",
                "        start, end, part = 1.0, 1 / 25 / 1e4, min(1.0, (step - top) / (total - 1 - top))",
                "    return end + (start - end) / 2 * (1 + math.cos(math.pi * part))",
            ]
        case _:
            lines.append("    return 1.0")
    return lines


def rate_of_step(plan: Plan) -> Lines:
    """Before a step: its rate, where it is computed for each."""
    if not plan.rate_by_function:
        return []
    rate = rate_name(plan)
    factor = "" if _plain_function(plan) else " * rate_factor(step)"
    plateau = " * plateau" if plan.config.schedule.name == "plateau" else ""
    return [f'optimizer.param_groups[0]["lr"] = {rate}{factor}{plateau}']


def after_step(plan: Plan) -> Lines:
    """After a step: the schedulers that move at each."""
    moves = plan.config.schedule.name in ("cosine", "one-cycle") and not plan.rate_by_function
    return ["scheduler.step()"] if moves else []


def after_epoch(plan: Plan) -> Lines:
    """After an epoch: the schedulers that move at its end."""
    config = plan.config.schedule
    if not plan.rate_by_function:
        match config.name:
            case "step" | "exponential":
                return ["scheduler.step()"]
            case "plateau":
                return ["scheduler.step(val_loss)"]
        return []
    if config.name != "plateau":
        return []
    return [
        f"# {t('script.plateau')}",
        "if val_loss < plateau_loss * (1 - 1e-4):",
        "    plateau_loss, plateau_waited = val_loss, 0",
        "else:",
        "    plateau_waited += 1",
        f"if plateau_waited > {config.patience}:",
        f"    plateau, plateau_waited = plateau * {number(config.gamma)}, 0",
    ]
