"""Trains the MLP 64-32-10 with each program in eager PyTorch on one thread; a run ends when its loss blows up.

All parameters lie in one flat tensor, so that an update is one call per statement: faster than one per parameter.
usage: pytorch_programs.py FOLDER COUNT. Prints one JSON line.
"""
import json
import math
import sys
import time

import torch
from paper_programs import compile_program, function_table, load, subset

torch.set_num_threads(1)
manifest, data = load(sys.argv[1])
shapes = [leaf["shape"] for leaf in manifest["leaves"]]
sizes = [leaf["size"] for leaf in manifest["leaves"]]
rates = data["rates"].tolist()
arrays = {name: torch.from_numpy(value.copy()) for name, value in data.items()}
leaf, order = arrays["leaf"], arrays["order"].long()
x, y = arrays["x"], arrays["y"].long()
validation_x, validation_y = arrays["validation_x"], arrays["validation_y"].long()


def tensors(function):
    return lambda *values: function(*[v if torch.is_tensor(v) else torch.tensor(v) for v in values])


class Functions:
    """Elementwise functions; numbers of the host stay Python numbers as far as plain arithmetic goes."""

    def __init__(self):
        names = "abs sin cos tan sinh cosh tanh exp expm1 square sign log sqrt maximum minimum"
        for name in names.split():
            setattr(self, name, tensors(getattr(torch, name)))
        for name in "sin cos tan sinh cosh tanh".split():
            setattr(self, f"arc{name}", tensors(getattr(torch, f"a{name}")))
        self.power = tensors(torch.pow)
        self.cbrt = tensors(lambda x: torch.sign(x) * torch.abs(x) ** (1 / 3))

    @staticmethod
    def divide(a, b):
        if torch.is_tensor(a) or torch.is_tensor(b):
            return a / b
        return torch.tensor(a) / torch.tensor(b)

    @staticmethod
    def leaf_totals(x):
        return torch.stack([part.sum() for part in x.split(sizes)])


table = function_table(Functions(), leaf, len(sizes))


def mean_loss(w, x, y):
    w1, b1, w2, b2 = (part.view(shape) for part, shape in zip(w.split(sizes), shapes))
    hidden = torch.relu(torch.addmm(b1, x, w1.t()))
    return torch.nn.functional.cross_entropy(torch.addmm(b2, hidden, w2.t()), y)


def spread(value, like):
    if not torch.is_tensor(value):
        return torch.full_like(like, value)
    return value[leaf] if value.shape == (len(sizes),) else value.expand_as(like)


def run(program):
    train = compile_program(program, table)
    w = arrays["weights"].clone().requires_grad_()
    states = [torch.zeros_like(w) for _ in program["outputs"][1:]]
    losses = []
    for index, rate in zip(order, rates):
        loss = mean_loss(w, x[index], y[index])
        (g,) = torch.autograd.grad(loss, w)
        value = loss.item()
        if not abs(value) <= 10 * math.log(10):
            return w, losses + [value]
        losses.append(value)
        with torch.no_grad():
            update, *states = train(w, g, *states, rate)
            states = [spread(state, w) for state in states]
            w -= spread(update, w)
    return w, losses


def evaluate(program):
    start = time.perf_counter()
    w, losses = run(program)
    with torch.no_grad():
        loss = mean_loss(w, validation_x, validation_y).item()
    seconds = time.perf_counter() - start
    first = losses[: manifest["steps"] // 10]
    return {"seconds": seconds, "loss": loss, "firstTenth": sum(first) / len(first)}


chosen = subset(manifest["programs"], int(sys.argv[2]))
evaluate(manifest["programs"][-1])  # start-up is not counted
results = [evaluate(manifest["programs"][i]) for i in chosen]
print(json.dumps({"version": f"PyTorch {torch.__version__}", "chosen": chosen, "results": results}))
