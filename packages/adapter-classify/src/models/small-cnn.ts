import { type Module, nn } from '@vision/engine';
import type { BuildModelOptions } from './model-entry.js';

const WIDTHS = [32, 64, 128] as const;

/** Every pooling halves the image; below this nothing is left of it. */
export const SMALL_CNN_MIN_IMAGE_SIZE = 2 ** WIDTHS.length;

/**
 * Three times convolution, batch norm, ReLU and pooling, then one linear layer that sees where features lie. Learns
 * digits and simple photos of some 32 pixels within a few epochs. Parameters: `conv1, bn1` … `conv3, bn3`, `fc`.
 *
 * @throws RangeError when the image is smaller than 8 pixels
 */
export function smallCnn({ numClasses, inChannels, imageSize }: BuildModelOptions): Module {
  const side = Math.floor(imageSize / SMALL_CNN_MIN_IMAGE_SIZE);
  if (side < 1) {
    throw new RangeError(`small_cnn needs images of at least ${SMALL_CNN_MIN_IMAGE_SIZE} pixels, got ${imageSize}.`);
  }
  const members = {
    conv1: conv(inChannels, WIDTHS[0]),
    bn1: nn.batchNorm2d({ channels: WIDTHS[0] }),
    conv2: conv(WIDTHS[0], WIDTHS[1]),
    bn2: nn.batchNorm2d({ channels: WIDTHS[1] }),
    conv3: conv(WIDTHS[1], WIDTHS[2]),
    bn3: nn.batchNorm2d({ channels: WIDTHS[2] }),
    relu: nn.relu(),
    pool: nn.maxPool2d({ kernel: 2 }),
    flatten: nn.flatten(),
    fc: nn.linear({ in: WIDTHS[2] * side * side, out: numClasses }),
  };
  return nn.module(members, (self, x) => {
    const first = self.pool(self.relu(self.bn1(self.conv1(x))));
    const second = self.pool(self.relu(self.bn2(self.conv2(first))));
    const third = self.pool(self.relu(self.bn3(self.conv3(second))));
    return self.fc(self.flatten(third));
  });
}

function conv(inChannels: number, out: number): Module {
  return nn.conv2d({ in: inChannels, out, kernel: 3, padding: 1, bias: false });
}
