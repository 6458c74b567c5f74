"""The part of a script that defines the network, as a textbook would, and gives it its first weights."""

from __future__ import annotations

from tui_lab.config.shapes import Layer
from tui_lab.config.train import Activation
from tui_lab.messages import t
from tui_lab.script.plan import Plan
from tui_lab.script.text import number

Lines = list[str]

ACTIVATIONS: dict[Activation, str] = {
    "relu": "F.relu",
    "leaky-relu": "F.leaky_relu",
    "gelu": "F.gelu",
    "tanh": "torch.tanh",
    "sigmoid": "torch.sigmoid",
}


def network_lines(plan: Plan) -> Lines:
    """The class `Net`, `model`, and its first weights."""
    lines = [t("script.network_title"), "", "", "class Net(nn.Module):"]
    lines += [f'    """{t("script.net", inputs=_shape(plan.card.shape))}"""', ""]
    lines += ["    def __init__(self):", "        super().__init__()"]
    dropped = False
    for layer in plan.layers:
        if layer.kind == "dropout" and not dropped:
            dropped = True
            comment = f"  # {t('script.changes_later')}" if plan.changes_ever("regularisation.dropout") else ""
            p = number(plan.config.regularisation.dropout)
            lines.append(f"        self.dropout = nn.Dropout({p}){comment}")
        elif made := _module(plan, layer):
            lines.append(f"        self.{layer.name} = {made}")
    lines += ["", "    def forward(self, x):", *_forward(plan), "", ""]
    lines += ["model = Net()", *_initialise(plan)]
    if drawn := _drawn(plan):
        lines.append(f"torch.manual_seed(SEED)  # {drawn}")
    if not plan.on_cpu:
        lines.append("model.to(device)")
    if plan.compiles:
        lines.append("compiled = torch.compile(model)")
    return lines


def norm_module(layer: Layer) -> str:
    """The batch norm of a layer."""
    return f"nn.BatchNorm{'2d' if len(layer.outputs) == 3 else '1d'}({layer.outputs[0]})"


def _drawn(plan: Plan) -> str:
    """What the default generator is for, in words; empty where nothing draws from it."""
    drops = plan.has_layer("dropout")
    changes = not plan.config.data.augmentation.is_none
    if drops and changes:
        return t("script.seed_both")
    if drops or changes:
        return t("script.seed_dropout" if drops else "script.seed_augmentation")
    return ""


def _shape(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))


def _module(plan: Plan, layer: Layer) -> str | None:
    match layer.kind:
        case "linear":
            # How many features a table has depends on the categories that its training rows have.
            first = plan.card.kind == "table" and layer is plan.layers[0]
            inputs = "x_train.shape[1]" if first else str(layer.inputs[0])
            return f"nn.Linear({inputs}, {layer.outputs[0]})"
        case "conv":
            size = f"{layer.inputs[0]}, {layer.outputs[0]}, kernel_size={layer.kernel}"
            return f'nn.Conv2d({size}, padding="same")'
        case "batch_norm" if plan.config.regularisation.batch_norm:
            return norm_module(layer)
        case "batch_norm":
            return f"nn.Identity()  # {t('script.norm_later')}"
        case _:
            return None


def _forward(plan: Plan) -> Lines:
    activation = ACTIVATIONS.get(plan.config.model.activation, "")
    pool = "F.max_pool2d" if plan.config.model.pooling == "max" else "F.avg_pool2d"
    lines: Lines = []
    x = "x"

    def end(comment: str = "") -> None:
        nonlocal x
        if x != "x":
            lines.append(f"        x = {x}" + (f"  # {comment}" if comment else ""))
        x = "x"

    for layer in plan.layers:
        match layer.kind:
            case "linear" | "conv":
                end()
                x = f"self.{layer.name}(x)"
            case "batch_norm":
                x = f"self.{layer.name}({x})"
            case "activation":
                x = f"{activation}({x})"
            case "pool":
                end()
                x = f"{pool}(x, {layer.kernel})"
                end(_shape(layer.outputs))
            case "flatten":
                end()
                x = "x.flatten(1)"
                end(_shape(layer.outputs))
            case "dropout":
                end()
                x = "self.dropout(x)"
    return [*lines, f"        return {x}{'.squeeze(1)' if plan.one_output else ''}"]


def _initialise(plan: Plan) -> Lines:
    init = plan.config.model.init
    kinds = "(nn.Conv2d, nn.Linear)" if plan.has_layer("conv") else "nn.Linear"
    lines = [] if init == "zeros" else [f"# {t('script.own_streams')}"]
    lines += ["for name, layer in model.named_modules():" if init != "zeros" else "for layer in model.modules():"]
    lines += [f"    if isinstance(layer, {kinds}):"]
    if init != "zeros":
        stream = 'SEED + zlib.crc32(f"{name}.weight".encode())'
        lines.append(f"        stream = torch.Generator().manual_seed({stream})")
    match init:
        case "kaiming":
            lines.append('        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=stream)')
        case "xavier":
            lines.append("        nn.init.xavier_normal_(layer.weight, generator=stream)")
        case "normal":
            lines.append("        nn.init.normal_(layer.weight, std=0.01, generator=stream)")
        case "zeros":
            lines.append("        nn.init.zeros_(layer.weight)")
    return [*lines, "        nn.init.zeros_(layer.bias)"]
