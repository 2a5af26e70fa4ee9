import type { FigureDocument, FigureTable } from '../export/figure-document.ts';
import { SUM_ROW } from '../yearly/report-document.ts';
import { FiguresHead } from './figures-head.tsx';

/** A document of figures as a page shows it: what its files hold, in their order. Headings begin at the second level. */
export function ReportView({ report }: { readonly report: FigureDocument }) {
  const { title, language, remarks, tables, sections = [] } = report;
  return (
    <article class="figures report" lang={language} aria-labelledby="report-title">
      <h2 id="report-title">{title}</h2>
      {remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      {tables.map((table) => (
        <ReportTable key={table.heading} table={table} />
      ))}
      {sections.map(({ heading, paragraphs }) => (
        <div key={heading}>
          <h3>{heading}</h3>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
      ))}
    </article>
  );
}

function ReportTable({ table }: { readonly table: FigureTable }) {
  const { heading, lead, columns, rows, empty } = table;
  const [, ...others] = columns;
  return (
    <div>
      <h3>{heading}</h3>
      {lead !== '' && <p class="figures-muted">{lead}</p>}
      {rows.length === 0 ? (
        <p>{empty}</p>
      ) : (
        <table class="figures-table">
          <caption class="unseen">{heading}</caption>
          <FiguresHead columns={columns} />
          <tbody>
            {rows.map(({ key, label, cells }) => (
              <tr key={key} class={key === SUM_ROW ? 'report-sum' : undefined}>
                <th scope="row">{label}</th>
                {cells.map(({ text, value }, at) => (
                  <td key={others[at]} class={value === undefined ? 'figures-number figures-muted' : 'figures-number'}>
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
