import { type Module, nn } from '@vision/engine';
import type { BuildModelOptions } from './model-entry.js';

const HIDDEN = 256;

/** A perceptron with two hidden layers on the image's values. Parameters: `fc1`, `fc2`, `fc3`. */
export function mlp({ numClasses, inChannels, imageSize }: BuildModelOptions): Module {
  const members = {
    flatten: nn.flatten(),
    fc1: nn.linear({ in: inChannels * imageSize * imageSize, out: HIDDEN }),
    fc2: nn.linear({ in: HIDDEN, out: HIDDEN }),
    fc3: nn.linear({ in: HIDDEN, out: numClasses }),
    relu: nn.relu(),
  };
  return nn.module(members, (self, x) => self.fc3(self.relu(self.fc2(self.relu(self.fc1(self.flatten(x)))))));
}
