"""What the explorables show is true: autograd against finite differences, formulas, and known fingerprints."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np
import pytest
import torch

from tui_lab.engine import bench
from tui_lab.engine.explorables import activations, boundary, neuron, surface, two_two_one

NUMBERS = {
    "x1": 0.5, "x2": 0.1, "y": 1.0, "w11": 0.4, "w12": -0.5, "b1": 0.12, "w21": 0.3, "w22": 0.6, "b2": -0.12,
    "v1": 0.7, "v2": -0.2, "c": 0.05,
}  # fmt: skip


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def loss_by_hand(p: dict[str, float]) -> float:
    a1 = sigmoid(p["w11"] * p["x1"] + p["w12"] * p["x2"] + p["b1"])
    a2 = sigmoid(p["w21"] * p["x1"] + p["w22"] * p["x2"] + p["b2"])
    return 0.5 * (sigmoid(p["v1"] * a1 + p["v2"] * a2 + p["c"]) - p["y"]) ** 2


# The 2-2-1 network


def passes(lr: float = 0.5, **changed: float) -> dict[str, Any]:
    return two_two_one.passes(NUMBERS | changed, lr)


def test_the_forward_pass_is_that_of_the_sketch() -> None:
    values = passes()["values"]
    assert values["z1"] == pytest.approx(0.27) and values["z2"] == pytest.approx(0.09)
    assert values["a1"] == pytest.approx(0.567, abs=5e-4) and values["a2"] == pytest.approx(sigmoid(0.09))
    assert values["loss"] == pytest.approx(loss_by_hand(NUMBERS))


@pytest.mark.parametrize("changed", [{}, {"w11": -3.0, "y": 0.0}, {"x1": 0.0, "v2": 2.5}])
def test_gradients_of_all_weights_are_those_of_finite_differences(changed: dict[str, float]) -> None:
    found, p, h = passes(**changed)["gradients"], NUMBERS | changed, 1e-6
    for name in two_two_one.WEIGHTS:
        numeric = (loss_by_hand(p | {name: p[name] + h}) - loss_by_hand(p | {name: p[name] - h})) / (2 * h)
        assert found[name] == pytest.approx(numeric, rel=1e-6, abs=1e-9), name


def test_what_flows_back_is_what_arrived_times_the_local_gradient() -> None:
    answer = passes()
    g, local, v = answer["gradients"], answer["local"], answer["values"]
    assert g["yhat"] == pytest.approx(local["yhat"])
    assert g["z"] == pytest.approx(g["yhat"] * local["z"])
    for n in "12":
        assert g[f"a{n}"] == pytest.approx(g["z"] * NUMBERS[f"v{n}"])
        assert g[f"v{n}"] == pytest.approx(g["z"] * v[f"a{n}"])
        assert g[f"z{n}"] == pytest.approx(g[f"a{n}"] * local[f"z{n}"])
        assert g[f"b{n}"] == pytest.approx(g[f"z{n}"])
        for i in "12":
            assert g[f"w{n}{i}"] == pytest.approx(g[f"z{n}"] * NUMBERS[f"x{i}"])
    assert g["c"] == pytest.approx(g["z"])


def test_the_update_goes_against_the_gradient_and_its_loss_is_that_of_the_new_weights() -> None:
    answer = passes(lr=0.5)
    for name in two_two_one.WEIGHTS:
        assert answer["updated"][name] == pytest.approx(NUMBERS[name] - 0.5 * answer["gradients"][name])
    assert answer["loss_after"] == pytest.approx(loss_by_hand(NUMBERS | answer["updated"]))
    assert answer["loss_after"] < answer["values"]["loss"]


# The neuron


def test_the_perceptron_learns_and_as_it_is_known_to() -> None:
    found = neuron.train("and", [0, 0], 0, 20)
    assert (found["w"], found["b"], found["updates"], found["clean"]) == ([3, 2], -4, 18, True)


@pytest.mark.parametrize(("data", "clean"), [("or", True), ("blobs", True), ("xor", False), ("overlap", False)])
def test_a_line_parts_what_it_can(data: str, clean: bool) -> None:
    found = neuron.train(data, [1, -0.5], -0.5, 20)
    assert found["clean"] is clean
    assert (neuron.look(data, found["w"], found["b"])["wrong"] == []) is clean
    assert (found["best"] == 0) is clean


def test_single_updates_are_those_of_the_training() -> None:
    w, b, start, updates = [0.0, 0.0], 0.0, 0, 0
    while (step := neuron.step("and", w, b, start))["index"] is not None:
        x, y = np.array(step["x"]), step["y"]
        assert y * step["sum"] <= 0 and step["sum"] == pytest.approx(np.array(w) @ x + b)
        assert step["w"] == pytest.approx(np.array(w) + y * x) and step["b"] == b + y
        w, b, start, updates = step["w"], step["b"], (step["index"] + 1) % 4, updates + 1
    assert (w, b, updates) == ([3, 2], -4, 18)
    assert neuron.step("and", w, b, 0) == {"index": None, "w": w, "b": b}


def test_a_point_on_the_boundary_is_a_mistake() -> None:
    assert neuron.look("and", [0, 0], 0)["wrong"] == [0, 1, 2, 3]
    assert neuron.look("and", [1, 1], -1.5)["wrong"] == []
    assert neuron.look("and", [1, 1], -1.5)["sums"] == [-1.5, -0.5, -0.5, 0.5]


# Surfaces


@pytest.mark.parametrize("name", surface.SURFACES)
def test_partial_derivatives_by_formula_autograd_and_differences_agree(name: str) -> None:
    for x, y in np.random.RandomState(0).uniform(-2, 2, (20, 2)).tolist():
        found = surface.at(name, x, y, 1e-5, 0.1)
        assert found["gradient"] == pytest.approx(found["autograd"], rel=1e-9, abs=1e-12)
        assert found["numeric"] == pytest.approx(found["gradient"], rel=1e-6, abs=1e-7)
        assert found["next"] == pytest.approx([x - 0.1 * found["gradient"][0], y - 0.1 * found["gradient"][1]])


def test_a_central_difference_is_worst_when_it_is_too_wide_or_lost_in_rounding() -> None:
    errors = {h: surface.at("rosenbrock", -0.9, 1.3, h, 0.1)["error"] for h in (0.3, 0.01, 1e-5, 1e-14)}
    assert errors[0.3] > errors[0.01] > errors[1e-5] < errors[1e-14]


@pytest.mark.parametrize("name", surface.SURFACES)
def test_levels_have_equal_areas_and_start_lies_inside(name: str) -> None:
    found = surface.levels(name, 40, 40)
    cells = "".join(found["rows"])
    assert len(cells) == 1600 and set(cells) == set("01234567")
    assert all(150 <= cells.count(level) <= 250 for level in "01234567")
    (x, y), (x0, x1), (y0, y1) = found["start"], found["x_range"], found["y_range"]
    assert x0 < x < x1 and y0 < y < y1


# The boundary


def train(data: str, layers: int, steps: int, *, fresh: bool = True, lr: float = 0.03, **more: Any) -> dict[str, Any]:
    recipe: dict[str, Any] = {"width": 8, "activation": "tanh", "seed": 0} | more
    return boundary.train(data, layers, lr=lr, fresh=fresh, steps=steps, seconds=60.0, columns=12, rows=10, **recipe)


@pytest.mark.parametrize(("layers", "width", "parameters"), [(0, 8, 3), (1, 4, 17), (2, 8, 105), (3, 32, 2241)])
def test_parameters_are_counted(layers: int, width: int, parameters: int) -> None:
    assert train("moons", layers, 0, width=width)["parameters"] == parameters


def test_xor_needs_a_hidden_layer() -> None:
    assert train("xor", 0, 200)["accuracy"] < 0.75
    found = train("xor", 1, 200)
    assert found["accuracy"] > 0.95 and found["step"] == 200
    assert set("".join(found["rows"])) >= {"0", "7"}
    assert [len(row) for row in found["rows"]] == [12] * 10


def test_slices_make_the_same_training_and_a_change_begins_a_new_one() -> None:
    whole = train("circles", 1, 30)
    train("circles", 1, 10)
    parts = train("circles", 1, 20, fresh=False)
    assert (parts["step"], parts["loss"], parts["rows"]) == (30, whole["loss"], whole["rows"])
    assert train("circles", 1, 0, fresh=False, seed=1)["step"] == 0


def test_a_step_is_that_of_torch_s_adam() -> None:
    training = boundary.Training("xor", 1, 8, "tanh", 0)
    model = boundary.network(1, 8, "tanh", 0)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(5):
        training.one_step(0.03)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(training.x).squeeze(1), training.y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    for mine, torchs in zip(training.model.parameters(), model.parameters(), strict=True):
        assert torch.allclose(mine, torchs, atol=1e-6)


def test_a_network_without_a_number_left_is_drawn() -> None:
    train("moons", 2, 0, activation="relu")
    found = train("moons", 2, 200, fresh=False, activation="relu", lr=1e30)
    assert found["loss"] is None and set("".join(found["rows"])) <= set("01234567")


# Activations


def test_derivatives_are_slopes_of_the_curves() -> None:
    found = activations.curves()
    count = round(2 * found["limit"] / found["step"]) + 1
    for name, curve in found["curves"].items():
        f, d = np.array(curve["f"]), np.array(curve["d"])
        assert len(f) == len(d) == count
        slopes = (f[2:] - f[:-2]) / (2 * found["step"])
        away = np.abs(np.linspace(-6, 6, count)[1:-1]) > 2 * found["step"]  # ReLU has a corner at 0
        assert np.abs(slopes - d[1:-1])[away].max() < 1e-3, name
    middle = count // 2
    assert found["curves"]["sigmoid"]["d"][middle] == pytest.approx(0.25)
    assert found["curves"]["leaky-relu"]["d"][0] == pytest.approx(0.01)


def test_gradients_vanish_through_sigmoids_and_arrive_through_relus() -> None:
    sizes = activations.gradients("sigmoid", "xavier", 10, 64, 0)["sizes"]
    assert len(sizes) == 10 and sizes[0] / sizes[-1] < 1e-4
    assert all(a < b for a, b in pairwise(sizes))
    sizes = activations.gradients("relu", "kaiming", 20, 64, 0)["sizes"]
    assert 0.2 < sizes[0] / sizes[-1] < 5
    assert activations.gradients("relu", "xavier", 20, 64, 0)["sizes"][0] < 0.01


def test_layers_deeper_than_float32_reaches_still_have_a_size() -> None:
    assert 0 < activations.gradients("sigmoid", "small", 30, 64, 0)["sizes"][0] < 1e-40


def test_idle_units_are_counted() -> None:
    assert activations.gradients("relu", "kaiming", 3, 64, 0)["idle"][0] == pytest.approx(0.5, abs=0.05)
    tanh = activations.gradients("tanh", "kaiming", 3, 64, 0)["idle"]
    assert 0.05 < tanh[0] < 0.3
    assert activations.gradients("gelu", "kaiming", 3, 64, 0)["idle"] == [None] * 3


def test_the_gradient_of_a_layer_is_autograd_s_by_chain_rule() -> None:
    """Two layers by hand, with the same stream of numbers."""
    found = activations.gradients("tanh", "xavier", 2, 8, 3)["sizes"]
    generator = torch.Generator().manual_seed(3)
    a = torch.randn(activations.SAMPLES, 8, generator=generator, dtype=torch.float64)
    weights = []
    for _ in range(2):
        weight = torch.empty(8, 8, dtype=torch.float64)
        activations.initialise(weight, "xavier", generator)
        weights.append(weight)
    second = torch.tanh(torch.tanh(a @ weights[0].T) @ weights[1].T)
    arriving = torch.randn(second.shape, generator=generator, dtype=torch.float64)
    before = (arriving * (1 - second**2)) @ weights[1]
    assert found[1] == pytest.approx(arriving.square().mean().sqrt().item())
    assert found[0] == pytest.approx(before.square().mean().sqrt().item())


# The bench


def ask(request: str, /, **values: Any) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(
        bench.answer(msgspec.json.encode({"id": 7, "name": request, "values": values}))
    )
    return found


def test_the_bench_answers_with_the_id_of_the_request() -> None:
    found = ask("surface", name="bowl", x=1.0, y=2.0, h=0.1, lr=0.1)
    assert found["id"] == 7 and found["answer"]["z"] == 5.0


@pytest.mark.parametrize(
    ("name", "values", "error"),
    [
        ("nowhere", {}, "KeyError"),
        ("surface", {"name": "bowl"}, "TypeError"),
        ("surface.levels", {"name": "moon", "columns": 3, "rows": 3}, "KeyError"),
    ],
)
def test_what_goes_wrong_is_an_answer(name: str, values: dict[str, Any], error: str) -> None:
    assert error in ask(name, **values)["error"]


def test_a_line_that_is_no_request_is_answered() -> None:
    assert b"error" in bench.answer(b"{")
