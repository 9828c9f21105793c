import { compileTraining, losses, type Module, nn, optim, type Trainer } from '@vision/engine';
import { floats, labels } from '../golden/formula.js';

/** Shape of an image of the small networks. */
export const IMAGE = [2, 8, 8] as const;
export const CLASSES = 3;

/** Convolution, batch norm, pooling, a residual block, dropout and a linear layer, in a few thousand parameters. */
export function smallCnn(): Module {
  const body = nn.sequential(
    nn.conv2d({ in: 16, out: 16, kernel: 3, padding: 1, bias: false }),
    nn.batchNorm2d({ channels: 16 }),
    nn.relu(),
  );
  return nn.sequential(
    nn.conv2d({ in: 2, out: 16, kernel: 3, padding: 1 }),
    nn.batchNorm2d({ channels: 16 }),
    nn.relu(),
    nn.maxPool2d({ kernel: 2 }),
    nn.residual(body),
    nn.globalAvgPool2d(),
    nn.dropout(0.25),
    nn.linear({ in: 16, out: CLASSES }),
  );
}

/** Compiles {@link smallCnn} for batches of six. */
export function compileSmallCnn(seed = 1): Promise<Trainer> {
  return compileTraining({
    model: smallCnn(),
    inputShape: [6, ...IMAGE],
    loss: losses.crossEntropy({ labelSmoothing: 0.1 }),
    optimizer: optim.sgd({ momentum: 0.9, weightDecay: 1e-3, nesterov: true }),
    seed,
    threads: 2,
  });
}

/** A batch that is a function of its number. */
export function batch(number: number, size = 6): { images: Float32Array; labels: Int32Array } {
  return {
    images: floats(`images.${number}`, size * 2 * 8 * 8, 1),
    labels: labels(`labels.${number}`, size, CLASSES),
  };
}
