/**
 * A trainer that existed before the logger: gradient descent on one slope, any framework would do. Three lines make it
 * visible. Set BACKEND_API_URL, INTERNAL_AUTH_TOKEN and JOB_ID to watch it; without them it trains just the same.
 */
import { TrainingLogger } from '@vision/trainer-sdk';

const logger = new TrainingLogger();
logger.updateStatus('running');
let slope = 0;
for (let step = 1; step <= 100; step++) {
  const x = (step % 10) / 10;
  const error = slope * x - 3 * x;
  slope -= 0.5 * error * x;
  logger.logMetric('train/loss', error ** 2, { step, epoch: Math.ceil(step / 20) });
}
logger.reportCompleted({ totalEpochsCompleted: 5, finalMetrics: { extraMetrics: { slope } } });
console.log(`slope ${slope.toFixed(3)}`, await logger.close());
