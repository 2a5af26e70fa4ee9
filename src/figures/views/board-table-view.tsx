import type { BoardTable } from '../board/board-tables.ts';
import { FiguresHead } from './figures-head.tsx';

/** A table of figures as it is: what a chart beside it draws, for everybody. */
export function BoardTableView({ table }: { readonly table: BoardTable }) {
  const [, ...others] = table.columns;
  return (
    <div class="figures-scroll" role="region" aria-label={table.caption} tabIndex={0}>
      <table class="figures-table figures-table-short">
        <caption>{table.caption}</caption>
        <FiguresHead columns={table.columns} />
        <tbody>
          {table.rows.map(({ key, label, cells }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              {cells.map(({ text, value }, at) => (
                <td
                  key={others[at]}
                  class={value === 0 || value === undefined ? 'figures-number figures-muted' : 'figures-number'}
                  data-label={others[at]}
                >
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
