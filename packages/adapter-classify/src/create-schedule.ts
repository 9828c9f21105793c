import { schedules } from '@vision/engine';
import type { ClassifyAdvancedConfig } from './advanced-config.js';

/** The learning rate by the number of steps done; a pure function, so that a resumed run goes on where it was. */
export function createSchedule(
  { schedule, warmupEpochs }: Pick<ClassifyAdvancedConfig, 'schedule' | 'warmupEpochs'>,
  { learningRate, epochs, stepsPerEpoch }: { learningRate: number; epochs: number; stepsPerEpoch: number },
): (step: number) => number {
  const warmupSteps = Math.round(warmupEpochs * stepsPerEpoch);
  const course = createCourse(schedule, learningRate, Math.max(1, epochs * stepsPerEpoch - warmupSteps));
  return warmupSteps === 0 ? course : schedules.warmup(course, { steps: warmupSteps });
}

function createCourse(
  schedule: ClassifyAdvancedConfig['schedule'],
  learningRate: number,
  steps: number,
): (step: number) => number {
  switch (schedule) {
    case 'constant':
      return schedules.constant(learningRate);
    case 'cosine':
      return schedules.cosine(learningRate, { steps });
    default:
      return schedule satisfies never;
  }
}
