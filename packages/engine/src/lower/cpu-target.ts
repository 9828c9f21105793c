import type { Tensor } from '../graph/tensor.js';
import type { LoweringTarget } from './lowering-target.js';

/** ONNX Runtime's CPU provider. */
export const cpuTarget: LoweringTarget = {
  name: 'cpu',
  updatesStateInPlace: true,
  chooseStrategy: chooseCpuStrategy,
  substitutions: {},
};

/** The plain path of every op: the reference that other targets are tested against, and what exported models use. */
export const plainTarget: LoweringTarget = {
  name: 'plain',
  updatesStateInPlace: false,
  chooseStrategy: () => undefined,
  substitutions: {},
};

function chooseCpuStrategy(tensor: Tensor, applicable: readonly string[]): string | undefined {
  const first = (...names: readonly string[]): string | undefined => names.find((name) => applicable.includes(name));
  switch (tensor.op) {
    case 'conv2dWeightGradient': {
      const [x] = tensor.operands as readonly Tensor[];
      const channels = x?.shape[1] ?? 0;
      // Below 16 channels the padded grid's copies cost more than they save.
      return channels >= 16 ? first('matrixProduct', 'contiguousTaps') : first('matrixProduct');
    }
    case 'conv2dInputGradient': {
      const { operands, shape } = tensor as Tensor<'conv2dInputGradient'>;
      const channels = operands[0].shape[1] ?? 0;
      const isDepthwise = operands[1].shape[1] === 1;
      return isDepthwise || (shape[2] ?? 0) * (shape[3] ?? 0) >= channels ? first('flippedConvolution') : undefined;
    }
    default:
      return first(...applicable);
  }
}
