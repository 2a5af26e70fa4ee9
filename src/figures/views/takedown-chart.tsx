import { scaleLinear } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import { DAY_MS } from '../figures.ts';
import type { Formats } from '../format.ts';
import type { TakedownGroup } from '../takedown-figures.ts';
import type { TakedownTexts } from '../takedown-texts.ts';
import { Chart, CHART_SIZES, MARGIN, round, ValueAxis, type ChartSize } from './chart.tsx';
import { drawnSteps, horizonDays, type CurvePoint } from './removal-drawing.ts';

/** More curves than this cannot be told apart; the table has them all. */
const MOST_CURVES = 5;

interface Props {
  readonly id: string;
  readonly title: string;
  readonly groups: readonly TakedownGroup[];
  readonly texts: TakedownTexts;
  readonly formats: Formats;
  readonly nameOf: (group: string) => string;
}

/** The curves of the largest groups over each other, told apart by colour and by dashes. */
export function TakedownChart({ id, title, groups, texts, formats, nameOf }: Props) {
  const drawn = groups.slice(0, MOST_CURVES);
  const description = texts.description(drawn.map(({ group }) => nameOf(group)).join(', '));
  return (
    <>
      <ul class="figures-legend">
        {drawn.map(({ group }, index) => (
          <li key={group}>
            <svg class="figures-swatch figures-swatch-line" viewBox="0 0 26 10" aria-hidden="true">
              <line class={`figures-curve figures-curve-${index + 1}`} x1={0} x2={26} y1={5} y2={5} />
            </svg>
            {nameOf(group)}
          </li>
        ))}
      </ul>
      {CHART_SIZES.map((size) => (
        <Chart key={size.name} id={id} size={size} title={title} description={description}>
          <Curves groups={drawn} size={size} texts={texts} formats={formats} />
        </Chart>
      ))}
    </>
  );
}

function Curves(props: { groups: readonly TakedownGroup[]; size: ChartSize; texts: TakedownTexts; formats: Formats }) {
  const { groups, size, texts, formats } = props;
  const lastDay = Math.max(...groups.map(({ curve, p90 }) => horizonDays({ curve, p90Ms: p90.atMs })));
  const bottom = size.heightPx - MARGIN.bottom;
  const x = scaleLinear([0, lastDay], [MARGIN.left, size.widthPx - MARGIN.right]);
  const y = scaleLinear([0, 1], [bottom, MARGIN.top]);
  const path = line<CurvePoint>(
    ({ atMs }) => round(x(atMs / DAY_MS)),
    ({ share }) => round(y(share)),
  ).curve(curveStepAfter);
  const dayTicks = x.ticks(size.name === 'wide' ? 10 : 5).filter((day) => Number.isInteger(day));
  return (
    <>
      <ValueAxis
        size={size}
        name={texts.axis}
        ticks={[0, 0.25, 0.5, 0.75, 1].map((share) => ({ y: y(share), text: formats.share(share) }))}
      />
      {groups.map(({ group, curve }, index) => (
        <path
          key={group}
          class={`figures-curve figures-curve-${index + 1}`}
          d={path(drawnSteps(curve, lastDay * DAY_MS, size.widthPx)) ?? ''}
        />
      ))}
      <line class="figures-base" x1={MARGIN.left} x2={size.widthPx - MARGIN.right} y1={bottom} y2={bottom} />
      {dayTicks.map((day) => (
        <text key={day} class="figures-tick" x={round(x(day))} y={bottom + 17} text-anchor="middle">
          {formats.count(day)}
        </text>
      ))}
      <text class="figures-axis-name" x={size.widthPx - MARGIN.right} y={bottom + 36} text-anchor="end">
        {texts.daysAxis}
      </text>
    </>
  );
}
