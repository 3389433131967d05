"""Times training steps of fashion-cnn in PyTorch: forward, backward with dropout, Adam. Prints one JSON line.

usage: pytorch_fashion_cnn.py THREADS channels-last|contiguous STEPS [eager|compiled|bfloat16]
"""
import sys

import torch
from timing import in_form, print_times
from torch import nn

threads, layout, steps = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
form = sys.argv[4] if len(sys.argv) > 4 else "eager"
torch.set_num_threads(threads)
torch.manual_seed(0)
net = nn.Sequential(
    nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25),
    nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25),
    nn.Conv2d(64, 64, 3), nn.ReLU(), nn.Flatten(),
    nn.Linear(576, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 10),
)
assert sum(p.numel() for p in net.parameters()) == 93_322
images, labels = torch.rand(2048, 1, 28, 28), torch.randint(0, 10, (2048,))
if layout == "channels-last":
    net = net.to(memory_format=torch.channels_last)
    images = images.to(memory_format=torch.channels_last)
optimizer = torch.optim.Adam(net.parameters(), 1e-3)
penalised = net[11].weight


def penalised_loss(inputs, targets):
    return nn.functional.cross_entropy(net(inputs), targets) + 0.001 * (penalised ** 2).sum()


loss_of = in_form(penalised_loss, form)


def step(i):
    at = (i * 128) % 2048
    optimizer.zero_grad(set_to_none=True)
    loss_of(images[at:at + 128], labels[at:at + 128]).backward()
    optimizer.step()


print_times(step, steps, warmup=5)
