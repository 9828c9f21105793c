import { type ModelName, modelRegistry } from '@vision/adapter-classify';
import { compileTraining, losses, optim, type Trainer } from '@vision/engine';
import { describe, expect, it } from 'vitest';

function compile(name: ModelName, options: { numClasses: number; imageSize: number; stem?: '3x3' }): Promise<Trainer> {
  return compileTraining({
    model: modelRegistry[name].build({ inChannels: 3, ...options }),
    inputShape: [2, 3, options.imageSize, options.imageSize],
    loss: losses.crossEntropy(),
    optimizer: optim.sgd(),
    seed: 0,
  });
}

describe('resnet18', () => {
  it("has timm's names and shapes, and the published number of parameters", async () => {
    using trainer = await compile('resnet18', { numClasses: 1000, imageSize: 64 });
    expect(trainer.parameterCount).toBe(11_689_512);
    const shapes = Object.fromEntries([...trainer.state()].map(([name, { shape }]) => [name, shape]));
    expect(Object.keys(shapes)).toHaveLength(122);
    expect(shapes).toMatchObject({
      'conv1.weight': [64, 3, 7, 7],
      'bn1.running_var': [64],
      'bn1.num_batches_tracked': [],
      'layer1.0.conv1.weight': [64, 64, 3, 3],
      'layer2.0.downsample.0.weight': [128, 64, 1, 1],
      'layer2.0.downsample.1.running_mean': [128],
      'layer4.1.bn2.bias': [512],
      'fc.weight': [1000, 512],
      'fc.bias': [1000],
    });
  });

  it('keeps small images large with the 3x3 stem', async () => {
    using trainer = await compile('resnet18', { numClasses: 10, imageSize: 32, stem: '3x3' });
    expect(trainer.state().get('conv1.weight')?.shape).toEqual([64, 3, 3, 3]);
    expect(await trainer.predict(new Float32Array(2 * 3 * 32 * 32))).toHaveLength(20);
  });
});

describe.each(Object.entries(modelRegistry))('%s', (_, entry) => {
  it('names its last layer, and adapts to image size and classes', async () => {
    const model = entry.build({ numClasses: 7, inChannels: 1, imageSize: 40 });
    using trainer = await compileTraining({
      model,
      inputShape: [2, 1, 40, 40],
      loss: losses.crossEntropy(),
      optimizer: optim.sgd(),
      seed: 0,
    });
    expect(trainer.state().get(`${entry.classifier}.bias`)?.shape).toEqual([7]);
    expect(await trainer.predict(new Float32Array(40 * 40))).toHaveLength(7);
  });

  it('runs on the smallest images it says it can take', async () => {
    const size = entry.minImageSize;
    using trainer = await compileTraining({
      model: entry.build({ numClasses: 3, inChannels: 1, imageSize: size }),
      inputShape: [2, 1, size, size],
      loss: losses.crossEntropy(),
      optimizer: optim.sgd(),
      seed: 0,
    });
    const images = Float32Array.from({ length: 2 * size * size }, (_, index) => index % 3);
    const { loss } = await trainer.step({ images, labels: new Int32Array([0, 1]), learningRate: 0.01 });
    expect(loss).toBeGreaterThan(0);
  });
});
