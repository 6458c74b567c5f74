"""The figures of the lesson: the network of Values on two moons, and the lab's twins, of which one starts at zero."""

import math

import numpy as np
import torch

from tui_lab.config.fields import apply_text
from tui_lab.config.train import TrainConfig
from tui_lab.content.evidence import evidence
from tui_lab.data import load
from tui_lab.engine.trainer import Trainer, load_data

torch.set_num_threads(1)  # sums, and so the last digits, depend on it


class Value:
    """As in the lesson."""

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1 - t * t),))

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.data))
        return Value(s, ((self, s * (1 - s)),))

    __radd__, __rmul__ = __add__, __mul__


def backward(root):
    waits, found = {root: 0}, [root]
    for node in found:
        node.grad = 0.0 if node.parents else node.grad
        for parent, _ in node.parents:
            if parent not in waits:
                found.append(parent)
            waits[parent] = waits.get(parent, 0) + 1
    root.grad, ready = 1.0, [root]
    while ready:
        node = ready.pop()
        for parent, rate in node.parents:
            parent.grad += node.grad * rate
            waits[parent] -= 1
            if waits[parent] == 0:
                ready.append(parent)


def neuron(weights, bias, inputs):
    return sum((w * x for w, x in zip(weights, inputs)), bias)


def train(seed, clears=True):
    """Validation accuracy after each of the lesson's ten epochs, and whether `math.exp` raised an error."""
    random = np.random.default_rng(seed)

    def new_neuron(n):
        return [Value(w) for w in (random.normal(size=n) * (2 / n) ** 0.5).tolist()], Value(0.0)

    hidden, output = [new_neuron(2) for _ in range(8)], new_neuron(8)
    parameters = [each for weights, bias in [*hidden, output] for each in (*weights, bias)]

    def predict(inputs):
        return neuron(*output, [neuron(*each, inputs).tanh() for each in hidden]).sigmoid()

    moons = load("moons")
    x_train, y_train = (t.double().tolist() for t in moons.train.tensors())
    x_val, y_val = (t.double().tolist() for t in moons.validation.tensors())
    accuracies = []
    try:
        for _ in range(10):
            for rows in random.permutation(len(x_train)).reshape(-1, 10):
                errors = [predict(x_train[i]) + -y_train[i] for i in rows]
                if clears:
                    for each in parameters:
                        each.grad = 0.0
                backward(sum(e * e for e in errors) * (0.5 / len(errors)))
                for each in parameters:
                    each.data -= 3.0 * each.grad
            accuracies.append(float(np.mean([(predict(x).data > 0.5) == (t > 0.5) for x, t in zip(x_val, y_val)])))
    except OverflowError:
        return accuracies, True
    return accuracies, False


@evidence(
    says={
        "en": "between {min:.1%} and {max:.1%} of the validation points",
        "vi": "từ {min:.1%} đến {max:.1%} số điểm kiểm định",
    },
    holds=lambda accuracy: accuracy > 0.9,
)
def ten_epochs_of_values(seed):
    return train(seed)[0][-1]


@evidence(
    says={
        "en": "after no epoch were more than {max_best:.0%} right",
        "vi": "không epoch nào kết thúc với quá {max_best:.0%} số điểm đúng",
    },
    holds=lambda run: run["best"] < 0.91,
)
def never_cleared(seed):
    accuracies, overflowed = train(seed, clears=False)
    return {"best": max(accuracies), "epochs": len(accuracies), "overflowed": float(overflowed)}


def lab(seed, init):
    """Validation accuracy after the last epoch of the lesson's preset."""
    settings = ("data.name=moons", "data.batch_size=10", "model.hidden=8", "model.activation=tanh")
    settings += ("optimizer.name=sgd", "optimizer.lr=0.5", "run.epochs=20", "run.device=cpu", "run.threads=1")
    config = apply_text(TrainConfig(), [*settings, f"model.init={init}", f"run.seed={seed}"])
    trainer = Trainer(config, load_data(config), torch.device("cpu"))
    while not trainer.over:
        for _ in trainer.steps():
            pass
        trainer.read_back()
        record = trainer.end_epoch()
    return record.validation.metric


@evidence(
    says={
        "en": "exactly {max_zeros:.1%} while the other reaches {min_kaiming:.1%} to {max_kaiming:.1%}",
        "vi": "ở đúng {max_zeros:.1%}, còn bản kia đạt từ {min_kaiming:.1%} đến {max_kaiming:.1%}",
    },
    holds=lambda run: run["zeros"] == 0.5 and run["kaiming"] > 0.9,
)
def zeros_against_kaiming(seed):
    return {"zeros": lab(seed, "zeros"), "kaiming": lab(seed, "kaiming")}
