"""Golden values: 20 steps of a small perceptron in PyTorch, one run for each optimizer's options.

Run with any PyTorch and NumPy:  python3 optimizers.py
Writes optimizers.json beside itself.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

import formula

STEPS = 20
BATCH = 8

RUNS = [
    {"optimizer": "sgd", "options": {}, "learningRate": 0.2},
    {"optimizer": "sgd", "options": {"momentum": 0.9}, "learningRate": 0.05},
    {"optimizer": "sgd", "options": {"momentum": 0.9, "weightDecay": 0.01, "nesterov": True}, "learningRate": 0.05},
    {"optimizer": "adamw", "options": {}, "learningRate": 0.01},
    {"optimizer": "adamw", "options": {"betas": [0.8, 0.95], "epsilon": 1e-4, "weightDecay": 0.3}, "learningRate": 0.02},
]
NAMES = {"weightDecay": "weight_decay", "epsilon": "eps"}
CLASSES = {"sgd": torch.optim.SGD, "adamw": torch.optim.AdamW}


def run(optimizer: str, options: dict, learningRate: float) -> dict:
    model = nn.Sequential(nn.Linear(12, 16), nn.Tanh(), nn.Linear(16, 5))
    formula.fill(model)
    with torch.no_grad():
        for name in ("0.bias", "2.bias"):
            model.get_parameter(name).zero_()
    renamed = {NAMES.get(name, name): value for name, value in options.items()}
    stepper = CLASSES[optimizer](model.parameters(), lr=learningRate, **renamed)
    losses = []
    for step in range(STEPS):
        stepper.zero_grad()
        output = model(formula.tensor(f"images.{step % 3}", (BATCH, 12), 1.0))
        loss = F.cross_entropy(output, formula.labels(f"labels.{step % 3}", BATCH, 5), label_smoothing=0.1)
        loss.backward()
        stepper.step()
        losses.append(loss.item())
    weights = {name: tensor.flatten()[:8].tolist() for name, tensor in model.state_dict().items()}
    return {"optimizer": optimizer, "options": options, "learningRate": learningRate, "losses": losses, "weights": weights}


def main() -> None:
    golden = {"torch": torch.__version__, "batch": BATCH, "runs": [run(**settings) for settings in RUNS]}
    Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
