import { type Module, nn, ops } from '@vision/engine';
import type { BuildModelOptions, Stem } from './model-entry.js';

const STAGES = [
  { channels: 64, stride: 1 },
  { channels: 128, stride: 2 },
  { channels: 256, stride: 2 },
  { channels: 512, stride: 2 },
] as const;

/**
 * ResNet-18 (He et al., 2015). Parameters have timm's names: `conv1, bn1, layerN.i.{convK,bnK,downsample.0|1}, fc`.
 * The stem `7x7` is the published one, stride 2 with pooling; `3x3` keeps the resolution, for images of some 32 pixels.
 */
export function resnet18({ numClasses, inChannels, stem = '7x7' }: Omit<BuildModelOptions, 'imageSize'>): Module {
  const members = {
    ...stemLayers(stem, inChannels),
    layer1: stage(64, STAGES[0]),
    layer2: stage(64, STAGES[1]),
    layer3: stage(128, STAGES[2]),
    layer4: stage(256, STAGES[3]),
    pool: nn.globalAvgPool2d(),
    fc: nn.linear({ in: 512, out: numClasses }),
  };
  return nn.module(members, (self, x) => {
    const features = self.maxpool(ops.relu(self.bn1(self.conv1(x))));
    return self.fc(self.pool(self.layer4(self.layer3(self.layer2(self.layer1(features))))));
  });
}

function stemLayers(stem: Stem, inChannels: number): { conv1: Module; bn1: Module; maxpool: Module } {
  const bn1 = nn.batchNorm2d({ channels: 64 });
  switch (stem) {
    case '7x7':
      return {
        conv1: conv({ in: inChannels, out: 64, kernel: 7, stride: 2, padding: 3 }),
        bn1,
        maxpool: nn.maxPool2d({ kernel: 3, stride: 2, padding: 1 }),
      };
    case '3x3':
      return { conv1: conv({ in: inChannels, out: 64, kernel: 3, padding: 1 }), bn1, maxpool: nn.identity() };
    default:
      return stem satisfies never;
  }
}

function stage(inChannels: number, { channels, stride }: { channels: number; stride: number }): Module {
  return nn.sequential(basicBlock(inChannels, channels, stride), basicBlock(channels, channels, 1));
}

function basicBlock(inChannels: number, channels: number, stride: number): Module {
  const members = {
    conv1: conv({ in: inChannels, out: channels, kernel: 3, stride, padding: 1 }),
    bn1: nn.batchNorm2d({ channels }),
    conv2: conv({ in: channels, out: channels, kernel: 3, padding: 1 }),
    // The block starts as its shortcut, as in timm's zero_init_last.
    bn2: nn.batchNorm2d({ channels, initialScale: 0 }),
    downsample:
      stride === 1
        ? nn.identity()
        : nn.sequential(conv({ in: inChannels, out: channels, kernel: 1, stride }), nn.batchNorm2d({ channels })),
  };
  return nn.module(members, (self, x) => {
    const inner = ops.relu(self.bn1(self.conv1(x)));
    return ops.relu(ops.add(self.bn2(self.conv2(inner)), self.downsample(x)));
  });
}

function conv(options: Parameters<typeof nn.conv2d>[0]): Module {
  return nn.conv2d({ ...options, bias: false, initialize: nn.kaimingNormalFanOut() });
}
