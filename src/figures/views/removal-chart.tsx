import { scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import { DAY_MS, type RemovalFigures } from '../figures.ts';
import type { Formats } from '../format.ts';
import type { FiguresTexts } from '../texts.ts';
import { Chart, CHART_SIZES, MARGIN, round, ValueAxis, type ChartSize } from './chart.tsx';
import { drawnSteps, horizonDays } from './removal-drawing.ts';

interface Props {
  readonly removal: RemovalFigures;
  readonly texts: FiguresTexts;
  readonly formats: Formats;
}

/** The share still online by days since the decision, with the median marked; then the shares removed as numbers. */
export function RemovalChart(props: Props) {
  const { removal, texts, formats } = props;
  const median = removal.medianMs === undefined ? texts.notYet : formats.length(removal.medianMs);
  const description = texts.removalDescription(formats.count(removal.followed), formats.count(removal.gone), median);
  return (
    <figure class="figures-figure">
      {CHART_SIZES.map((size) => (
        <Chart key={size.name} id="figures-removal" size={size} title={texts.removalHeading} description={description}>
          <Curve {...props} size={size} />
        </Chart>
      ))}
      <RemovalTable {...props} />
    </figure>
  );
}

function Curve({ removal, texts, formats, size }: Props & { size: ChartSize }) {
  const lastDay = horizonDays(removal);
  const bottom = size.heightPx - MARGIN.bottom;
  const x = scaleLinear([0, lastDay], [MARGIN.left, size.widthPx - MARGIN.right]);
  const y = scaleLinear([0, 1], [bottom, MARGIN.top]);
  const points = drawnSteps(removal.curve, lastDay * DAY_MS, size.widthPx);
  const xOf = ({ atMs }: { atMs: number }) => round(x(atMs / DAY_MS));
  const yOf = ({ share }: { share: number }) => round(y(share));
  const under = area<{ atMs: number; share: number }>(xOf, bottom, yOf).curve(curveStepAfter)(points);
  const edge = line<{ atMs: number; share: number }>(xOf, yOf).curve(curveStepAfter)(points);
  const dayTicks = x.ticks(size.name === 'wide' ? 10 : 5).filter((day) => Number.isInteger(day));
  return (
    <>
      <ValueAxis
        size={size}
        name={texts.shareOnlineAxis}
        ticks={[0, 0.25, 0.5, 0.75, 1].map((share) => ({ y: y(share), text: formats.share(share) }))}
      />
      <path class="figures-area" d={under ?? ''} />
      <path class="figures-curve" d={edge ?? ''} />
      <line class="figures-base" x1={MARGIN.left} x2={size.widthPx - MARGIN.right} y1={bottom} y2={bottom} />
      {dayTicks.map((day) => (
        <g key={day}>
          <line class="figures-base" x1={round(x(day))} x2={round(x(day))} y1={bottom} y2={bottom + 4} />
          <text class="figures-tick" x={round(x(day))} y={bottom + 17} text-anchor="middle">
            {formats.count(day)}
          </text>
        </g>
      ))}
      <text class="figures-axis-name" x={size.widthPx - MARGIN.right} y={bottom + 36} text-anchor="end">
        {texts.daysAxis}
      </text>
      <Mark atMs={removal.medianMs} share={0.5} name={texts.medianMark} formats={formats} size={size} x={x} y={y} />
      <Mark atMs={removal.p90Ms} share={0.1} name={texts.p90Mark} formats={formats} size={size} x={x} y={y} />
    </>
  );
}

/** A dot where the curve has come down to a share, with the time in words, on the side where there is room. */
function Mark(props: {
  atMs: number | undefined;
  share: number;
  name: string;
  formats: Formats;
  size: ChartSize;
  x: (days: number) => number;
  y: (share: number) => number;
}) {
  const { atMs, size } = props;
  if (atMs === undefined) return null;
  const [x, y, bottom] = [round(props.x(atMs / DAY_MS)), round(props.y(props.share)), props.y(0)];
  const text = `${props.formats.length(atMs)}: ${props.name}`;
  const hasRoom = x + 11 + text.length * MARK_LETTER_PX < size.widthPx;
  return (
    <g>
      <line class="figures-median" x1={x} x2={x} y1={y} y2={bottom} />
      <circle class="figures-median-dot" cx={x} cy={y} r={4.5} />
      <text
        class="figures-mark"
        x={hasRoom ? x + 11 : size.widthPx - MARGIN.right}
        y={hasRoom ? y - 8 : y - 22}
        text-anchor={hasRoom ? 'start' : 'end'}
      >
        {text}
      </text>
    </g>
  );
}

/** Widest likely mean of a letter of the marks, 14 px bold. */
const MARK_LETTER_PX = 8;

function RemovalTable({ removal, texts, formats }: Props) {
  return (
    <div class="figures-scroll" role="region" aria-label={texts.removalCaption} tabIndex={0}>
      <table class="figures-table figures-table-short">
        <caption>{texts.removalCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.within}</th>
            <th scope="col" class="figures-number">
              {texts.removedShare}
            </th>
            <th scope="col" class="figures-number">
              {texts.stillFollowed}
            </th>
          </tr>
        </thead>
        <tbody>
          {removal.within.map(({ days, share, atRisk }) => (
            <tr key={days}>
              <th scope="row">{formats.days(days)}</th>
              <td
                class={share === undefined ? 'figures-number figures-muted' : 'figures-number figures-strong'}
                data-label={texts.removedShare}
              >
                {share === undefined ? texts.unknownYet : formats.share(share)}
              </td>
              <td class="figures-number" data-label={texts.stillFollowed}>
                {formats.count(atRisk)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
