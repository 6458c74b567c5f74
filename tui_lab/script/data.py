"""The part of a script that reads the data, splits it and makes tensors of it."""

from __future__ import annotations

from pathlib import Path

from tui_lab.config import places
from tui_lab.config.augmentation import Augmentation
from tui_lab.config.catalogue import Card, folder_root
from tui_lab.messages import t
from tui_lab.script.plan import Plan
from tui_lab.script.text import WIDTH, call, indented, number, quoted

Lines = list[str]


def needs_folder(card: Card) -> bool:
    """Whether the set lies in a file or a folder."""
    return card.origin in ("file", "folder")


def data_folder(card: Card) -> Path:
    """Where the files of the set are on this machine."""
    return folder_root() if card.origin == "folder" else places.shipped("datasets")


def data_lines(plan: Plan) -> Lines:
    """From files to `x_train`, `y_train` and so on."""
    lines = [t("script.data_title"), "", "", *_shuffled()]
    if plan.task != "regression":
        lines += ["", "", *_take()]
    lines += ["", ""]
    match plan.card.kind:
        case "image":
            lines += _images(plan)
        case "table":
            lines += _table(plan)
        case _:
            lines += _points(plan)
    lines += ["", "", *_tensors(plan), "", ""]
    held_out = plan.card.kind == "image" and plan.card.origin != "sklearn"
    inputs = "images" if plan.card.kind == "image" else "inputs"
    targets = _targets(plan)
    lines.append(f"x_train, y_train = tensors({inputs}[train], {targets}[train])")
    if plan.has_validation:
        lines.append(f"x_val, y_val = tensors({inputs}[validation], {targets}[validation])")
    test = "test_images, test_labels" if held_out else f"{inputs}[test], {targets}[test]"
    lines.append(f"x_test, y_test = tensors({test})")
    return lines + _augmentation(plan)


def _targets(plan: Plan) -> str:
    return "targets" if plan.task == "regression" else "labels"


def _shuffled() -> Lines:
    return [
        "def shuffled(n, seed):",
        f'    """{t("script.shuffled")}"""',
        '    return np.argsort(np.random.PCG64(seed).random_raw(n), kind="stable")',
    ]


def _take() -> Lines:
    return [
        "def take(rows, n):",
        f'    """{t("script.take")}"""',
        "    own = labels[rows]",
        "    classes, counts = np.unique(own, return_counts=True)",
        "    exact = n * counts / len(rows)",
        "    share = np.floor(exact).astype(int)",
        f'    share[np.argsort(share - exact, kind="stable")[: n - share.sum()]] += 1  # {t("script.remainders")}',
        "    chosen = np.zeros(len(rows), dtype=bool)",
        "    for label, count in zip(classes, share, strict=True):",
        "        chosen[np.flatnonzero(own == label)[:count]] = True",
        "    return rows[chosen], rows[~chosen]",
    ]


def _split(plan: Plan, *, held_out: bool = False) -> Lines:
    """Row numbers of each part; then fewer training rows and wrong labels, where these are asked for."""
    sizes, data = plan.card.sizes, plan.config.data
    count = f"len({_targets(plan)})"
    rows = f"shuffled({count}, seed=0)"
    lines = [f"# {t('script.split')}"]
    if plan.task == "regression":
        cuts = f"[{sizes.test}, {sizes.test + sizes.validation}]"
        lines.append(f"test, validation, train = np.split({rows}, {cuts})")
    elif held_out:
        lines.append(f"validation, train = take({rows}, {sizes.validation})")
    else:
        lines += [f"test, rest = take({rows}, {sizes.test})", f"validation, train = take(rest, {sizes.validation})"]
    if data.final_fit:
        lines += [f"# {t('script.final_fit')}", "train = np.concatenate([train, validation])"]
    if data.train_samples:
        lines.append(f"# {t('script.fewer', n=data.train_samples)}")
        some = "train[shuffled(len(train), SEED)]"
        if plan.task == "regression":
            lines.append(f"train = {some}[:{data.train_samples}]")
        else:
            lines.append(f"train, _ = take({some}, {data.train_samples})")
    if data.label_noise:
        classes = len(plan.card.classes)
        chosen = f"[: round({number(data.label_noise)} * len(train))]"
        lines.append(f"# {t('script.label_noise', percent=number(round(data.label_noise * 100, 6)))}")
        lines.append(f"wrong = train[shuffled(len(train), SEED){chosen}]")
        if classes == 2:
            lines.append("labels[wrong] = 1 - labels[wrong]")
        else:
            lines.append(f"other = (np.random.PCG64(SEED + 1).random_raw(len(wrong)) % {classes - 1}).astype(int)")
            lines.append(f"labels[wrong] = (labels[wrong] + 1 + other) % {classes}")
    return lines


def _images(plan: Plan) -> Lines:
    card = plan.card
    if card.origin == "sklearn":
        lines = [
            "digits = load_digits()",
            f"images = np.round(digits.images * (255 / 16)).astype(np.uint8)  # {t('script.greys')}",
            "labels = digits.target",
        ]
    elif card.origin == "folder":
        lines = [
            f"# {t('script.channels_first')}",
            "cifar, cifar_test = CIFAR10(DATASETS, train=True), CIFAR10(DATASETS, train=False)",
            "images, labels = cifar.data.transpose(0, 3, 1, 2).copy(), np.array(cifar.targets)",
            "test_images, test_labels = cifar_test.data.transpose(0, 3, 1, 2).copy(), np.array(cifar_test.targets)",
        ]
    else:
        lines = [
            f"with np.load(DATASETS / {quoted(card.file or '')}) as file:",
            '    images, labels = file["x_train"], file["y_train"].astype(int)',
            '    test_images, test_labels = file["x_test"], file["y_test"].astype(int)',
        ]
    lines += ["", *_split(plan, held_out=card.origin != "sklearn"), "", f"# {t('script.normalise')}"]
    channels = card.shape[0]
    if channels == 1:
        lines.append("mean, std = images[train].mean() / 255, images[train].std() / 255")
    else:
        for name, method in (("mean", "mean"), ("std", "std")):
            each = f"[images[train, c].{method}() / 255 for c in range({channels})]"
            lines.append(f"{name} = torch.tensor({each}, dtype=torch.float32).view({channels}, 1, 1)")
    return lines


def _points(plan: Plan) -> Lines:
    recipe = {name: number(value) for name, value in plan.card.recipe.items()}
    n, noise = recipe["points"], recipe["noise"]
    name = plan.card.id
    match name:
        case "moons":
            lines = [f"points, labels = make_moons({n}, noise={noise}, random_state=0)"]
        case "circles":
            lines = [f"points, labels = make_circles({n}, noise={noise}, factor={recipe['factor']}, random_state=0)"]
        case "blobs":
            lines = [
                f"angles = 2 * np.pi * np.arange({recipe['classes']}) / {recipe['classes']} + np.pi / 2",
                f"centres = {recipe['radius']} * np.stack([np.cos(angles), np.sin(angles)], axis=1)",
                f"points, labels = make_blobs({n}, centers=centres, cluster_std={noise}, random_state=0)",
            ]
        case "spirals":
            lines = [
                "random = np.random.RandomState(0)",
                f"labels = np.arange({n}) % 2  # {t('script.two_arms')}",
                f"along = np.sqrt(random.uniform(0.01, 1.0, {n}))",
                f"angle = along * {recipe['turns']} * 2 * np.pi + labels * np.pi",
                "points = np.stack([along * np.cos(angle), along * np.sin(angle)], axis=1)",
                f"points += random.normal(0.0, {noise}, ({n}, 2))",
            ]
        case _:
            lines = [
                "random = np.random.RandomState(0)",
                f"points = random.uniform(-1.0, 1.0, ({n}, 2))",
                f"labels = ((points[:, 0] > 0) ^ (points[:, 1] > 0)).astype(int)  # {t('script.xor')}",
                f"points += random.normal(0.0, {noise}, ({n}, 2))",
            ]
    std = "points[train].std(axis=0)"
    lines += ["", *_split(plan), "", f"# {t('script.standardise')}"]
    if plan.samples == 1:
        std = f"1.0  # {t('script.one_sample')}"
    return [*lines, "mean = points[train].mean(axis=0)", f"std = {std}", "inputs = (points - mean) / std"]


def _columns(plan: Plan) -> Lines:
    """The names of the columns: all of them, or all but those that are named."""
    card = plan.card
    numbers = [column.name for column in card.columns if column.kind == "numeric"]
    words = [column.name for column in card.columns if column.kind == "categorical"]
    lines: Lines = []
    found = [("NUMBERS", numbers, words), ("CATEGORIES", words, numbers)]
    for name, own, other in sorted(found, key=lambda row: len(row[1])):  # the longer may be told by the shorter
        if not own:
            continue
        listing = f"{name} = [{', '.join(map(quoted, own))}]"
        if len(listing) <= WIDTH:
            lines.append(listing)
            continue
        rest = [quoted(column.name) for column in card.columns if column.kind in ("target", "dropped")]
        told = [f"*{'CATEGORIES' if name == 'NUMBERS' else 'NUMBERS'}"] if other else []
        lines.append(f"{name} = table.columns.drop([{', '.join([*told, *rest])}])  # {t('script.all_others')}")
    return lines


def _table(plan: Plan) -> Lines:
    card = plan.card
    target = next(column.name for column in card.columns if column.kind == "target")
    lines = [
        f"# {t('script.as_text')}",
        f"table = pd.read_csv(DATASETS / {quoted(card.file or '')}, dtype=str, keep_default_na=False)",
        *_columns(plan),
    ]
    values = f"pd.to_numeric(table[{quoted(target)}])"
    if plan.task == "regression":
        lines.append(f"targets = {values}.to_numpy(dtype=float)")
    elif isinstance(card.positive, str):
        lines.append(f"labels = (table[{quoted(target)}] == {quoted(card.positive)}).to_numpy(dtype=int)")
    else:
        lines.append(f"labels = ({values} >= {number(card.positive or 1.0)}).to_numpy(dtype=int)")
    lines += ["", *_split(plan), "", f"# {t('script.fit_on_train')}"]
    few = bool(plan.config.data.train_samples)  # of a few samples all may be equal
    if plan.task == "regression":
        deviation = "(targets[train].std() or 1.0)" if few else "targets[train].std()"
        lines.append(f"targets = (targets - targets[train].mean()) / {deviation}")
    lines.append("features = []")
    if any(column.kind == "numeric" for column in card.columns):
        lines += _numbers(any(column.kind == "numeric" and column.missing for column in card.columns), few=few)
    if any(column.kind == "categorical" for column in card.columns):
        lines += [
            f"for name in CATEGORIES:  # {t('script.one_hot')}",
            '    for category in sorted(set(table[name].iloc[train]) - {""}):',
            "        features.append(table[name] == category)",
        ]
    return [*lines, "inputs = np.stack(features, axis=1)"]


def _numbers(missing: bool, *, few: bool) -> Lines:
    deviation = "(x[train].std() or 1.0)" if few else "x[train].std()"
    if not missing:
        return [
            "for name in NUMBERS:",
            "    x = pd.to_numeric(table[name]).to_numpy(dtype=float)",
            f"    features.append((x - x[train].mean()) / {deviation})",
        ]
    known = "x[train][~missing[train]]"
    return [
        "for name in NUMBERS:",
        '    x = pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=float, copy=True)',
        "    missing = np.isnan(x)",
        f"    x[missing] = np.median({known})" + (f" if len({known}) else 0.0" if few else ""),
        f"    features.append((x - x[train].mean()) / {deviation})",
        f"    if missing[train].any():  # {t('script.missing')}",
        "        features.append(missing)",
    ]


def _tensors(plan: Plan) -> Lines:
    """The function that makes tensors of arrays."""
    target = "targets" if plan.task == "regression" else "labels"
    if plan.card.kind == "image":
        grey = plan.card.shape[0] == 1
        head, about = (
            f"def tensors(images, {target}):",
            t("script.image_tensors_channel" if grey else "script.image_tensors"),
        )
        # The channel is added by torch: numpy gives it a stride by which a convolution chooses another algorithm.
        channel = "[:, None]" if grey else ""
        inputs = f"(torch.tensor(images, dtype=torch.float32){channel} / 255 - mean) / std"
    else:
        head, about = f"def tensors(inputs, {target}):", t("script.tensors")
        inputs = "torch.tensor(inputs, dtype=torch.float32)"
    numbers = plan.loss != "cross-entropy"
    made = f"torch.tensor({target}, dtype=torch.float32)" if numbers else f"torch.tensor({target})"
    if plan.on_cpu:
        return [head, f'    """{about}"""', f"    return {inputs}, {made}"]
    moved = f"    return inputs.to(device), {made}.to(device)"
    return [head, f'    """{about}"""', f"    inputs = {inputs}", moved]


def _augmentation(plan: Plan) -> Lines:
    change: Augmentation = plan.config.data.augmentation
    if change.is_none:
        return []
    channels = plan.card.shape[0]
    steps: Lines = []
    fills = bool(change.turn or change.shift or change.scale or change.erase)
    if change.flip:
        steps.append("v2.RandomHorizontalFlip(0.5)")
    if change.turn or change.shift or change.scale:
        arguments = [f"degrees={number(change.turn)}"]
        if change.shift:
            arguments.append(f"translate=({number(change.shift)}, {number(change.shift)})")
        if change.scale:
            arguments.append(f"scale=(1 - {number(change.scale)}, 1 + {number(change.scale)})")
        arguments += ["interpolation=v2.InterpolationMode.BILINEAR", "fill=black"]
        steps += call("v2.RandomAffine", arguments, indent=9)
    if change.erase:
        area = number(change.erase**2)
        shape = [f"scale=({area} / 16, {area})", "ratio=(1.0, 1.0)", "value=black"]
        steps += call("v2.RandomErasing", ["0.5", *shape], indent=9)
    lines = ["", f"# {t('script.augmentation')}"]
    if fills:
        lines.append(f"black = ((torch.zeros({channels}, 1, 1) - mean) / std).flatten().tolist()")
    # A line that only opens a bracket, or stands within one, has its comma already, or needs none.
    listing = [line if line.endswith((",", "(")) else f"{line}," for line in steps]
    return [*lines, "augment = v2.Compose(", *indented(["[", *indented(listing), "]"]), ")"]
