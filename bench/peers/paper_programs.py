"""What the peers of the discovery benchmark share: the folder's data, and programs as Python functions.

A value is a number, a 0-d array, one number per parameter tensor `[L]` or one per weight `[P]`. The functions have the
protected meaning of the paper's search space: a / b is a / (b + 1e-8), sqrt and logarithms take the absolute value.
"""
import json
import math
import os

import numpy as np


def load(folder):
    """The manifest, and the arrays beside it."""
    with open(os.path.join(folder, "manifest.json")) as file:
        manifest = json.load(file)

    def array(name, dtype, *shape):
        return np.fromfile(os.path.join(folder, name), dtype).reshape(shape)

    data = {
        "x": array("train-x.f32", "<f4", -1, 64),
        "y": array("train-y.i32", "<i4", -1),
        "validation_x": array("validation-x.f32", "<f4", -1, 64),
        "validation_y": array("validation-y.i32", "<i4", -1),
        "weights": array("weights.f32", "<f4", -1),
        "order": array("order.i32", "<i4", manifest["steps"], manifest["batch"]),
        "rates": np.array(manifest["rates"], "<f4"),
        "leaf": np.repeat(np.arange(len(manifest["leaves"])), [leaf["size"] for leaf in manifest["leaves"]]),
    }
    return manifest, data


def subset(programs, count):
    """Indices of `count` programs, evenly spread over the stream."""
    count = min(count, len(programs))
    return [round(i * len(programs) / count) for i in range(count)]


def source(program):
    """Python text of a program: one statement a line, `function(arguments)`."""

    def operand(value):
        return f"x_{value}" if isinstance(value, str) else repr(float(value))

    lines = [f"def train({', '.join('x_' + name for name in program['inputs'])}):"]
    for target, name, args in program["body"]:
        lines.append(f"    x_{target} = {python_name(name)}({', '.join(map(operand, args))})")
    lines.append(f"    return [{', '.join(map(operand, program['outputs']))}]")
    return "\n".join(lines) + "\n"


def compile_program(program, functions):
    """The program as a Python function of arrays."""
    scope = {python_name(name): function for name, function in functions.items()}
    exec(source(program), scope)
    return scope["train"]


def python_name(name):
    return "f_" + {"+": "add", "-": "sub", "*": "mul", "/": "div", "negative": "neg"}.get(name, name)


def function_table(m, leaf, leaves):
    """All functions by name. `m`: elementwise functions of the library; `leaf` `[P]`: the tensor of each weight."""

    def is_leaves(x):
        return getattr(x, "shape", ()) == (leaves,)

    def is_tree(x):
        return getattr(x, "shape", ()) == leaf.shape

    def aligned(*values):
        if not any(map(is_tree, values)):
            return values
        return [x[leaf] if is_leaves(x) else x for x in values]

    def elementwise(function):
        return lambda *values: function(*aligned(*values))

    def total(x):
        return x.sum() if is_tree(x) or is_leaves(x) else x

    def global_norm(x):
        return m.sqrt(total(m.square(x)))

    def clip(x, c):
        return mul(x, m.minimum(1.0, m.divide(c, global_norm(x))))

    def interp(x, y, a):
        return add(mul(sub(1.0, a), x), mul(a, y))

    def norm(x):
        return m.sqrt(m.leaf_totals(m.square(x))) if is_tree(x) else m.sqrt(m.square(x))

    add = elementwise(lambda a, b: a + b)
    sub = elementwise(lambda a, b: a - b)
    mul = elementwise(lambda a, b: a * b)
    dot = elementwise(lambda a, b: total(a * b))
    table = {
        "+": add,
        "-": sub,
        "*": mul,
        "/": elementwise(lambda a, b: m.divide(a, b + 1e-8)),
        "max": elementwise(m.maximum),
        "min": elementwise(m.minimum),
        "power": elementwise(m.power),
        "exp2": lambda x: m.power(2.0, x),
        "exp10": lambda x: m.power(10.0, x),
        "log": lambda x: m.log(m.abs(x)),
        "log10": lambda x: m.log(m.abs(x)) * math.log10(math.e),
        "log2": lambda x: m.log(m.abs(x)) * math.log2(math.e),
        "log1p": lambda x: m.log(m.abs(1.0 + x)),
        "sqrt": lambda x: m.sqrt(m.abs(x)),
        "cube": lambda x: x * m.square(x),
        "reciprocal": lambda x: m.divide(1.0, x),
        "negative": lambda x: -x,
        "norm": norm,
        "global_norm": global_norm,
        "dot": dot,
        "cosine_sim": lambda a, b: m.divide(dot(a, b), global_norm(a) * global_norm(b)),
        "clip": elementwise(clip),
        "interp": elementwise(interp),
        "get_pi": lambda: math.pi,
        "get_e": lambda: math.e,
        "get_eps": lambda: 1e-8,
    }
    same = "abs sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh exp expm1 square cbrt sign"
    for name in same.split():
        table[name] = getattr(m, name)
    return table
