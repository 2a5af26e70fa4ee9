import { scaleLinear } from 'd3-scale';
import type { BoardTable } from '../board/board-tables.ts';
import type { BoardTexts } from '../board/board-texts.ts';
import type { Formats } from '../format.ts';
import { Chart, round } from './chart.tsx';

const WIDTHS = [
  { name: 'wide', widthPx: 480 },
  { name: 'narrow', widthPx: 344 },
] as const;
const ROW_PX = 40;
const BAR_PX = 14;
/** Room for the number at the end of the longest bar. */
const NUMBER_PX = 84;

/** One bar a row, its name above it and its number at its end; the numbers again in the table beside it. */
export function BarList(props: { table: BoardTable; texts: BoardTexts; formats: Formats }) {
  const { table, texts, formats } = props;
  const rows = table.rows.map(({ key, label, cells }) => ({ key, label, count: cells[0]?.value ?? 0 }));
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const top = rows.reduce((best, row) => (row.count > best.count ? row : best), { key: '', label: '', count: 0 });
  const description = texts.chart(table.heading, formats.count(total), top.label, formats.count(top.count));
  return (
    <div>
      {WIDTHS.map(({ name, widthPx }) => {
        const x = scaleLinear([0, Math.max(1, top.count)], [0, widthPx - NUMBER_PX]);
        const size = { name, widthPx, heightPx: rows.length * ROW_PX + 4 };
        return (
          <Chart
            key={name}
            id={`figures-bars-${table.code}`}
            size={size}
            title={table.heading}
            description={description}
          >
            {rows.map(({ key, label, count }, at) => (
              <g key={key}>
                <text x={0} y={at * ROW_PX + 14}>
                  {label}
                </text>
                <rect
                  class="figures-row-ground"
                  x={0}
                  y={at * ROW_PX + 20}
                  width={widthPx - NUMBER_PX}
                  height={BAR_PX}
                  rx={2}
                />
                <rect
                  class="figures-row-bar"
                  x={0}
                  y={at * ROW_PX + 20}
                  width={round(x(count))}
                  height={BAR_PX}
                  rx={2}
                />
                <text class="figures-row-number" x={round(x(count)) + 8} y={at * ROW_PX + 20 + BAR_PX / 2} dy="0.35em">
                  {formats.count(count)}
                </text>
              </g>
            ))}
          </Chart>
        );
      })}
    </div>
  );
}
