"""The figures of the lesson: deep networks on MNIST with sigmoid and ReLU, and ReLUs killed by a high rate."""

import torch
import torch.nn.functional as F
from torch import nn

from tui_lab.config.train import DataConfig, ModelConfig, OptimizerConfig, RunConfig, TrainConfig
from tui_lab.content.evidence import evidence
from tui_lab.data import load
from tui_lab.engine.explorables.activations import gradients
from tui_lab.engine.trainer import Trainer, load_data

torch.set_num_threads(1)  # sums, and so the last digits, depend on it
digits = load("mnist")
x, y = digits.train.tensors()


def lab(seed, activation, optimizer, lr, epochs=3, depth=6):
    """Validation accuracy after each epoch of the lesson's lab preset."""
    config = TrainConfig(
        data=DataConfig(name="mnist"),
        model=ModelConfig(hidden=(64,) * depth, activation=activation),
        optimizer=OptimizerConfig(name=optimizer, lr=lr),
        run=RunConfig(epochs=epochs, seed=seed, device="cpu"),
    )
    trainer = Trainer(config, load_data(config), torch.device("cpu"))
    accuracies = []
    for _ in range(epochs):
        for _ in trainer.steps():
            pass
        trainer.read_back()
        accuracies.append(trainer.end_epoch().validation.metric)
    return accuracies


@evidence(
    says={
        "en": "between {min_lowest:.0%} and {max_highest:.0%}, epoch after epoch",
        "vi": "từ {min_lowest:.0%} đến {max_highest:.0%}, hết epoch này đến epoch khác",
    },
    holds=lambda run: 0.08 < run["lowest"] and run["highest"] < 0.13,
)
def sigmoid_stays_at_chance(seed):
    accuracies = lab(seed, "sigmoid", "sgd", 0.1)
    return {"lowest": min(accuracies), "highest": max(accuracies)}


@evidence(
    says={
        "en": "With a single hidden layer it reaches {median:.0%}",
        "vi": "Với một tầng ẩn duy nhất, nó đạt {median:.0%}",
    },
    holds=lambda accuracy: 0.88 < accuracy < 0.92,
)
def sigmoid_with_one_hidden_layer(seed):
    return lab(seed, "sigmoid", "sgd", 0.1, depth=1)[-1]


@evidence(
    says={
        "en": "ends between {min:.0%} and {max:.0%}",
        "vi": "kết thúc ở mức từ {min:.0%} đến {max:.0%}",
    },
    holds=lambda accuracy: accuracy > 0.8,
)
def relu_learns(seed):
    return lab(seed, "relu", "sgd", 0.1)[-1]


@evidence(
    says={
        "en": "the sigmoid network reaches {min:.0%} to {max:.0%}",
        "vi": "mạng sigmoid đạt từ {min:.0%} đến {max:.0%}",
    },
    holds=lambda accuracy: 0.5 < accuracy < 0.9,
)
def sigmoid_with_adam(seed):
    return lab(seed, "sigmoid", "adam", 0.001)[-1]


def first_layer(activation, init, seed):
    sizes = gradients(activation, init, 10, 64, seed)["sizes"]
    return sizes[0] / sizes[-1]


@evidence(
    says={"en": "about {median:.3f} with Xavier", "vi": "khoảng {median:.3f} với Xavier"},
    holds=lambda size: 0.03 < size < 0.07,
)
def relu_with_xavier(seed):
    return first_layer("relu", "xavier", seed)


@evidence(
    says={
        "en": "{min:.1f} to {max:.1f} with Kaiming",
        "vi": "từ {min:.1f} đến {max:.1f} với Kaiming",
    },
    holds=lambda size: 0.5 < size < 2,
)
def relu_with_kaiming(seed):
    return first_layer("relu", "kaiming", seed)


@evidence(
    says={
        "en": "between {min_millionths:.1f} and {max_millionths:.1f} millionths",
        "vi": "từ {min_millionths:.1f} đến {max_millionths:.1f} phần triệu",
    },
    holds=lambda size: size["millionths"] < 5 and size["kaiming"] < 1e-4 and size["small"] < 1e-12,
)
def sigmoid_loses_the_gradient(seed):
    return {
        "millionths": 1e6 * first_layer("sigmoid", "xavier", seed),
        "kaiming": first_layer("sigmoid", "kaiming", seed),
        "small": first_layer("sigmoid", "small", seed),
    }


def one_epoch(seed, lr):
    """A 784-128-10 network after one epoch of Adam: its share of units that are 0 for every picture, its accuracy."""
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for rows in torch.randperm(len(x)).split(64):
        loss = F.cross_entropy(model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        dead = (model[:2](x) == 0).all(0).float().mean()
        return float(dead), float((model(x).argmax(1) == y).float().mean())


def dead(seed, lr):
    """Its share of dead units."""
    return one_epoch(seed, lr)[0]


@evidence(
    says={"en": "{min:.0%} to {max:.0%} at 0.001", "vi": "{min:.0%} đến {max:.0%} ở 0.001"}, holds=lambda s: s < 0.1
)
def dead_at_a_good_rate(seed):
    return dead(seed, 0.001)


@evidence(
    says={"en": "{min:.0%} to {max:.0%} at 0.01", "vi": "{min:.0%} đến {max:.0%} ở 0.01"}, holds=lambda s: s > 0.15
)
def dead_at_a_high_rate(seed):
    return dead(seed, 0.01)


@evidence(
    says={"en": "{min:.0%} to {max:.0%} at 0.05", "vi": "{min:.0%} đến {max:.0%} ở 0.05"}, holds=lambda s: s > 0.5
)
def dead_at_far_too_high_a_rate(seed):
    return dead(seed, 0.05)


@evidence(
    says={
        "en": "still reads {min_high:.0%} to {max_high:.0%}; at 0.05 it is {min_far:.0%} to {max_far:.0%}",
        "vi": "vẫn đọc đúng từ {min_high:.0%} đến {max_high:.0%}; ở 0.05 chỉ còn từ {min_far:.0%} đến {max_far:.0%}",
    },
    holds=lambda run: run["high"] > run["good"] - 0.01 and run["far"] < run["good"] - 0.05,
)
def dead_units_are_waste_before_harm(seed):
    rates = {"good": 0.001, "high": 0.01, "far": 0.05}
    return {name: one_epoch(seed, lr)[1] for name, lr in rates.items()}
