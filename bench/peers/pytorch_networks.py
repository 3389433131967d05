"""Times training steps of a network in PyTorch: forward, backward, Adam. Prints one JSON line.

usage: pytorch_networks.py NETWORK THREADS channels-last|contiguous STEPS [cpu|cuda [eager|compiled|bfloat16]]   (torch, timm)

On a GPU each step ends when the device is done; PyTorch's defaults stand (convolutions in TF32, products in float32). `compiled`: network and
loss by torch.compile; `bfloat16`: forward pass and loss under autocast, weights and Adam in float32.
"""
import sys

import timm
import torch
from timm.models.mlp_mixer import MlpMixer
from timm.models.vision_transformer import VisionTransformer
from timing import in_form, print_times
from torch import nn

name, threads, layout, steps = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
device = sys.argv[5] if len(sys.argv) > 5 else "cpu"
form = sys.argv[6] if len(sys.argv) > 6 else "eager"
torch.set_num_threads(threads)
torch.manual_seed(0)


def cifar_cnn(improved):
    layers, before = [], 3
    for to, rate in ((32, 0.2), (64, 0.3), (128, 0.4)):
        for source in (before, to):
            layers += [nn.Conv2d(source, to, 3, padding=1), *([nn.BatchNorm2d(to)] if improved else []), nn.ReLU()]
        layers += [nn.MaxPool2d(2), *([nn.Dropout(rate)] if improved else [])]
        before = to
    dense = [nn.Linear(2048, 128), *([nn.BatchNorm1d(128)] if improved else []), nn.ReLU()]
    return nn.Sequential(*layers, nn.Flatten(), *dense, *([nn.Dropout(0.5)] if improved else []), nn.Linear(128, 10))


side, batch = (64, 16) if name == "efficientnet-v2-s" else (32, 128 if name.startswith("cifar") else 64)
small = dict(img_size=32, patch_size=4, num_classes=10)
net = {
    "cifar-cnn": lambda: cifar_cnn(False),
    "cifar-cnn-improved": lambda: cifar_cnn(True),
    "resnet-18": lambda: timm.create_model("resnet18", num_classes=10),
    "resnet-50": lambda: timm.create_model("resnet50", num_classes=10),
    "vit-ti-4": lambda: VisionTransformer(embed_dim=192, depth=12, num_heads=3, **small),
    "mixer-s-4": lambda: MlpMixer(embed_dim=512, num_blocks=8, **small),
    "efficientnet-v2-s": lambda: timm.create_model("tf_efficientnetv2_s", num_classes=10),
}[name]().to(device)
images = torch.rand(4 * batch, 3, side, side, device=device)
labels = torch.randint(0, 10, (4 * batch,), device=device)
if layout == "channels-last":
    net = net.to(memory_format=torch.channels_last)
    images = images.to(memory_format=torch.channels_last)
net.train()
optimizer = torch.optim.Adam(net.parameters(), 1e-3)


loss_of = in_form(lambda inputs, targets: nn.functional.cross_entropy(net(inputs), targets), form, device)


def step(i):
    at = (i * batch) % (4 * batch)
    optimizer.zero_grad(set_to_none=True)
    loss_of(images[at:at + batch], labels[at:at + batch]).backward()
    optimizer.step()
    if device == "cuda":
        torch.cuda.synchronize()


print_times(step, steps, warmup=2)
