import type {
  CompletionReport,
  DatasetConfig,
  EpochRow,
  FieldIssue,
  JobStatus,
  ModelConfig,
  ProgressReport,
  RunLogger,
  TrainingAdapter,
  TrainingConfig,
} from '@vision/trainer-sdk';
import { expectTypeOf, it } from 'vitest';

it('names the types that its signatures use', () => {
  expectTypeOf<TrainingAdapter['config']['model']>().toEqualTypeOf<ModelConfig>();
  expectTypeOf<TrainingAdapter['config']['dataset']>().toEqualTypeOf<DatasetConfig>();
  expectTypeOf<TrainingAdapter['config']['training']>().toEqualTypeOf<TrainingConfig>();
  expectTypeOf<Parameters<RunLogger['updateStatus']>[0]>().toEqualTypeOf<JobStatus>();
  expectTypeOf<Parameters<RunLogger['reportProgress']>[0]>().toEqualTypeOf<ProgressReport>();
  expectTypeOf<CompletionReport['status']>().toExtend<JobStatus>();
  expectTypeOf<EpochRow['epoch']>().toBeNumber();
  expectTypeOf<FieldIssue['path']>().toBeString();
});
