import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { formatValue } from './format.js';
import { readCssVariable } from './metric-colors.js';
import { type ChartData, smooth } from './series.js';
import type { Theme } from './use-theme.js';

const HEIGHT_PX = 216;
/** Up to this many points a curve shows each of them. */
const MARKED_POINTS = 40;

/** Draws curves on a canvas. */
export function MetricChart(props: {
  /** Says to those who cannot see it what is drawn. */
  label: string;
  curves: readonly { name: string; color: string }[];
  data: ChartData;
  isLogScale: boolean;
  smoothing: number;
  theme: Theme;
  /** Told the index of the x value under the pointer. */
  onHover: (index: number | undefined) => void;
}) {
  const { label, curves, data, isLogScale, smoothing, theme, onHover } = props;
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const isSmoothed = smoothing > 0;
  const curvesKey = curves.map(({ name, color }) => `${name} ${color}`).join('\n');

  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const made = new uPlot(
      optionsOf({ width: element.clientWidth, curves, xName: data.xName, isLogScale, isSmoothed, onHover }),
      dataOf(data, smoothing, isLogScale),
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
    // The chart is made anew when its form changes; values alone are set by the effect below. `theme` stands for colours.
  }, [curvesKey, data.xName, isLogScale, isSmoothed, theme]);

  useEffect(() => plot.current?.setData(dataOf(data, smoothing, isLogScale)), [data, smoothing, isLogScale]);

  return <div class="chart" role="img" aria-label={label} ref={holder} data-points={data.xs.length} />;
}

function optionsOf(form: {
  width: number;
  curves: readonly { name: string; color: string }[];
  xName: string;
  isLogScale: boolean;
  isSmoothed: boolean;
  onHover: (index: number | undefined) => void;
}): uPlot.Options {
  const { width, curves, xName, isLogScale, isSmoothed, onHover } = form;
  const axis: uPlot.Axis = {
    stroke: readCssVariable('--text-soft'),
    grid: { stroke: readCssVariable('--line'), width: 1 },
    ticks: { show: false },
    font: '11px Inter, system-ui, sans-serif',
  };
  return {
    width,
    height: HEIGHT_PX,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    scales: { x: { time: false }, y: isLogScale ? { distr: 3 } : {} },
    axes: [
      {
        ...axis,
        size: 26,
        gap: 6,
        labelSize: 16,
        labelGap: -2,
        labelFont: '11px Inter, system-ui, sans-serif',
        label: xName,
      },
      { ...axis, size: 48, values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : formatValue(tick))) },
    ],
    series: [
      {},
      ...curves.flatMap(({ name, color }) => {
        const stroke = readCssVariable(color);
        const line: uPlot.Series = {
          label: name,
          stroke,
          width: 1.75,
          spanGaps: true,
          points: {
            size: 6,
            fill: readCssVariable('--surface'),
            show: (self, index) => countValues(self.data[index] ?? []) <= MARKED_POINTS,
          },
        };
        const faint: uPlot.Series = { ...line, stroke: `${stroke}40`, width: 1, points: { show: false } };
        return isSmoothed ? [faint, line] : [line];
      }),
    ],
    hooks: { setCursor: [({ cursor }) => onHover(cursor.idx ?? undefined)] },
  };
}

function dataOf({ xs, ys }: ChartData, smoothing: number, isLogScale: boolean): uPlot.AlignedData {
  // A logarithmic axis has no place for zero and below.
  const drawn = isLogScale ? ys.map((curve) => curve.map((y) => (y !== null && y > 0 ? y : null))) : ys;
  if (smoothing === 0) return [xs, ...drawn];
  // A curve of a few values, such as one an epoch, is better read as it is.
  return [
    xs,
    ...drawn.flatMap((curve) => [curve, countValues(curve) > MARKED_POINTS ? smooth(curve, smoothing) : curve]),
  ];
}

function countValues(values: ArrayLike<number | null | undefined>): number {
  return Array.from(values).filter((value) => value !== null && value !== undefined).length;
}
