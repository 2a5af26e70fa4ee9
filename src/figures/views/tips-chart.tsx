import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { TIP_CATEGORIES, type TipCategory } from '../../terms/categories.ts';
import type { MonthOfTips, TipFigures } from '../figures.ts';
import type { Formats } from '../format.ts';
import type { FiguresTexts } from '../texts.ts';
import { placeMonthNames } from './month-names.ts';
import { Chart, CHART_SIZES, MARGIN, round, ValueAxis, type ChartSize } from './chart.tsx';

interface Props {
  readonly tips: TipFigures;
  readonly texts: FiguresTexts;
  readonly formats: Formats;
  /** The one that is not over, `YYYY-MM`. */
  readonly currentMonth: string;
}

/** Stacked bars, one a month, the largest category (by the form's order) at the bottom; then what the colours mean; then the numbers. */
export function TipsChart(props: Props) {
  const { tips, texts, formats } = props;
  const top = tips.months.reduce((best, month) => (month.total > best.total ? month : best));
  const description = texts.tipsDescription(
    formats.count(tips.total),
    formats.count(top.total),
    formats.month(top.month),
  );
  return (
    <figure class="figures-figure">
      <Legend {...props} />
      {CHART_SIZES.map((size) => (
        <Chart key={size.name} id="figures-tips" size={size} title={texts.tipsHeading} description={description}>
          <Bars {...props} size={size} />
        </Chart>
      ))}
      <TipsTable {...props} />
    </figure>
  );
}

function Legend({ tips, texts, formats }: Props) {
  return (
    <ul class="figures-legend">
      {TIP_CATEGORIES.map((category) => (
        <li key={category}>
          <svg class="figures-swatch" viewBox="0 0 12 12" aria-hidden="true">
            <rect class={`figures-fill-${category}`} width={12} height={12} rx={2} />
          </svg>
          {texts.categories[category]}{' '}
          <span class="figures-muted">
            {formats.count(tips.months.reduce((sum, { counts }) => sum + counts[category], 0))}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Bars({ tips, texts, formats, currentMonth, size }: Props & { size: ChartSize }) {
  const { months } = tips;
  const x = scaleBand(
    months.map(({ month }) => month),
    [MARGIN.left, size.widthPx - MARGIN.right],
  )
    .paddingInner(0.22)
    .paddingOuter(0.1);
  const most = Math.max(1, ...months.map(({ total }) => total));
  const y = scaleLinear([0, most], [size.heightPx - MARGIN.bottom, MARGIN.top]).nice(4);
  const wholeTicks = y.ticks(4).filter((tick) => Number.isInteger(tick));
  const layers = stack<MonthOfTips, TipCategory>()
    .keys(TIP_CATEGORIES)
    .value(({ counts }, category) => counts[category])(months);
  return (
    <>
      <ValueAxis
        size={size}
        name={texts.tipsAxis}
        ticks={wholeTicks.map((tick) => ({ y: round(y(tick)), text: formats.count(tick) }))}
      />
      {layers.map((layer) => (
        <g key={layer.key} class={`figures-bar figures-fill-${layer.key}`}>
          {layer.map(([from, to], at) => {
            const month = months[at];
            if (month === undefined || to === from) return null;
            return (
              <rect
                key={month.month}
                x={round(x(month.month) ?? 0)}
                y={round(y(to))}
                width={round(x.bandwidth())}
                height={round(y(from) - y(to))}
              >
                <title>{`${formats.month(month.month)}, ${texts.categories[layer.key]}: ${formats.count(to - from)}`}</title>
              </rect>
            );
          })}
        </g>
      ))}
      <line class="figures-base" x1={MARGIN.left} x2={size.widthPx - MARGIN.right} y1={y(0)} y2={y(0)} />
      <MonthAxis
        months={months}
        texts={texts}
        formats={formats}
        size={size}
        currentMonth={currentMonth}
        xOf={(month) => (x(month) ?? 0) + x.bandwidth() / 2}
      />
    </>
  );
}

/** As many month names as there is room for; the year under each January, or under the first month; and that the last is not over. */
function MonthAxis(props: {
  months: readonly MonthOfTips[];
  texts: FiguresTexts;
  formats: Formats;
  size: ChartSize;
  currentMonth: string;
  xOf: (month: string) => number;
}) {
  const { months, texts, formats, size, currentMonth, xOf } = props;
  const bottom = size.heightPx - MARGIN.bottom;
  const last = months.at(-1)?.month ?? '';
  const shortName = (month: string) => formats.shortMonth(month).replace('.', '');
  const lastSoFar = `${shortName(last)} ${texts.soFar}`;
  const { named, years, hasSoFar } = placeMonthNames(
    months.map(({ month }) => month),
    size,
    lastSoFar,
  );
  return (
    <g>
      {named.map((month) => (
        <text key={month} class="figures-tick" x={round(xOf(month))} y={bottom + 17} text-anchor="middle">
          {shortName(month)}
        </text>
      ))}
      {years.map((month) => (
        <text key={month} class="figures-tick figures-year" x={round(xOf(month))} y={bottom + 34} text-anchor="middle">
          {month.slice(0, 4)}
        </text>
      ))}
      {hasSoFar && last === currentMonth && (
        <text class="figures-tick" x={size.widthPx - MARGIN.right} y={bottom + 34} text-anchor="end">
          {named.includes(last) ? texts.soFar : lastSoFar}
        </text>
      )}
    </g>
  );
}

function TipsTable({ tips, texts, formats, currentMonth }: Props) {
  return (
    <div class="figures-scroll" role="region" aria-label={texts.tipsCaption} tabIndex={0}>
      <table class="figures-table figures-table-long">
        <caption>{texts.tipsCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.month}</th>
            {TIP_CATEGORIES.map((category) => (
              <th key={category} scope="col" class="figures-number">
                {texts.categories[category]}
              </th>
            ))}
            <th scope="col" class="figures-number">
              {texts.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {tips.months.toReversed().map(({ month, counts, total }) => (
            <tr key={month}>
              <th scope="row">
                {formats.month(month)}
                {month === currentMonth && <span class="figures-muted"> {texts.soFar}</span>}
              </th>
              {TIP_CATEGORIES.map((category) => (
                <td
                  key={category}
                  class={counts[category] === 0 ? 'figures-number figures-muted' : 'figures-number'}
                  data-label={texts.categories[category]}
                >
                  {formats.count(counts[category])}
                </td>
              ))}
              <td class="figures-number figures-strong" data-label={texts.total}>
                {formats.count(total)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
