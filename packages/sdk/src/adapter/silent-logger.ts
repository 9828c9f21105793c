import type { RunLogger } from '../logger/run-logger.js';

/** Tells nobody. */
export const silentLogger: RunLogger = {
  logMetric() {},
  logMetrics() {},
  logMessage() {},
  logEpochSummary() {},
  logParams() {},
  updateStatus() {},
  reportProgress() {},
  reportCompleted() {},
  reportFailed() {},
  reportCancelled() {},
  async flush() {
    return true;
  },
};
