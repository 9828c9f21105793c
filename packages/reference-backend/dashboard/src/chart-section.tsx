import { useState } from 'preact/hooks';
import { ChartPanel } from './chart-panel.js';
import type { SeriesByName } from './series.js';
import type { Theme } from './use-theme.js';

/** The charts of a job: loss and accuracy at first, any metric on request. */
export function ChartSection(props: { series: SeriesByName | undefined; metricCount: number; theme: Theme }) {
  const { series = new Map(), metricCount, theme } = props;
  const [isLogScale, setIsLogScale] = useState(false);
  const [smoothing, setSmoothing] = useState(0.6);
  return (
    <section aria-label="Metrics">
      <div class="chart-tools">
        <h3>
          Metrics <span class="count">{metricCount}</span>
        </h3>
        <span class="spacer" />
        <label class="tool">
          <input
            type="checkbox"
            checked={isLogScale}
            onChange={({ currentTarget }) => setIsLogScale(currentTarget.checked)}
          />
          Log scale for loss
        </label>
        <label class="tool">
          Smoothing
          <input
            type="range"
            min={0}
            max={0.98}
            step={0.02}
            value={smoothing}
            onInput={({ currentTarget }) => setSmoothing(Number(currentTarget.value))}
          />
          <output class="tool-value">{smoothing.toFixed(2)}</output>
        </label>
      </div>
      <div class="charts">
        <ChartPanel title="Loss" suffix="loss" series={series} isLogScale={isLogScale} {...{ smoothing, theme }} />
        <ChartPanel title="Accuracy" suffix="accuracy" series={series} isLogScale={false} {...{ smoothing, theme }} />
      </div>
    </section>
  );
}
