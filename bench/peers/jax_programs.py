"""Trains the MLP 64-32-10 with each program: one `jit` of a `scan` over all steps per program, compilation counted.

usage: jax_programs.py FOLDER COUNT. Prints one JSON line.
"""
import json
import os
import sys
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
import jax
import jax.numpy as jnp
import numpy as np
from paper_programs import compile_program, function_table, load, subset

manifest, data = load(sys.argv[1])
sizes = [leaf["size"] for leaf in manifest["leaves"]]
offsets = np.cumsum([0] + sizes)
leaf = jnp.array(data["leaf"])


class Functions:
    """Elementwise functions, from jax.numpy."""

    divide = staticmethod(jnp.divide)

    @staticmethod
    def leaf_totals(x):
        return jax.ops.segment_sum(x, leaf, num_segments=len(sizes))

    def __getattr__(self, name):
        return getattr(jnp, name)


table = function_table(Functions(), leaf, len(sizes))


def mean_loss(w, x, y):
    w1, b1, w2, b2 = (w[offsets[i] : offsets[i + 1]].reshape(manifest["leaves"][i]["shape"]) for i in range(4))
    hidden = jax.nn.relu(w1 @ x.T + b1[:, None])
    logits = w2 @ hidden + b2[:, None]
    return jnp.mean(jax.nn.logsumexp(logits, axis=0) - logits[y, jnp.arange(y.shape[0])])


def runner(program):
    train = compile_program(program, table)
    states = len(program["outputs"]) - 1

    @jax.jit
    def run(w, x, y, order, rates):
        def step(carry, given):
            w, *before = carry
            index, lr = given
            loss, g = jax.value_and_grad(mean_loss)(w, x[index], y[index])
            update, *after = train(w, g, *before, lr)
            after = [jnp.broadcast_to(jnp.asarray(value, w.dtype), w.shape) for value in spread(after)]
            return (w - spread([update])[0], *after), loss

        return jax.lax.scan(step, (w, *[jnp.zeros_like(w)] * states), (order, rates))

    return run


def spread(values):
    return [value[leaf] if getattr(value, "shape", ()) == (len(sizes),) else value for value in values]


arrays = {name: jax.device_put(value) for name, value in data.items()}
validate = jax.jit(mean_loss).lower(arrays["weights"], arrays["validation_x"], arrays["validation_y"]).compile()
training = [arrays[name] for name in ("weights", "x", "y", "order", "rates")]


def evaluate(program):
    start = time.perf_counter()
    run = runner(program)
    (w, *_), losses = run(*training)
    loss = float(validate(w, arrays["validation_x"], arrays["validation_y"]))
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "loss": loss, "firstTenth": float(losses[: manifest["steps"] // 10].mean())}


chosen = subset(manifest["programs"], int(sys.argv[2]))
evaluate(manifest["programs"][-1])  # start-up is not counted
results = [evaluate(manifest["programs"][i]) for i in chosen]
print(json.dumps({"version": f"JAX {jax.__version__}", "chosen": chosen, "results": results}))
