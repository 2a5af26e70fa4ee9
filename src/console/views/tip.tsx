/** One tip, opened: what was reported, who reported it when that was asked for with a reason, and the mailbox. */
import type { CaseView } from '../../cases/door.ts';
import type { MailboxEntry, TipContact, TipRecord, TipReport } from '../../intake/door.ts';
import { directionOf, languageName } from '../../terms/site-languages.ts';
import { CONTACT_REASONS, type ContactReason } from '../contact-reason.ts';
import { capital, defang, defangText, formatsOf } from '../format.ts';
import { RadioQuestion } from './question.tsx';
import { ErrorSummary, Flash, Form, Moment, Page, type PageContext, type Problem } from './shell.tsx';

interface TipProps {
  readonly page: PageContext;
  readonly view: CaseView;
  readonly tip: TipRecord;
  readonly number: number;
  readonly report: TipReport;
  /** Some of it was sealed by the sender and cannot be opened. */
  readonly isUnreadable: boolean;
  /** undefined: not opened. */
  readonly contact: TipContact | undefined;
  readonly contactReason: ContactReason | undefined;
  readonly addresses: readonly string[];
  readonly mailbox: readonly MailboxEntry[];
  readonly question: string;
  readonly problems: readonly Problem[];
}

/** The words on the left, the person and the plain facts on the right. */
export function TipPage(props: TipProps) {
  const { page, view, number, problems } = props;
  const { texts } = page;
  const title = texts.tip.title(number);
  return (
    <Page
      page={page}
      title={`${texts.tip.inCase(view.number)}: ${title.toLowerCase()}`}
      hasProblem={problems.length > 0}
    >
      <ErrorSummary texts={texts} problems={problems} />
      <p class="crumb">
        <a href={`/cases/${view.id}`}>{texts.tip.inCase(view.number)}</a>
      </p>
      <h1>
        {title} {props.tip.isUrgent && <span class="badge urgent">{texts.case.urgent}</span>}
      </h1>
      <div class="columns">
        <div>
          <Report {...props} />
          <Mailbox {...props} />
        </div>
        <aside>
          <Facts {...props} />
          <Contact {...props} />
        </aside>
      </div>
    </Page>
  );
}

const REPORT_FIELDS = [
  ...(['narrative', 'suspect', 'whySuspicious', 'pageReachedFrom', 'accessNeeded'] as const),
  ...(['seenWhen', 'place', 'travelCountry', 'hotel', 'dates'] as const),
] as const;

function Report({ page, report, addresses, isUnreadable }: TipProps) {
  const { texts } = page;
  const { own = [] } = report;
  const given = REPORT_FIELDS.filter((field) => (report[field] ?? '') !== '');
  return (
    <section aria-labelledby="report">
      <h2 id="report">{texts.tip.report}</h2>
      {isUnreadable && <Flash text={texts.tip.unreadable} isBad />}
      {given.length === 0 && own.length === 0 && addresses.length === 0 && !isUnreadable && (
        <p class="empty">{texts.tip.noText}</p>
      )}
      <dl class="told">
        {given.map((field) => (
          <div key={field}>
            <dt>{texts.tip.fields[field]}</dt>
            <dd class="words" dir="auto">
              {defangText(report[field] ?? '')}
            </dd>
          </div>
        ))}
        {own.map(({ question, label, answer }) => (
          <div key={question}>
            <dt dir="auto">{label}</dt>
            <dd class="words" dir="auto">
              {defangText(answer)}
            </dd>
          </div>
        ))}
        <div>
          <dt>{texts.tip.addresses}</dt>
          <dd>
            {addresses.length === 0 ? (
              texts.tip.noAddresses
            ) : (
              <ul class="addresses">
                {addresses.map((address, index) => (
                  <li key={index}>
                    <code class="address">{defang(address)}</code>
                  </li>
                ))}
              </ul>
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Facts({ page, tip }: TipProps) {
  const { texts, language } = page;
  const rows: readonly (readonly [string, string])[] = [
    [texts.tip.received, formatsOf(language).moment(tip.receivedHour)],
    [texts.queue.category, texts.categories[tip.category]],
    [texts.tip.source, texts.sources[tip.source]],
    [texts.tip.language, languageName(tip.language, language)],
    [texts.tip.wantsAnswer, tip.wantsAnswer ? texts.yes : texts.no],
  ];
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{texts.tip.facts}</h2>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Contact(props: TipProps) {
  const { page, tip, contact, contactReason } = props;
  const { texts } = page;
  return (
    <section aria-labelledby="contact" class="contact">
      <h2 id="contact">{texts.tip.contact}</h2>
      {!tip.hasContact && <p class="empty">{capital(texts.tip.contactNone)}.</p>}
      {contact !== undefined && (
        <dl class="facts">
          {(['name', 'email', 'phone'] as const)
            .filter((field) => (contact[field] ?? '') !== '')
            .map((field) => (
              <div key={field}>
                <dt>{texts.tip.fields[field]}</dt>
                <dd class="words">{contact[field]}</dd>
              </div>
            ))}
        </dl>
      )}
      {contactReason !== undefined && (
        <p class="help">{texts.tip.openedBecause(texts.contactReasons[contactReason].toLowerCase())}</p>
      )}
      {tip.hasContact && contact === undefined && <OpenContact {...props} />}
    </section>
  );
}

function OpenContact({ page, view, tip, problems }: TipProps) {
  const { texts } = page;
  return (
    <>
      <p class="help">{texts.tip.contactSealed}</p>
      <Form page={page} action={`/cases/${view.id}/tips/${tip.id}/contact`} class="questions stacked">
        <RadioQuestion
          question={{
            code: 'reason',
            text: { en: texts.tip.contactReason, sv: texts.tip.contactReason },
            options: CONTACT_REASONS.map((code) => ({
              code,
              text: { en: texts.contactReasons[code], sv: texts.contactReasons[code] },
            })),
          }}
          language={page.language}
          answer=""
          problem={problems.find((each) => each.field === 'reason')?.text}
        />
        <button type="submit" class="quiet">
          {texts.tip.openContact}
        </button>
      </Form>
    </>
  );
}

function Mailbox({ page, view, tip, mailbox, question, problems }: TipProps) {
  const { texts } = page;
  const problem = problems.find((each) => each.field === 'question');
  return (
    <section aria-labelledby="mailbox">
      <h2 id="mailbox">{texts.tip.mailbox}</h2>
      <p class="help">{texts.tip.mailboxLead}</p>
      {mailbox.length === 0 && <p class="empty">{texts.tip.noMessages}</p>}
      <ol class="mailbox">
        {mailbox.map((entry) => (
          <Entry key={entry.number} page={page} entry={entry} />
        ))}
      </ol>
      <Form page={page} action={`/cases/${view.id}/tips/${tip.id}/ask`}>
        <div class={problem === undefined ? 'field' : 'field wrong'}>
          <label for="question">{texts.tip.ask}</label>
          <p class="help" id="question-help">
            {texts.tip.askHelp}
          </p>
          {problem !== undefined && (
            <p class="problem" id="question-problem">
              {problem.text}
            </p>
          )}
          <textarea
            id="question"
            name="question"
            rows={4}
            lang={tip.language}
            dir={directionOf(tip.language)}
            aria-describedby={problem === undefined ? 'question-help' : 'question-help question-problem'}
            aria-invalid={problem === undefined ? undefined : true}
          >
            {question}
          </textarea>
        </div>
        <button type="submit" class="quiet">
          {texts.tip.send}
        </button>
      </Form>
    </section>
  );
}

function Entry({ page, entry }: { page: PageContext; entry: MailboxEntry }) {
  const { texts, language } = page;
  const author = entry.kind === 'status' ? 'system' : entry.author;
  return (
    <li class={author}>
      <p class="help">
        <b>{texts.tip.author[author]}</b>{' '}
        <Moment at={entry.postedHour} text={formatsOf(language).moment(entry.postedHour)} />
      </p>
      {entry.kind === 'closed' ? (
        <p class="help">{texts.tip.closedMessage}</p>
      ) : (
        <p class="words" dir="auto">
          {entry.kind === 'status' ? texts.mailboxStatuses[entry.status] : defangText(entry.text)}
        </p>
      )}
    </li>
  );
}
