/** The police's own pages: their cases, and one of them with its packages, its hold and its messages. */
import type { PackageId } from '../../partners/door.ts';
import type { CaseId } from '../../terms/ids.ts';
import { formatsOf } from '../format.ts';
import { policeTextsIn } from '../texts/police.ts';
import { PoliceThread, type ShownMessage } from './police-thread.tsx';
import { ErrorSummary, Flash, Form, Moment, Page, type PageContext, type Problem } from './shell.tsx';

/** A case in the officers' list. */
export interface OwnCase {
  readonly caseId: CaseId;
  readonly number: string;
  readonly isUrgent: boolean;
  /** Of its newest package. */
  readonly arrivedAt: Date;
  readonly fetchedAt: Date | undefined;
  readonly isOnHold: boolean;
}

interface ListProps {
  readonly page: PageContext;
  readonly cases: readonly OwnCase[];
  readonly packageKey: string;
  readonly mailKey: string;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
}

/** All cases, the newest first. */
export function PoliceListPage({ page, cases, packageKey, mailKey, word }: ListProps) {
  const { own } = policeTextsIn(page.language);
  return (
    <Page page={page} title={own.title} at="GET /police">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <h1>{own.title}</h1>
      <p class="lead">{own.lead}</p>
      {cases.length === 0 ? <p class="empty">{own.none}</p> : <CaseTable page={page} cases={cases} />}
      <section aria-labelledby="colleagues" class="spaced">
        <h2 id="colleagues">{own.handOn}</h2>
        <p class="help">{own.handOnHelp}</p>
        <Form page={page} action="/police/hand-on">
          <button type="submit" class="quiet">
            {own.handOn}
          </button>
        </Form>
      </section>
      <section aria-labelledby="package-key" class="spaced">
        <h2 id="package-key">{own.key}</h2>
        <p class="help">{own.keyHelp}</p>
        <p class="whole-address">
          <code class="address">{packageKey}</code>
        </p>
        <details>
          <summary>{own.mailKey}</summary>
          <pre class="armour" tabIndex={0}>
            {mailKey}
          </pre>
        </details>
      </section>
    </Page>
  );
}

function CaseTable({ page, cases }: { page: PageContext; cases: readonly OwnCase[] }) {
  const { own } = policeTextsIn(page.language);
  const { urgent } = page.texts.case;
  const formats = formatsOf(page.language);
  return (
    <table>
      <caption>{own.caption(cases.length)}</caption>
      <thead>
        <tr>
          <th scope="col">{own.case}</th>
          <th scope="col">{own.arrived}</th>
          <th scope="col">{own.fetched}</th>
          <th scope="col">{own.hold}</th>
        </tr>
      </thead>
      <tbody>
        {cases.map(({ caseId, number, isUrgent, arrivedAt, fetchedAt, isOnHold }) => (
          <tr key={caseId} class={isUrgent && fetchedAt === undefined ? 'urgent' : undefined}>
            <th scope="row">
              <a href={`/police/cases/${caseId}`}>{number}</a> {isUrgent && <span class="badge urgent">{urgent}</span>}
            </th>
            <td data-label={own.arrived}>
              <Moment at={arrivedAt} text={formats.moment(arrivedAt)} />
            </td>
            <td data-label={own.fetched}>
              {fetchedAt === undefined ? (
                <span class="badge new">{own.notFetched}</span>
              ) : (
                <Moment at={fetchedAt} text={formats.moment(fetchedAt)} />
              )}
            </td>
            <td data-label={own.hold}>
              <span class={isOnHold ? 'badge held' : 'badge'}>{isOnHold ? own.held : own.notHeld}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A package as its page shows it; `files` is undefined where this officer cannot open it. */
export interface OwnPackage {
  readonly id: PackageId;
  readonly arrivedAt: Date;
  readonly isUrgent: boolean;
  readonly files: readonly { readonly name: string; readonly sizeBytes: number }[] | undefined;
  readonly receipts: readonly { readonly at: Date; readonly who: string; readonly file: string }[];
}

/** Whether notices are held, and by whom. */
export interface ShownHold {
  readonly isOnHold: boolean;
  readonly setAt: Date | undefined;
  readonly setBy: string | undefined;
}

interface OwnCaseProps {
  readonly page: PageContext;
  readonly caseId: CaseId;
  readonly number: string;
  readonly packages: readonly OwnPackage[];
  readonly hold: ShownHold;
  readonly messages: readonly ShownMessage[];
  readonly typed: string;
  readonly problems: readonly Problem[];
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
}

/** One case. */
export function PoliceCasePage(props: OwnCaseProps) {
  const { page, caseId, number, packages, hold, messages, typed, problems, word } = props;
  const words = policeTextsIn(page.language);
  return (
    <Page page={page} title={words.case.title(number)} at="GET /police" hasProblem={problems.length > 0}>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <ErrorSummary texts={page.texts} problems={problems} />
      <p class="crumb">
        <a href="/police">{words.case.back}</a>
      </p>
      <h1>{words.case.title(number)}</h1>
      <div class="columns">
        <div>
          <section aria-labelledby="packages">
            <h2 id="packages">{words.case.packages}</h2>
            {packages.map((each) => (
              <PackageView key={each.id} page={page} of={each} />
            ))}
          </section>
          <PoliceThread
            {...{ page, messages, typed, problems }}
            side="police"
            action={`/police/cases/${caseId}/message`}
          />
        </div>
        <aside>
          <HoldForm page={page} caseId={caseId} hold={hold} />
        </aside>
      </div>
    </Page>
  );
}

function PackageView({ page, of }: { page: PageContext; of: OwnPackage }) {
  const words = policeTextsIn(page.language);
  const formats = formatsOf(page.language);
  const size = new Intl.NumberFormat(page.language, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
  return (
    <article class="package">
      <h3>
        {words.case.prepared(formats.moment(of.arrivedAt))}{' '}
        {of.isUrgent && <span class="badge urgent">{page.texts.case.urgent}</span>}
      </h3>
      {of.files === undefined ? (
        <p class="warning">{words.case.notForYou}</p>
      ) : (
        <Form page={page} action={`/police/packages/${of.id}/fetch`}>
          <ul class="files">
            {[{ name: 'zip', sizeBytes: undefined }, ...of.files].map(({ name, sizeBytes }) => (
              <li key={name}>
                <button
                  type="submit"
                  name="file"
                  value={name}
                  class={name === 'zip' ? undefined : 'quiet'}
                  aria-label={name === 'zip' ? words.case.all : words.case.file(name)}
                >
                  {name === 'zip' ? words.case.all : name}
                </button>{' '}
                {sizeBytes !== undefined && <span class="help">{size.format(Math.max(1, sizeBytes / 1000))}</span>}
              </li>
            ))}
          </ul>
        </Form>
      )}
      <h4>{words.case.receipts}</h4>
      {of.receipts.length === 0 && <p class="empty">{words.case.noReceipts}</p>}
      <ul class="receipts">
        {of.receipts.map(({ at, who, file }, index) => (
          <li key={index}>
            <Moment at={at} text={formats.moment(at)} /> {words.case.receipt(who, file)}
          </li>
        ))}
      </ul>
    </article>
  );
}

function HoldForm({ page, caseId, hold }: { page: PageContext; caseId: CaseId; hold: ShownHold }) {
  const words = policeTextsIn(page.language).hold;
  const { isOnHold, setAt, setBy } = hold;
  return (
    <section aria-labelledby="hold" class={isOnHold ? 'hold on' : 'hold'}>
      <h2 id="hold">{words.title}</h2>
      <p>{isOnHold ? words.on : words.off}</p>
      {isOnHold && setAt !== undefined && <p>{words.setBy(setBy ?? '–', formatsOf(page.language).moment(setAt))}</p>}
      <Form page={page} action={`/police/cases/${caseId}/hold`}>
        <input type="hidden" name="hold" value={isOnHold ? 'off' : 'on'} />
        <button type="submit" class="quiet" aria-describedby="hold-help">
          {isOnHold ? words.release : words.set}
        </button>
        <p class="help" id="hold-help">
          {words.help}
        </p>
      </Form>
    </section>
  );
}
