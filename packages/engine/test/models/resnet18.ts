import { type Module, nn, ops } from '@vision/engine';

/** ResNet-18 as golden/resnet18_sgd.py builds it: what the engine's parity with PyTorch is tested on. */
export function resnet18(stem: '7x7' | '3x3', classes: number): Module {
  const isLarge = stem === '7x7';
  const members = {
    conv1: isLarge ? conv(3, 64, 7, 2) : conv(3, 64, 3, 1),
    bn1: nn.batchNorm2d({ channels: 64 }),
    maxpool: isLarge ? nn.maxPool2d({ kernel: 3, stride: 2, padding: 1 }) : nn.identity(),
    layer1: nn.sequential(block(64, 64, 1), block(64, 64, 1)),
    layer2: nn.sequential(block(64, 128, 2), block(128, 128, 1)),
    layer3: nn.sequential(block(128, 256, 2), block(256, 256, 1)),
    layer4: nn.sequential(block(256, 512, 2), block(512, 512, 1)),
    pool: nn.globalAvgPool2d(),
    fc: nn.linear({ in: 512, out: classes }),
  };
  return nn.module(members, (self, x) => {
    const stemmed = self.maxpool(ops.relu(self.bn1(self.conv1(x))));
    return self.fc(self.pool(self.layer4(self.layer3(self.layer2(self.layer1(stemmed))))));
  });
}

function block(inputs: number, outputs: number, stride: number): Module {
  const members = {
    conv1: conv(inputs, outputs, 3, stride),
    bn1: nn.batchNorm2d({ channels: outputs }),
    conv2: conv(outputs, outputs, 3, 1),
    bn2: nn.batchNorm2d({ channels: outputs }),
    downsample:
      stride === 1 && inputs === outputs
        ? nn.identity()
        : nn.sequential(conv(inputs, outputs, 1, stride), nn.batchNorm2d({ channels: outputs })),
  };
  return nn.module(members, (self, x) => {
    const body = self.bn2(self.conv2(ops.relu(self.bn1(self.conv1(x)))));
    return ops.relu(ops.add(body, self.downsample(x)));
  });
}

function conv(inputs: number, outputs: number, kernel: number, stride: number): Module {
  return nn.conv2d({ in: inputs, out: outputs, kernel, stride, padding: Math.floor(kernel / 2), bias: false });
}
