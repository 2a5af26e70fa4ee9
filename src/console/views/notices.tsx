/** What of the notices waits for a person, the stop switch, and what leaves next. */
import type { AttentionGroup, PreviewedLetter, SendingPreview, ShownAnswer } from '../../notices/door.ts';
import { mayUse } from '../access.ts';
import { defangText, formatsOf } from '../format.ts';
import { codeText } from '../texts/texts.ts';
import { NoticeTabs } from './notice-tabs.tsx';
import { ErrorSummary, Field, Flash, Form, Moment, Page, type PageContext, type Problem } from './shell.tsx';

export interface NoticesProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly problems: readonly Problem[];
  readonly groups: readonly AttentionGroup[];
  /** Mails that nobody could match: how many, and the newest where this person may read them. */
  readonly mailCount: number;
  readonly mails: readonly ShownAnswer[];
  readonly preview: SendingPreview;
  readonly dueSteps: number;
  readonly now: Date;
}

/** Rows of the table of letters; the caption counts all. */
const MOST_LETTERS = 40;

/** The page, in the order of what cannot wait. */
export function NoticesPage(props: NoticesProps) {
  const { page, word, problems, groups, mailCount } = props;
  const { notices } = page.texts;
  return (
    <Page page={page} title={notices.title} at="GET /notices" hasProblem={problems.length > 0}>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <ErrorSummary texts={page.texts} problems={problems} />
      <h1 class="unseen">{notices.title}</h1>
      <NoticeTabs page={page} at="GET /notices" />
      <div class="columns">
        <div>
          <section aria-labelledby="waits">
            <h2 id="waits">{notices.waitsTitle}</h2>
            {groups.length === 0 && mailCount === 0 && <p class="empty">{notices.nothing}</p>}
            <ul class="rows waits">
              {groups.map((group) => (
                <Group key={group.kind} page={page} group={group} now={props.now} />
              ))}
            </ul>
            {mailCount > 0 && <Mails {...props} />}
          </section>
          <Next {...props} />
        </div>
        <aside>
          <StopSwitch page={page} problems={problems} />
        </aside>
      </div>
    </Page>
  );
}

function Group({ page, group, now }: { page: PageContext; group: AttentionGroup; now: Date }) {
  const { notices } = page.texts;
  const [title, help] = notices.waits[group.kind];
  return (
    <li>
      <div>
        <b>{title}</b> <span class="count">{formatsOf(page.language).count(group.items)}</span>
        <p class="help">{help}</p>
        {group.kind === 'approval' && (
          <p>
            <a href="/providers?lane=approval">{notices.toApproval}</a>
          </p>
        )}
      </div>
      <ul class="cases" aria-label={notices.cases}>
        {group.cases.map(({ caseId, number, items, isUrgent, decidedAt }) => (
          <li key={caseId} class={isUrgent ? 'urgent' : undefined}>
            <a href={`/cases/${caseId}`} aria-label={notices.caseName(notices.caseLink(number, items))}>
              {notices.caseLink(number, items)}
            </a>{' '}
            {isUrgent && <span class="badge urgent">{page.texts.case.urgent}</span>}{' '}
            <span class="muted">{formatsOf(page.language).age(decidedAt, now)}</span>
          </li>
        ))}
        {group.more > 0 && <li class="muted">{notices.more(group.more)}</li>}
      </ul>
    </li>
  );
}

function Mails({ page, mailCount, mails, now }: NoticesProps) {
  const { notices, answers } = page.texts;
  const formats = formatsOf(page.language);
  return (
    <>
      <h3>
        {notices.mails} <span class="count">{formats.count(mailCount)}</span>
      </h3>
      <p class="help">{mails.length === 0 ? notices.mailsHidden : notices.mailsHelp}</p>
      <ul class="rows">
        {mails.map(({ id, kind, receivedAt, words = {} }) => (
          <li key={id}>
            <div>
              <b>{defangText(words.subject ?? '') || answers.kinds[kind]}</b>{' '}
              <Moment at={receivedAt} text={formats.time(receivedAt, now)} />
              {words.from !== undefined && (
                <p class="help">
                  {answers.from}: {defangText(words.from)}
                </p>
              )}
              {words.text !== undefined && <p class="words">{defangText(words.text)}</p>}
            </div>
            <Form page={page} action={`/notices/mails/${id}/seen`}>
              <button type="submit" class="quiet" aria-label={notices.seenMail(formats.moment(receivedAt))}>
                {notices.seen}
              </button>
            </Form>
          </li>
        ))}
      </ul>
    </>
  );
}

function StopSwitch({ page, problems }: { page: PageContext; problems: readonly Problem[] }) {
  const { notices } = page.texts;
  const { pause } = page;
  if (pause === undefined)
    return (
      <section aria-labelledby="stop">
        <h2 id="stop">{notices.stopTitle}</h2>
        <p>{notices.running}</p>
        <Form page={page} action="/notices/stop">
          <Field name="reason" label={notices.reason} help={notices.reasonHelp} problems={problems} />
          <button type="submit" class="stop">
            {notices.stop}
          </button>
        </Form>
      </section>
    );
  const formats = formatsOf(page.language);
  return (
    <section aria-labelledby="stop" class="hold on">
      <h2 id="stop">{notices.stopTitle}</h2>
      <p>
        {notices.stopped} <Moment at={pause.setAt} text={notices.since(formats.moment(pause.setAt))} />{' '}
        {notices.by(pause.by ?? notices.operator)}.
      </p>
      <p class="words">{pause.reason}</p>
      {mayUse('POST /notices/release', page.person?.role) ? (
        <Form page={page} action="/notices/release">
          <button type="submit">{notices.release}</button>
          <p class="after">{notices.releaseHelp}</p>
        </Form>
      ) : (
        <p class="after">{notices.releaseOther}</p>
      )}
    </section>
  );
}

const going = ({ items, obstacle }: PreviewedLetter): number =>
  obstacle === undefined ? items.filter(({ because }) => because === undefined).length : 0;

/** What would go, by provider; no address of an item or of a mailbox is here. */
function Next({ page, preview, dueSteps, now }: NoticesProps) {
  const { notices } = page.texts;
  const { letters } = preview;
  const items = letters.reduce((sum, letter) => sum + going(letter), 0);
  return (
    <section aria-labelledby="next">
      <h2 id="next">{notices.next}</h2>
      <p class="help">
        {notices.nextHelp} {dueSteps > 0 && notices.nextSteps(dueSteps)}
      </p>
      {letters.length === 0 ? (
        <p class="empty">{notices.nextNone}</p>
      ) : (
        <table class="plan">
          <caption>{notices.nextCaption(letters.length, items)}</caption>
          <thead>
            <tr>
              <th scope="col">{notices.provider}</th>
              <th scope="col">{notices.leaves}</th>
              <th scope="col" class="number">
                {notices.goes}
              </th>
              <th scope="col">{notices.stays}</th>
            </tr>
          </thead>
          <tbody>
            {letters.slice(0, MOST_LETTERS).map((each) => (
              <LetterRow key={each.letter.id} page={page} previewed={each} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function LetterRow({ page, previewed, now }: { page: PageContext; previewed: PreviewedLetter; now: Date }) {
  const { texts } = page;
  const { notices } = texts;
  const { letter, provider, isDue } = previewed;
  const formats = formatsOf(page.language);
  return (
    <tr>
      <th scope="row">
        {provider === undefined ? '–' : <a href={`/providers/${provider.id}`}>{provider.contact.name}</a>}{' '}
        {letter.isUrgent && <span class="badge urgent">{texts.case.urgent}</span>}
      </th>
      <td data-label={notices.leaves}>
        {isDue ? notices.now : <Moment at={letter.sendAt} text={formats.time(letter.sendAt, now)} />}
      </td>
      <td data-label={notices.goes} class="number">
        {formats.count(going(previewed))}
      </td>
      <td data-label={notices.stays}>{staysText(previewed, page)}</td>
    </tr>
  );
}

/** Why the letter waits, or what of it would not go; '–' where all of it would. */
function staysText({ obstacle, items }: PreviewedLetter, { texts }: PageContext): string {
  const { notices } = texts;
  const words = (code: string) => codeText({ ...texts.failures, ...notices.because }, code, texts.otherCode);
  const codes = items.flatMap(({ because }) => (because === undefined ? [] : [because]));
  const some = [...Map.groupBy(codes, (code) => code)].map(([code, { length }]) => notices.some(length, words(code)));
  const all = [...(obstacle === undefined ? [] : [notices.heldUp(words(obstacle))]), ...some];
  return all.length === 0 ? '–' : all.join('; ');
}
