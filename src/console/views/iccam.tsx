/** ICCAM's page: how it answers, how far each list was read, what stands where, and what does not go through. */
import type { IccamDeskView, ListRowState, PartnerHealth, PartnerMode, Trouble } from '../../partners/door.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { actText, iccamTexts } from '../texts/iccam-page.ts';
import { codeText } from '../texts/texts.ts';
import { ErrorSummary, Field, Flash, Form, Moment, Page, type PageContext } from './shell.tsx';

export interface IccamProps {
  readonly page: PageContext;
  readonly view: IccamDeskView;
  readonly health: PartnerHealth | undefined;
  readonly mode: PartnerMode;
  /** Address, user and password are there. */
  readonly isSet: boolean;
  readonly certificateEnds: Date | undefined;
  readonly word: string | undefined;
  readonly problem: string | undefined;
  /** The day that was typed. */
  readonly given: string;
  readonly now: Date;
}

const SOON_MS = 30 * 86_400_000;

/** The page. */
export function IccamPage(props: IccamProps) {
  const { page, word, problem } = props;
  const words = iccamTexts(page.language);
  const problems = problem === undefined ? [] : [{ field: 'day', text: problem }];
  return (
    <Page page={page} title={words.title} at="GET /partners" hasProblem={problems.length > 0}>
      <Flash text={word} />
      <ErrorSummary texts={page.texts} problems={problems} />
      <p class="crumb">
        <a href="/partners">{words.back}</a>
      </p>
      <div class="heading">
        <h1>{words.title}</h1>
        {may(page, 'GET /partners/:partner') && (
          <p>
            <a class="button quiet" href="/partners/iccam">
              {words.settings}
            </a>
          </p>
        )}
      </div>
      <p class="lead">{words.lead}</p>
      <Notes {...props} />
      <div class="columns">
        <div>
          <Lists {...props} />
          <Troubles {...props} />
        </div>
        <aside>
          <Standing {...props} />
          {may(page, 'POST /iccam/read') && <Steer {...props} />}
          <Catalogues {...props} />
        </aside>
      </div>
    </Page>
  );
}

const may = ({ person }: PageContext, route: Parameters<typeof mayUse>[0]): boolean =>
  person !== undefined && mayUse(route, person.role);

const failureText = (page: PageContext, code: string): string =>
  codeText(page.texts.failures, code, page.texts.otherCode);

/** What an operator must know before anything else. */
function Notes({ page, health, mode, isSet, certificateEnds, now }: IccamProps) {
  const words = iccamTexts(page.language);
  const { partners } = page.texts;
  const formats = formatsOf(page.language);
  const isSoon = certificateEnds !== undefined && certificateEnds.getTime() - now.getTime() < SOON_MS;
  const modeNote =
    mode === 'off'
      ? words.modeNote.off
      : !isSet
        ? words.modeNote.unset
        : mode === 'test'
          ? words.modeNote.test
          : undefined;
  return (
    <>
      {health?.failingSince !== undefined && (
        <p class="warning">
          {partners.failing(formats.moment(health.failingSince), failureText(page, health.failureCode ?? 'unknown'))}
        </p>
      )}
      {certificateEnds !== undefined && (
        <p class={isSoon ? 'warning' : 'help'}>
          {(isSoon ? words.certificateSoon : words.certificate)(formats.day(certificateEnds))}
        </p>
      )}
      {modeNote !== undefined && <p class="help">{modeNote}</p>}
    </>
  );
}

function Lists({ page, view, now }: IccamProps) {
  const words = iccamTexts(page.language);
  const formats = formatsOf(page.language);
  return (
    <section aria-labelledby="lists">
      <h2 id="lists">{words.lists}</h2>
      <table>
        <caption class="unseen">{words.listsCaption}</caption>
        <thead>
          <tr>
            {[words.list, words.readAt, words.since].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {[words.rows, words.fresh].map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
            <th scope="col">{words.state}</th>
          </tr>
        </thead>
        <tbody>
          {view.lists.map((list) => (
            <tr key={list.name}>
              <th scope="row">{words.listNames[list.name]}</th>
              <td data-label={words.readAt}>
                {list.readAt === undefined ? (
                  words.never
                ) : (
                  <Moment at={list.readAt} text={formats.time(list.readAt, now)} />
                )}
              </td>
              <td data-label={words.since}>
                {list.since === undefined ? '–' : <Moment at={list.since} text={formats.moment(list.since)} />}
              </td>
              <td data-label={words.rows} class="number">
                {formats.count(list.rows)}
              </td>
              <td data-label={words.fresh} class="number">
                {formats.count(list.freshRows)}
              </td>
              <td data-label={words.state}>
                <ListState page={page} list={list} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ListState({ page, list }: { page: PageContext; list: ListRowState }) {
  const words = iccamTexts(page.language);
  if (list.failureCode !== undefined) return <span>{failureText(page, list.failureCode)}</span>;
  return <span class="muted">{list.readAt === undefined ? '–' : words.well}</span>;
}

function Standing({ page, view, health }: IccamProps) {
  const words = iccamTexts(page.language);
  const { partners } = page.texts;
  const formats = formatsOf(page.language);
  const names = ['waiting', 'open', 'untaken', 'filed', 'ended', 'due'] as const;
  return (
    <section aria-labelledby="standing">
      <h2 id="standing">{words.standing}</h2>
      <dl class="facts wide">
        <div>
          <dt>{partners.health}</dt>
          <dd>
            {health?.lastSuccessAt === undefined ? (
              words.never
            ) : (
              <Moment at={health.lastSuccessAt} text={formats.moment(health.lastSuccessAt)} />
            )}
          </dd>
        </div>
        {names.map((name) => (
          <div key={name}>
            <dt>{words.counts[name]}</dt>
            <dd>{formats.count(view.counts[name])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Steer({ page, given, problem }: IccamProps) {
  const words = iccamTexts(page.language);
  return (
    <section aria-labelledby="steer">
      <h2 id="steer">{words.readNow}</h2>
      <Form page={page} action="/iccam/read">
        <button type="submit" class="quiet" aria-describedby="read-help">
          {words.readNow}
        </button>
        <p class="help" id="read-help">
          {words.readNowHelp}
        </p>
      </Form>
      <Form page={page} action="/iccam/rewind">
        <Field
          name="day"
          label={words.rewind}
          help={`${words.rewindDay}. ${words.rewindHelp}`}
          value={given}
          inputMode="numeric"
          problems={problem === undefined ? [] : [{ field: 'day', text: problem }]}
        />
        <button type="submit" class="quiet">
          {words.rewindSubmit}
        </button>
      </Form>
    </section>
  );
}

function Troubles({ page, view }: IccamProps) {
  const words = iccamTexts(page.language);
  const { troubles } = view;
  return (
    <section aria-labelledby="trouble">
      <h2 id="trouble">{words.trouble}</h2>
      {troubles.length === 0 ? (
        <p class="empty">{words.noTrouble}</p>
      ) : (
        <table>
          <caption>{words.troubleCaption(troubles.length)}</caption>
          <thead>
            <tr>
              {[words.content, words.case, words.what, words.why, words.next].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span class="unseen">{words.retry}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {troubles.map((trouble) => (
              <TroubleRow key={`${trouble.id}-${trouble.what}`} page={page} trouble={trouble} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function TroubleRow({ page, trouble }: { page: PageContext; trouble: Trouble }) {
  const words = iccamTexts(page.language);
  const { contentId, caseId, caseNumber, what, code, nextAt, isFinal } = trouble;
  return (
    <tr>
      <th scope="row">{contentId}</th>
      <td data-label={words.case}>{caseId === undefined ? '–' : <a href={`/cases/${caseId}`}>{caseNumber}</a>}</td>
      <td data-label={words.what}>{actText(words, what)}</td>
      <td data-label={words.why}>{failureText(page, code)}</td>
      <td data-label={words.next}>
        {isFinal || nextAt === undefined ? (
          words.nextNever
        ) : (
          <Moment at={nextAt} text={formatsOf(page.language).moment(nextAt)} />
        )}
      </td>
      <td class="act">
        {may(page, 'POST /iccam/contents/:contentId/retry') && (
          <Form page={page} action={`/iccam/contents/${trouble.id}/retry`}>
            <button type="submit" class="quiet" aria-label={words.retryOf(contentId)}>
              {words.retry}
            </button>
          </Form>
        )}
      </td>
    </tr>
  );
}

function Catalogues({ page, view }: IccamProps) {
  const words = iccamTexts(page.language);
  const { differences, cataloguesReadAt } = view;
  return (
    <section aria-labelledby="catalogues">
      <h2 id="catalogues">{words.catalogues}</h2>
      {differences.length > 0 ? (
        <>
          <p class="warning">{words.differ}</p>
          <ul>
            {differences.map(({ name, id, kind, theirs }) => (
              <li key={`${name}-${id}`}>{kind === 'gone' ? words.gone(name, id) : words.renamed(name, id, theirs)}</li>
            ))}
          </ul>
        </>
      ) : (
        <p class="help">
          {cataloguesReadAt === undefined
            ? words.cataloguesNever
            : words.cataloguesSame(formatsOf(page.language).moment(cataloguesReadAt))}
        </p>
      )}
    </section>
  );
}
