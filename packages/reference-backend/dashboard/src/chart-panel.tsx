import { useMemo, useState } from 'preact/hooks';
import { formatValue } from './format.js';
import { MetricChart } from './metric-chart.js';
import { colorVariableOf } from './metric-colors.js';
import { alignSeries, type Point, type SeriesByName } from './series.js';
import type { Theme } from './use-theme.js';

/** One chart with its values and the choice of what it shows. */
export function ChartPanel(props: {
  title: string;
  /** Metrics named so, or ending in it after a slash, are shown until the reader chooses. */
  suffix: string;
  series: SeriesByName;
  isLogScale: boolean;
  smoothing: number;
  theme: Theme;
}) {
  const { title, suffix, series, isLogScale, smoothing, theme } = props;
  const [chosen, setChosen] = useState<ReadonlySet<string>>();
  const [hovered, setHovered] = useState<number>();
  const names = [...series.keys()];
  const shown = names.filter((name) => chosen?.has(name) ?? (name === suffix || name.endsWith(`/${suffix}`)));
  const shownKey = shown.join('\n');
  const data = useMemo(
    () => alignSeries(shown.map((name) => series.get(name) ?? [])),
    // The names stand for the array, which is a new one at every render.
    [series, shownKey],
  );
  const curves = shown.map((name, index) => ({ name, color: colorVariableOf(name, index) }));
  const toggle = (name: string): void => {
    const next = new Set(shown);
    if (!next.delete(name)) next.add(name);
    setChosen(next);
  };
  const valueAt = (index: number): number | undefined => {
    if (hovered === undefined) return series.get(shown[index] ?? '')?.at(-1)?.value;
    // Where a curve has no value at the pointer, the last one before it still holds.
    const before = data.ys[index]?.slice(0, hovered + 1);
    return before?.findLast((value) => value !== null) ?? undefined;
  };

  return (
    <figure class="panel chart-panel">
      <div class="panel-head">
        <h4>{title}</h4>
        {hovered !== undefined && (
          <span class="chart-place">
            {data.xName} {data.xs[hovered]}
          </span>
        )}
        <span class="spacer" />
        <details class="metric-picker">
          <summary aria-label={`Choose metrics for ${title}`}>Metrics</summary>
          <fieldset>
            <legend class="visually-hidden">Metrics shown</legend>
            {names.map((name) => (
              <label key={name}>
                <input type="checkbox" checked={shown.includes(name)} onChange={() => toggle(name)} /> {name}
              </label>
            ))}
            {names.length === 0 && <p class="hint">None yet</p>}
          </fieldset>
        </details>
      </div>
      <figcaption class="readouts" data-testid={`readouts-${suffix}`}>
        {curves.map(({ name, color }, index) => (
          <span key={name} class="readout">
            <span class="swatch" style={{ background: `var(${color})` }} />
            {name} <strong>{formatValue(valueAt(index))}</strong>
          </span>
        ))}
        {curves.length === 0 && <span class="hint">Waiting for the first values</span>}
      </figcaption>
      <MetricChart
        label={`${title}: ${shown.join(', ') || 'no values yet'}`}
        {...{ curves, data, isLogScale, smoothing, theme }}
        onHover={setHovered}
      />
      <NonFiniteNote points={shown.map((name) => [name, series.get(name) ?? []])} />
    </figure>
  );
}

/** Says which values no line can show. */
function NonFiniteNote({ points }: { points: [name: string, points: readonly Point[]][] }) {
  const notes = points.flatMap(([name, values]) => {
    const broken = values.filter(({ value }) => !Number.isFinite(value));
    const [first] = broken;
    if (first === undefined) return [];
    const place = first.step === undefined ? `epoch ${first.epoch ?? 0}` : `step ${first.step}`;
    const times = broken.length === 1 ? 'once' : `${broken.length} times`;
    return [`${name} is ${formatValue(first.value)} ${times}, first at ${place}.`];
  });
  return notes.length === 0 ? null : <p class="non-finite">{notes.join(' ')}</p>;
}
