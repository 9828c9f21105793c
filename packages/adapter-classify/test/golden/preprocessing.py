"""Writes preprocessing.json: evaluation preprocessing by Pillow, in the steps of torchvision's Resize, CenterCrop,
ToTensor and Normalize. Run with Pillow >= 10 and NumPy: python3 preprocessing.py"""

import json
import math
import pathlib

import numpy as np
from PIL import Image

MEAN = np.array([0.485, 0.456, 0.406])
STD = np.array([0.229, 0.224, 0.225])
KERNELS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
CASES = [
    {"width": 45, "height": 30, "imageSize": 12, "cropPct": 0.8, "interpolation": "bilinear"},
    {"width": 45, "height": 30, "imageSize": 12, "cropPct": 0.8, "interpolation": "bicubic"},
    {"width": 61, "height": 97, "imageSize": 10, "cropPct": 0.875, "interpolation": "bicubic"},
    {"width": 61, "height": 97, "imageSize": 10, "cropPct": 1, "interpolation": "bilinear"},
    {"width": 12, "height": 12, "imageSize": 12, "cropPct": 1, "interpolation": "bicubic"},
]


def picture(width, height):
    """A smooth pattern with an edge; the test draws the same one."""
    y, x = np.mgrid[0:height, 0:width]
    red = np.floor(255 * x / width)
    green = np.floor(255 * y / height)
    blue = np.where((x + 2 * y) % 24 < 12, 40, 210)
    return Image.fromarray(np.stack([red, green, blue], -1).astype(np.uint8))


def preprocess(case):
    image = picture(case["width"], case["height"])
    size = case["imageSize"]
    shorter = math.floor(size / case["cropPct"])
    width, height = image.size
    if width <= height:
        resized = (shorter, int(shorter * height / width))
    else:
        resized = (int(shorter * width / height), shorter)
    image = image.resize(resized, KERNELS[case["interpolation"]])
    left = int(round((resized[0] - size) / 2.0))
    top = int(round((resized[1] - size) / 2.0))
    pixels = np.asarray(image.crop((left, top, left + size, top + size))).astype(np.float64) / 255
    return ((pixels - MEAN) / STD).transpose(2, 0, 1)


golden = [{**case, "values": [round(float(v), 4) for v in preprocess(case).ravel()]} for case in CASES]
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
