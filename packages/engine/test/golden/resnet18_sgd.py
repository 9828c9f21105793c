"""Golden values: 20 steps of ResNet-18 with SGD in PyTorch, for both stems.

Run with any PyTorch and NumPy:  python3 resnet18_sgd.py
Writes resnet18_sgd.json beside itself.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

import formula

STEPS = 20
BATCH = 16
BATCHES = 4
CLASSES = formula.CLASSES
LEARNING_RATE = 0.02
MOMENTUM = 0.9
WEIGHT_DECAY = 5e-4


class Block(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet18(nn.Module):
    def __init__(self, stem: str):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False) if stem == "7x7" else nn.Conv2d(3, 64, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(3, 2, 1) if stem == "7x7" else nn.Identity()
        self.layer1 = nn.Sequential(Block(64, 64, 1), Block(64, 64, 1))
        self.layer2 = nn.Sequential(Block(64, 128, 2), Block(128, 128, 1))
        self.layer3 = nn.Sequential(Block(128, 256, 2), Block(256, 256, 1))
        self.layer4 = nn.Sequential(Block(256, 512, 2), Block(512, 512, 1))
        self.fc = nn.Linear(512, CLASSES)

    def forward(self, x):
        x = self.maxpool(F.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(x.mean((2, 3)))


def run(stem: str, size: int, nesterov: bool) -> dict:
    model = ResNet18(stem)
    formula.fill(model)
    optimizer = torch.optim.SGD(
        model.parameters(), lr=LEARNING_RATE, momentum=MOMENTUM, weight_decay=WEIGHT_DECAY, nesterov=nesterov
    )
    start = {name: tensor.double().clone() for name, tensor in model.state_dict().items()}
    losses = []
    for step in range(STEPS):
        labels = formula.labels(f"labels.{step % BATCHES}", BATCH, CLASSES)
        images = formula.images(f"images.{step % BATCHES}", labels, size)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    moves = {
        name: (tensor.double() - start[name]).norm().item()
        for name, tensor in model.state_dict().items()
        if tensor.dim() > 0
    }
    return {"stem": stem, "size": size, "nesterov": nesterov, "losses": losses, "moves": moves}


def main() -> None:
    runs = [run("7x7", 64, nesterov=False), run("3x3", 32, nesterov=True)]
    settings = {
        "batch": BATCH,
        "batches": BATCHES,
        "classes": CLASSES,
        "learningRate": LEARNING_RATE,
        "momentum": MOMENTUM,
        "weightDecay": WEIGHT_DECAY,
    }
    golden = {"torch": torch.__version__, "settings": settings, "runs": runs}
    Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
