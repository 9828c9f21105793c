import { InputError } from '../errors/input-error.js';
import { formatShape, sizeOf } from '../graph/tensor-type.js';
import { OnnxSession } from '../runtime/onnx-session.js';
import type { RuntimeOptions } from '../runtime/session-options.js';

/** An exported network, opened for inference. Dispose it to free native memory. */
export interface OpenedModel extends Disposable {
  /**
   * Runs the network.
   *
   * @param images float32 in row-major order
   * @param shape of the images, e.g. `[n, c, h, w]`
   * @returns the logits, float32 [n, K]
   * @throws InputError when images and shape do not fit each other
   */
  run(images: Float32Array, shape: readonly number[]): Promise<Float32Array>;
  /** Frees native memory. */
  dispose(): void;
}

/** Opens an ONNX file with one input and one output of float32, such as `exportOnnx` writes. @throws RuntimeError */
export async function openModel(path: string, options: RuntimeOptions = {}): Promise<OpenedModel> {
  const session = await OnnxSession.create(path, options);
  const [input = 'images'] = session.inputNames;
  const [output = 'logits'] = session.outputNames;
  const dispose = (): void => session[Symbol.dispose]();
  return {
    run: async (images, shape) => {
      if (images.length !== sizeOf(shape)) {
        const expected = `${sizeOf(shape)} elements, ${formatShape(shape)}`;
        throw new InputError({ operand: 'images', expected, actual: `${images.length} elements` });
      }
      const results = await session.run({ [input]: { dtype: 'float32', shape, data: images } }, {}, [output]);
      return results[output]?.data as Float32Array;
    },
    dispose,
    [Symbol.dispose]: dispose,
  };
}
