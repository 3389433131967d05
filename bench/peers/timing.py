"""What the peers share: times steps and prints one JSON line."""
import json
import resource
import time

import torch


def in_form(loss_of, form, device="cpu"):
    """`loss_of` as it is (`eager`), by torch.compile (`compiled`), or under autocast (`bfloat16`: weights and their update stay float32)."""
    assert form in ("eager", "compiled", "bfloat16")
    if form == "compiled":
        return torch.compile(loss_of)

    def cast(*inputs):
        with torch.autocast(device, dtype=torch.bfloat16, enabled=form == "bfloat16"):
            return loss_of(*inputs)

    return cast


def print_times(step, steps, warmup):
    """Runs `step(i)` a few times unmeasured, then `steps` times."""
    for i in range(warmup):
        step(i)
    times = []
    for i in range(steps):
        start = time.perf_counter()
        step(i)
        times.append(time.perf_counter() - start)
    times.sort()
    print(json.dumps({
        "medianMs": 1e3 * times[len(times) // 2],
        "meanMs": 1e3 * sum(times) / len(times),
        "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "version": f"PyTorch {torch.__version__}",
    }))
