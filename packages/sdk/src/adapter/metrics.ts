import type { ReportMetrics } from '../protocol/progress-report.js';

/** Values by metric name, e.g. `{ 'train/loss': 0.3, 'val/accuracy': 0.97, learning_rate: 0.1 }`. */
export type Metrics = Record<string, number>;

/** The first loss that is NaN or infinite: a metric called `loss`, `…/loss`, `…_loss` or `…-loss`. */
export function findDivergedLoss(metrics: Metrics): { metric: string; value: number } | undefined {
  for (const [metric, value] of Object.entries(metrics)) {
    if (/(^|[/_-])loss$/.test(metric) && !Number.isFinite(value)) return { metric, value };
  }
  return undefined;
}

/** Metrics in the form of progress and completion reports; validation stands for the run where there is one. */
export function toReportMetrics(metrics: Metrics): ReportMetrics {
  const loss = metrics['val/loss'] ?? metrics['train/loss'];
  const accuracy = metrics['val/accuracy'] ?? metrics['train/accuracy'];
  const learningRate = metrics.learning_rate;
  return {
    ...(loss === undefined ? {} : { loss }),
    ...(accuracy === undefined ? {} : { accuracy }),
    ...(learningRate === undefined ? {} : { learningRate }),
    extraMetrics: metrics,
  };
}
