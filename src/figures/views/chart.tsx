import type { ComponentChildren } from 'preact';

/** The same chart is drawn for a wide and a narrow column, so that its letters stay as large as the text around it. */
export interface ChartSize {
  readonly name: 'wide' | 'narrow';
  readonly widthPx: number;
  readonly heightPx: number;
}

export const CHART_SIZES: readonly ChartSize[] = [
  { name: 'wide', widthPx: 880, heightPx: 340 },
  { name: 'narrow', widthPx: 344, heightPx: 280 },
];

export const MARGIN = { top: 26, right: 10, bottom: 42, left: 46 } as const;

/** A drawing with a name and a description for those who do not see it; the numbers themselves are in the table beneath. */
export function Chart(props: {
  id: string;
  size: ChartSize;
  title: string;
  description: string;
  children: ComponentChildren;
}) {
  const { size } = props;
  const id = `${props.id}-${size.name}`;
  return (
    <svg
      class={`figures-chart figures-${size.name}`}
      viewBox={`0 0 ${size.widthPx} ${size.heightPx}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-description`}
    >
      <title id={`${id}-title`}>{props.title}</title>
      <desc id={`${id}-description`}>{props.description}</desc>
      {props.children}
    </svg>
  );
}

/** Horizontal lines with their values at the left, and the axis' name above them. */
export function ValueAxis(props: { size: ChartSize; name: string; ticks: readonly { y: number; text: string }[] }) {
  const { size, name, ticks } = props;
  return (
    <g>
      <text class="figures-axis-name" x={0} y={12}>
        {name}
      </text>
      {ticks.map(({ y, text }) => (
        <g key={text}>
          <line class="figures-grid" x1={MARGIN.left} x2={size.widthPx - MARGIN.right} y1={y} y2={y} />
          <text class="figures-tick" x={MARGIN.left - 8} y={y} dy="0.32em" text-anchor="end">
            {text}
          </text>
        </g>
      ))}
    </g>
  );
}

/** A tenth of a pixel is enough for a drawing, and short. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
