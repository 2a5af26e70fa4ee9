/** The record of every act: how long it is, what was signed, and whether it is whole. */
import { describeMisfit, type LedgerReport } from '../../ledger/door.ts';
import { formatsOf } from '../format.ts';
import { mayUse } from '../access.ts';
import { AdministrationTabs } from './administration-frame.tsx';
import { Form, Page, type PageContext } from './shell.tsx';

/** A checkpoint outside the database, as its file and signature say. */
export interface CheckpointRow {
  readonly day: string;
  readonly size: number | undefined;
  readonly root: string | undefined;
  readonly isSigned: boolean;
}

interface LedgerProps {
  readonly page: PageContext;
  readonly checkpoints: readonly CheckpointRow[];
  readonly entries: number;
  readonly publicKey: string;
  /** undefined: nobody asked. */
  readonly report: LedgerReport | undefined;
}

/** Newest checkpoints and, when asked, the proof. */
export function LedgerPage(props: LedgerProps) {
  const { page, checkpoints, entries, publicKey, report } = props;
  const { ledger } = page.texts;
  const formats = formatsOf(page.language);
  return (
    <Page page={page} title={ledger.title} at="GET /ledger">
      {report !== undefined && <Report page={page} report={report} />}
      <div class="bar">
        <AdministrationTabs page={page} />
      </div>
      <h1>{ledger.title}</h1>
      <p class="lead">{ledger.lead}</p>
      <dl class="facts wide">
        <div>
          <dt>{ledger.entries}</dt>
          <dd class="figure">{formats.count(entries)}</dd>
        </div>
        <div>
          <dt>{ledger.key}</dt>
          <dd>
            <code class="address">{publicKey}</code>
          </dd>
        </div>
      </dl>
      {page.person !== undefined && mayUse('POST /ledger/verify', page.person.role) && (
        <Form page={page} action="/ledger/verify" class="inline">
          <button type="submit" aria-describedby="verify-help">
            {ledger.verify}
          </button>
          <p class="help" id="verify-help">
            {ledger.verifyHelp}
          </p>
        </Form>
      )}
      <h2>{ledger.newest}</h2>
      {checkpoints.length === 0 ? <p class="empty">{ledger.none}</p> : <Checkpoints {...props} />}
    </Page>
  );
}

function Report({ page, report }: { page: PageContext; report: LedgerReport }) {
  const { ledger } = page.texts;
  return (
    <div class={report.isWhole ? 'flash' : 'problems'} role={report.isWhole ? 'status' : 'alert'}>
      <p>
        {report.isWhole ? ledger.whole(report.entries, report.checkpoints) : ledger.broken(report.entries)}
        {report.firstMisfit !== undefined && ` ${ledger.firstMisfit(report.firstMisfit)}`}
        {report.waiting > 0 && ` ${ledger.waiting(report.waiting)}`}
      </p>
      {!report.isWhole && (
        <ul lang="en">
          {report.misfits.map((misfit, index) => (
            <li key={index}>{describeMisfit(misfit)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Checkpoints({ page, checkpoints }: LedgerProps) {
  const { ledger } = page.texts;
  const formats = formatsOf(page.language);
  return (
    <table>
      <caption>{ledger.caption(checkpoints.length)}</caption>
      <thead>
        <tr>
          <th scope="col">{ledger.day}</th>
          <th scope="col" class="number">
            {ledger.size}
          </th>
          <th scope="col">{ledger.root}</th>
          <th scope="col">{ledger.signature}</th>
        </tr>
      </thead>
      <tbody>
        {checkpoints.map((row) => (
          <tr key={row.day}>
            <th scope="row">{row.day}</th>
            <td class="number" data-label={ledger.size}>
              {row.size === undefined ? '–' : formats.count(row.size)}
            </td>
            <td data-label={ledger.root}>
              <code class="address">{row.root ?? '–'}</code>
            </td>
            <td data-label={ledger.signature}>
              <span class={row.isSigned ? 'badge legal' : 'badge illegal'}>
                {row.isSigned ? ledger.good : ledger.bad}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
