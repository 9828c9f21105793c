import { type SnakeKeys, snakeKeys } from './key-case.js';
import { encodeNumber, encodeNumbers, type WireNumber } from './wire-number.js';

/** One value of one metric. */
export interface MetricSample {
  kind: 'sample';
  /** Unique within the job; a backend stores a record with a known id only once. */
  recordId?: string;
  /** E.g. `train/loss`; 1 to 250 characters. */
  metricName: string;
  /** May be NaN or ±Infinity. */
  value: number;
  epoch?: number;
  step?: number;
  /** ISO-8601 UTC with milliseconds. */
  timestamp?: string;
}

/** What a trainer says about a whole epoch in one record. */
export interface MetricSummary {
  kind: 'summary';
  /** Unique within the job; a backend stores a record with a known id only once. */
  recordId?: string;
  epoch: number;
  step?: number;
  loss?: number;
  accuracy?: number;
  learningRate?: number;
  /** URI of the checkpoint written after this epoch. */
  checkpointPath?: string;
  /** Further metrics by name. */
  extraMetrics?: Record<string, number>;
  /** ISO-8601 UTC with milliseconds. */
  timestamp?: string;
}

/** What the metrics endpoint takes, one at a time or many in a batch. */
export type MetricRecord = MetricSample | MetricSummary;

/** {@link MetricSample} on the wire. */
export type MetricSampleBody = Omit<SnakeKeys<MetricSample>, 'kind' | 'value'> & { value: WireNumber };

/** {@link MetricSummary} on the wire. */
export type MetricSummaryBody = Omit<SnakeKeys<MetricSummary>, 'kind' | SummaryNumber | 'extra_metrics'> & {
  [K in SummaryNumber]?: WireNumber;
} & { extra_metrics?: Record<string, WireNumber> };

type SummaryNumber = 'loss' | 'accuracy' | 'learning_rate';

/** {@link MetricRecord} on the wire. */
export type MetricRecordBody = MetricSampleBody | MetricSummaryBody;

/** A metric record as it goes on the wire. */
export function encodeMetricRecord(record: MetricRecord): MetricRecordBody {
  switch (record.kind) {
    case 'sample': {
      const { kind: _, value, ...fields } = record;
      return { ...snakeKeys(fields), value: encodeNumber(value) };
    }
    case 'summary': {
      const { kind: _, loss, accuracy, learningRate, extraMetrics, ...fields } = record;
      return {
        ...snakeKeys(fields),
        ...(loss === undefined ? {} : { loss: encodeNumber(loss) }),
        ...(accuracy === undefined ? {} : { accuracy: encodeNumber(accuracy) }),
        ...(learningRate === undefined ? {} : { learning_rate: encodeNumber(learningRate) }),
        ...(extraMetrics === undefined ? {} : { extra_metrics: encodeNumbers(extraMetrics) }),
      };
    }
    default:
      return record satisfies never;
  }
}
