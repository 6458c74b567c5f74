"""The part of a script that trains, validates, is changed on the way, and tests."""

from __future__ import annotations

from tui_lab.messages import t
from tui_lab.script.network import norm_module
from tui_lab.script.plan import EPOCHS, Moment, Plan
from tui_lab.script.rate import after_epoch, after_step, optimizer_lines, rate_name, rate_of_step
from tui_lab.script.text import indented, number

Lines = list[str]

_LOSSES = {
    "cross-entropy": "F.cross_entropy",
    "bce": "F.binary_cross_entropy_with_logits",
    "mse": "F.mse_loss",
    "huber": "F.huber_loss",
}


def metric_name(plan: Plan) -> str:
    """What the metric is called in the script."""
    return "r2" if plan.task == "regression" else "accuracy"


def evaluate_lines(plan: Plan) -> Lines:
    """The function that says what a model is worth."""
    off = [t(f"script.{kind}_off") for kind in ("dropout", "batch_norm") if plan.has_layer(kind)]
    about = t("script.evaluate_loss_r2" if plan.task == "regression" else "script.evaluate_loss_accuracy")
    lines = [
        "@torch.inference_mode()",
        "def evaluate(model, x, y):",
        f'    """{about}"""',
        f"    model.eval()  # {', '.join(off)}" if off else "    model.eval()",
    ]
    forward = "model(x)"
    if plan.large:
        forward = f"torch.cat([model(part) for part in x.split(1024)])  # {t('script.portions')}"
    if plan.config.run.mixed_precision:
        lines += [f"    with {_autocast(plan)}:", f"        logits = {forward}", "    logits = logits.float()"]
    else:
        lines.append(f"    logits = {forward}")
    lines.append(f"    loss = {_LOSSES[plan.loss]}(logits, y).item()")
    if plan.task == "regression":
        lines.append("    variance = y.double().var(correction=0).item() or 1.0")
        return [*lines, "    return loss, 1 - ((logits - y) ** 2).double().mean().item() / variance"]
    return [*lines, f"    return loss, ({_predicted(plan)} == y).double().mean().item()"]


def _predicted(plan: Plan) -> str:
    return "(logits > 0)" if plan.one_output else "logits.argmax(1)"


def _autocast(plan: Plan) -> str:
    device = "device.type" if not plan.on_cpu else '"cpu"'
    return f"torch.autocast({device}, {'torch.bfloat16' if plan.on_cpu else 'half'})"


def _scales(plan: Plan) -> bool:
    """Whether 16 bits may be float16 with a scaled loss: on older CUDA devices."""
    return plan.config.run.mixed_precision and (plan.on_cuda or plan.device == "auto")


def precision_lines(plan: Plan) -> Lines:
    """Before the loop: which 16 bits there are."""
    if plan.on_cpu or not plan.config.run.mixed_precision:
        return []
    mps = 'device.type == "mps"'
    if not _scales(plan):
        return [f"half = torch.float16 if {mps} else torch.bfloat16"]
    either = f"older or {mps}" if plan.device == "auto" else "older"
    return [
        f"# {t('script.half')}",
        'older = device.type == "cuda" and not torch.cuda.is_bf16_supported()',
        f"half = torch.float16 if {either} else torch.bfloat16",
        "scaler = torch.amp.GradScaler(device.type, enabled=older)",
    ]


def training_lines(plan: Plan) -> Lines:
    """The loop over epochs and batches, and the test at its end."""
    score = "squares" if plan.task == "regression" else "hits"
    stopping = plan.config.early_stopping
    lines = [f"shuffle = torch.Generator().manual_seed(SEED)  # {t('script.order_stream')}"]
    if plan.counts_steps:
        lines.append("step = 0")
    if plan.changes_ever("regularisation.gradient_clip"):
        lines.append(f"clip = {number(plan.config.regularisation.gradient_clip)}")
    if stopping.enabled:
        start = 'float("inf")' if stopping.metric == "val-loss" else '-float("inf")'
        keeps = ["best_model = model"] if stopping.restore_best else []
        lines += [f"best, waited = {start}, 0", *keeps]
    lines += ["", "for epoch in range(1, EPOCHS + 1):", "    model.train()", f"    loss_sum, {score} = 0.0, 0"]
    cut = "[: steps_per_epoch * BATCH_SIZE]" if plan.drops_last else ""
    lines += [
        f"    order = torch.randperm(len(x_train), generator=shuffle){cut}",
        "    batches = zip(x_train[order].split(BATCH_SIZE), y_train[order].split(BATCH_SIZE), strict=True)",
        "    for inputs, targets in batches:",
        *indented(_batch(plan, score), 8),
        *indented(_end_of_epoch(plan, score)),
        "",
    ]
    model = "best_model" if stopping.enabled and stopping.restore_best else "model"
    name = metric_name(plan)
    said = f"{t('script.test_loss')} {{test_loss:.7f}}  {t(f'script.metric_{name}')} {{test_{name}:.7f}}"
    if model == "best_model":
        lines.append(f"# {t('script.test_best')}")
    lines += [f"test_loss, test_{name} = evaluate({model}, x_test, y_test)", f'print(f"{said}")']
    return lines


def _batch(plan: Plan, score: str) -> Lines:
    lines: Lines = []
    for moment in plan.moments:
        if plan.acts(moment):
            lines += _moment(plan, moment)
    if not plan.config.data.augmentation.is_none:
        lines.append("inputs = torch.stack([augment(image) for image in inputs])")
    lines += rate_of_step(plan)
    lines.append("optimizer.zero_grad()")
    forward = "compiled(inputs)" if plan.compiles else "model(inputs)"
    if plan.config.run.mixed_precision:
        lines += [f"with {_autocast(plan)}:", f"    logits = {forward}", "logits = logits.float()"]
    else:
        lines.append(f"logits = {forward}")
    lines.append(f"loss = {_LOSSES[plan.loss]}(logits, targets)")
    scales = _scales(plan)
    lines.append("scaler.scale(loss).backward()" if scales else "loss.backward()")
    lines += _clip(plan, ["scaler.unscale_(optimizer)"] if scales else [])
    lines += ["scaler.step(optimizer)", "scaler.update()"] if scales else ["optimizer.step()"]
    lines += after_step(plan)
    if plan.counts_steps:
        lines.append("step += 1")
    lines.append("loss_sum += loss.item() * len(targets)")
    if plan.task == "regression":
        lines.append("squares += ((logits.detach() - targets) ** 2).double().sum().item()")
    else:
        lines.append(f"{score} += ({_predicted(plan)} == targets).sum().item()")
    return lines


def _clip(plan: Plan, unscale: Lines) -> Lines:
    norms = [c.regularisation.gradient_clip for c in plan.configs]
    if not any(norms):
        return []
    changes = plan.changes_ever("regularisation.gradient_clip")
    call = [*unscale, f"nn.utils.clip_grad_norm_(model.parameters(), {'clip' if changes else number(norms[0])})"]
    return ["if clip > 0:", *indented(call)] if not all(norms) else call


def _moment(plan: Plan, moment: Moment) -> Lines:
    """What was changed while the network trained, before one step."""
    after = moment.after
    parts: Lines = []
    if plan.total_changes and moment.differs(EPOCHS):
        parts.append(f"epochs = {after.run.epochs}  # {t('script.prolonged')}")
    if plan.has_layer("dropout") and moment.differs("regularisation.dropout"):
        parts.append(f"model.dropout.p = {number(after.regularisation.dropout)}")
    if moment.fresh_norm or moment.differs("regularisation.batch_norm"):
        where = "" if plan.on_cpu else ".to(device)"
        for layer in plan.layers:
            if layer.kind == "batch_norm":
                made = f"{norm_module(layer)}{where}" if after.regularisation.batch_norm else "nn.Identity()"
                parts.append(f"model.{layer.name} = {made}")
    if plan.compiles and moment.rebuilt:
        parts.append("compiled = torch.compile(model)")
    if moment.differs("regularisation.gradient_clip"):
        parts.append(f"clip = {number(after.regularisation.gradient_clip)}")
    parts += _optimizer_change(plan, moment)
    return [f"if step == {moment.step}:  # {t('script.changed')}", *indented(parts)]


def _optimizer_change(plan: Plan, moment: Moment) -> Lines:
    after = moment.after.optimizer
    parts: Lines = []
    rate = rate_name(plan) if plan.rate_by_function else number(after.lr)
    if rate == "lr" and moment.differs("optimizer.lr"):
        parts.append(f"lr = {number(after.lr)}")
    if moment.new_optimizer:
        if moment.keeps_state:
            parts.append("state = optimizer.state")
        parts += optimizer_lines(plan, moment.after, rate, indent=12)
        if moment.keeps_state:
            parts.append(f"optimizer.state.update(state)  # {t('script.keeps_state')}")
            if _lacks_momentum(plan, moment):
                parts += [
                    f"for p in model.parameters():  # {t('script.new_momentum')}",
                    '    optimizer.state[p].setdefault("momentum_buffer", torch.zeros_like(p))',
                ]
        return parts
    if moment.differs("optimizer.lr") and not plan.rate_by_function:
        parts.append(f'optimizer.param_groups[0]["lr"] = {number(after.lr)}')
    if moment.differs("optimizer.weight_decay"):
        parts.append(f'optimizer.param_groups[0]["weight_decay"] = {number(after.weight_decay)}')
    return parts


def _lacks_momentum(plan: Plan, moment: Moment) -> bool:
    """Whether new weights may lack the momentum that others have: fused SGD takes all of them or none."""
    so_far = plan.moments[: plan.moments.index(moment) + 1]
    return moment.after.optimizer.name in ("momentum", "nesterov") and any(m.fresh_norm for m in so_far)


def _end_of_epoch(plan: Plan, score: str) -> Lines:
    name = metric_name(plan)
    seen = f"{score} / len(order)"
    train = f"1 - {seen}" if plan.task == "regression" else seen
    shown = t(f"script.metric_{name}")
    lines = [f"train_loss, train_{name} = loss_sum / len(order), {train}"]
    said = f"epoch {{epoch}}  {t('script.train_loss')} {{train_loss:.7f}}  {shown} {{train_{name}:.7f}}"
    if not plan.has_validation:
        return [*lines, f'print(f"{said}")']
    val = f"  {t('script.val_loss')} {{val_loss:.7f}}  {shown} {{val_{name}:.7f}}"
    lines.append(f"val_loss, val_{name} = evaluate(model, x_val, y_val)")
    one = f'print(f"{said}{val}")'
    lines += [one] if len(one) <= 116 else ["print(", f'    f"{said}"', f'    f"{val}"', ")"]
    return lines + after_epoch(plan) + _stopping(plan, name)


def _stopping(plan: Plan, name: str) -> Lines:
    stopping = plan.config.early_stopping
    if not stopping.enabled:
        return []
    by_loss = stopping.metric == "val-loss"
    value = "val_loss" if by_loss else f"val_{name}"
    delta = f" {'-' if by_loss else '+'} {number(stopping.min_delta)}" if stopping.min_delta else ""
    keep = ["    best_model = copy.deepcopy(model)"] if stopping.restore_best else []
    return [
        f"if {value} {'<' if by_loss else '>'} best{delta}:",
        f"    best, waited = {value}, 0",
        *keep,
        "else:",
        "    waited += 1",
        f"if waited >= {max(1, stopping.patience)}:  # {t('script.early_stopping')}",
        "    break",
    ]
