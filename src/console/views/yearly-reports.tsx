/** The yearly reports under the DSA: each that was made, and a new one. */
import type { Snapshot, YearlyReport } from '../../figures/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { yearlyReportTexts } from '../texts/yearly-report.ts';
import { Flash, Form, Page, type PageContext } from './shell.tsx';
import { SnapshotTable } from './snapshot-table.tsx';

interface YearlyReportsProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly reports: readonly Snapshot<YearlyReport>[];
  /** Years that a report can be made of. */
  readonly years: readonly number[];
  readonly names: ReadonlyMap<StaffId, string>;
}

/** The page. */
export function YearlyReportsPage(props: YearlyReportsProps) {
  const { page, word, reports } = props;
  const words = yearlyReportTexts(page.language);
  return (
    <Page page={page} title={words.title} at="GET /figures">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <p class="crumb">
        <a href="/figures">{page.texts.figures.title}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <div class="columns">
        <div>
          <h2>{words.reports}</h2>
          {reports.length === 0 ? <p class="empty">{words.none}</p> : <Reports {...props} />}
        </div>
        {mayUse('POST /figures/reports/prepare', page.person?.role) && (
          <aside>
            <NewReport {...props} />
          </aside>
        )}
      </div>
    </Page>
  );
}

function NewReport({ page, years }: YearlyReportsProps) {
  const words = yearlyReportTexts(page.language);
  return (
    <section aria-labelledby="new-report">
      <h2 id="new-report">{words.prepareTitle}</h2>
      {years.length === 0 ? (
        <p>{words.noYear}</p>
      ) : (
        <Form page={page} action="/figures/reports/prepare">
          <div class="field">
            <label for="year">{words.year}</label>
            <p class="help" id="year-help">
              {words.yearHelp}
            </p>
            <select id="year" name="year" aria-describedby="year-help">
              {years.map((year) => (
                <option key={year} value={String(year)}>
                  {year}
                </option>
              ))}
            </select>
          </div>
          <button type="submit">{words.prepare}</button>
        </Form>
      )}
    </section>
  );
}

function Reports({ page, reports, names }: YearlyReportsProps) {
  const words = yearlyReportTexts(page.language);
  return (
    <SnapshotTable
      {...{ page, words, names, caption: words.reports, first: words.year, snapshots: reports }}
      nameOf={({ content }) => String(content.year)}
      hrefOf={(id) => `/figures/reports/${id}`}
      saysWhen
    />
  );
}
