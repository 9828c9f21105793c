"""Numbers that Python and TypeScript compute alike: weights and data need not be committed. See formula.ts."""

import numpy as np
import torch

CLASSES = 10


def fnv1a(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def uniforms(stream: str, count: int) -> np.ndarray:
    """float64 in [0, 1), multiples of 2^-24 so that float32 holds them exactly."""
    x = np.arange(count, dtype=np.uint32) + np.uint32(fnv1a(stream))
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x21F0AAAD)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x735A2D97)
    x ^= x >> np.uint32(15)
    return (x >> np.uint32(8)).astype(np.float64) / 2**24


def tensor(stream: str, shape, bound: float) -> torch.Tensor:
    values = (2 * uniforms(stream, int(np.prod(shape))) - 1) * bound
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def labels(stream: str, count: int, classes: int) -> torch.Tensor:
    return torch.from_numpy(np.floor(uniforms(stream, count) * classes).astype(np.int64))


def images(stream: str, labels: torch.Tensor, size: int) -> torch.Tensor:
    """Noise on a pattern of the image's class, float32 [N, 3, size, size]: something that can be learned."""
    noise = tensor(stream, (len(labels), 3, size, size), 0.5)
    patterns = tensor("patterns", (CLASSES, 3, size, size), 1.0)
    return noise + patterns[labels]


def fill(model: torch.nn.Module) -> None:
    """Weights of rank > 1 as Kaiming uniform for ReLU; biases of linear layers small; norms as they are.

    The last norm of a residual block starts at zero, as timm initialises it. Started at one, the network is chaotic:
    PyTorch's own float32 and float64 runs then differ by percents after ten steps, and here by less than 1e-6.
    """
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1:
                fan_in = parameter[0].numel()
                parameter.copy_(tensor(name, parameter.shape, (6 / fan_in) ** 0.5))
            elif name.endswith("bias") and name.startswith("fc"):
                parameter.copy_(tensor(name, parameter.shape, 0.1))
            elif name.endswith(".bn2.weight"):
                parameter.zero_()
