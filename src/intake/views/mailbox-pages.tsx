import type { ComponentChildren, VNode } from 'preact';
import { RECEIPT_LENGTH, type ReceiptFault } from '../../../lib/receipt/door.ts';
import type { SiteContext } from '../../site/site-context.ts';
import { ErrorSummary, Field } from '../../site/views/field.tsx';
import { Notice } from '../../site/views/guidance.tsx';
import { Shell } from '../../site/views/shell.tsx';
import { localeOf } from '../../terms/site-languages.ts';
import type { MailboxEntry } from '../mailbox.ts';
import { MAX_MESSAGE_LENGTH, MESSAGE_MARKS, MessageForm } from './message-form.tsx';
import { NoticeForm, type NoticeChoice } from './notice-form.tsx';

export type ReceiptProblem = ReceiptFault | { readonly code: 'unknown' };

/** Where a receipt is typed. `keptText`: a message that waits for the mailbox to be opened again. */
export function ReceiptFormPage(props: {
  readonly site: SiteContext;
  readonly typed: string;
  readonly problem: ReceiptProblem | undefined;
  readonly notice?: 'expired' | 'away';
  readonly keptText?: string;
}): VNode {
  const { site, typed, problem, notice, keptText = '' } = props;
  const { texts, language } = site;
  const { mailbox } = texts;
  const text = problem === undefined ? undefined : wordsOf(site, problem);
  const isAsked = problem === undefined && notice === undefined;
  return (
    <Shell
      site={site}
      title={mailbox.openTitle}
      elsewhere={isAsked ? { kind: 'link', path: '/mailbox' } : { kind: 'none' }}
      hasErrors={!isAsked}
    >
      <ErrorSummary site={site} problems={text === undefined ? [] : [{ field: 'receipt', text }]} />
      {notice === 'expired' && (
        <Notice kind="warning">
          <p>{mailbox.expired}</p>
        </Notice>
      )}
      {notice === 'away' && (
        <Notice kind="failure" title={mailbox.awayTitle}>
          <p>{mailbox.away}</p>
        </Notice>
      )}
      <h1>{mailbox.openTitle}</h1>
      <p>{mailbox.openIntro}</p>
      <form method="post" action={`/${language}/mailbox`} novalidate autocomplete="off" data-mailbox="">
        <Field
          name="receipt"
          label={mailbox.receiptLabel}
          hint={mailbox.receiptHint}
          value={typed}
          rows={3}
          problem={text}
          className="code"
        />
        {keptText !== '' && (
          <Field
            name="text"
            label={mailbox.keptLabel}
            hint=""
            value={keptText}
            rows={5}
            problem={undefined}
            marks={MESSAGE_MARKS}
          />
        )}
        <button type="submit">{mailbox.open}</button>
      </form>
      <h2>{mailbox.lostTitle}</h2>
      <p>{mailbox.lost}</p>
    </Shell>
  );
}

/** What has come of what was sent. `not-received`: the database was away, so the history cannot be shown either. */
export type MailboxState =
  | ('none' | 'written' | 'empty' | 'too-long' | 'full' | 'not-received')
  | ('contact-removed' | 'all-removed' | 'remove-unsure')
  | ('notice-on' | 'notice-off' | 'notice-wrong');

/** An open mailbox. */
export function MailboxPage(props: {
  readonly site: SiteContext;
  readonly entries: readonly MailboxEntry[];
  readonly isErased: boolean;
  readonly hasContact: boolean;
  /** Hidden: carries the mailbox's key, encrypted, to the next request. */
  readonly token: string;
  readonly text: string;
  readonly state: MailboxState;
  readonly notice: NoticeChoice;
  /** The desk's key, 32 bytes, for the page's script to seal to. */
  readonly recipient: Uint8Array | undefined;
  /** The page's script is at work: `text` is a stand-in. */
  readonly isSealing: boolean;
  /** What was typed as an address for mails. */
  readonly address?: string;
}): VNode {
  const { site, entries, isErased, token, text, state } = props;
  const { mailbox } = site.texts;
  const problem = messageProblem(site, state, text);
  const addressProblem = state === 'notice-wrong' ? site.texts.notice.problem : undefined;
  const problems = [
    ...(problem === undefined ? [] : [{ field: 'text', text: problem }]),
    ...(state === 'remove-unsure' ? [{ field: 'sure', text: mailbox.removeAllUnsure }] : []),
    ...(addressProblem === undefined ? [] : [{ field: 'address', text: addressProblem }]),
  ];
  return (
    <Shell
      site={site}
      title={mailbox.title}
      elsewhere={{ kind: 'none' }}
      hasErrors={problems.length > 0}
      seals={props.recipient !== undefined}
    >
      <ErrorSummary site={site} problems={problems} />
      <MessageNotice site={site} state={state} isSealing={props.isSealing} />
      <h1>{mailbox.title}</h1>
      {entries.length > 0 && <History site={site} entries={entries} />}
      {isErased ? (
        <p>{mailbox.erased}</p>
      ) : (
        <>
          <MessageForm {...{ site, token, text, problem }} recipient={props.recipient} isSealing={props.isSealing} />
          {state !== 'not-received' && (
            <>
              <NoticeForm {...{ site, token, problem: addressProblem }} choice={props.notice} typed={props.address} />
              <Removal {...props} />
            </>
          )}
        </>
      )}
      <form method="post" action={`/${site.language}/mailbox/close`}>
        <button type="submit" class="second">
          {mailbox.close}
        </button>
        <p class="soft">{mailbox.closeHint}</p>
      </form>
    </Shell>
  );
}

function History(props: { readonly site: SiteContext; readonly entries: readonly MailboxEntry[] }): VNode {
  const { site, entries } = props;
  return (
    <>
      <h2>{site.texts.mailbox.historyTitle}</h2>
      <ol class="history">
        {entries.map((entry) => (
          <Entry key={entry.number} site={site} entry={entry} />
        ))}
      </ol>
    </>
  );
}

const GOOD_NEWS = { written: 'written', 'contact-removed': 'contactRemoved', 'all-removed': 'allRemoved' } as const;

/** The sender takes back who they are, or everything. Two forms, so that neither is pressed for the other. */
function Removal(props: {
  readonly site: SiteContext;
  readonly token: string;
  readonly hasContact: boolean;
  readonly state: MailboxState;
}): VNode {
  const { site, token, hasContact, state } = props;
  const { mailbox } = site.texts;
  const form = (what: 'contact' | 'all', children: ComponentChildren) => (
    <form method="post" action={`/${site.language}/mailbox/remove`} novalidate autocomplete="off" data-mailbox="">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="what" value={what} />
      {children}
    </form>
  );
  const isUnsure = state === 'remove-unsure';
  return (
    <details class="removal" open={isUnsure}>
      <summary>{mailbox.removeTitle}</summary>
      <div>
        {hasContact &&
          form(
            'contact',
            <>
              <p>{mailbox.removeContactHint}</p>
              <button type="submit" class="second">
                {mailbox.removeContact}
              </button>
            </>,
          )}
        {form(
          'all',
          <>
            <p>{mailbox.removeAllHint}</p>
            <div class={isUnsure ? 'tick wrong' : 'tick'}>
              <input type="checkbox" id="sure" name="sure" value="yes" aria-invalid={isUnsure ? 'true' : undefined} />
              <label for="sure">{mailbox.removeAllSure}</label>
            </div>
            <button type="submit" class="second">
              {mailbox.removeAll}
            </button>
          </>,
        )}
      </div>
    </details>
  );
}

function MessageNotice(props: {
  readonly site: SiteContext;
  readonly state: MailboxState;
  readonly isSealing: boolean;
}): VNode | null {
  const { site, state } = props;
  const { mailbox, safety } = site.texts;
  switch (state) {
    case 'none':
    case 'empty':
    case 'too-long':
    case 'remove-unsure':
    case 'notice-wrong':
      return null;
    case 'notice-on':
    case 'notice-off':
      return (
        <Notice kind="good">
          <p>{state === 'notice-on' ? site.texts.notice.nowOn : site.texts.notice.nowOff}</p>
        </Notice>
      );
    case 'written':
    case 'contact-removed':
    case 'all-removed':
      return (
        <Notice kind="good">
          <p>{mailbox[GOOD_NEWS[state]]}</p>
          {state === 'written' && <p>{safety.done[props.isSealing ? 'browser' : 'server']}</p>}
        </Notice>
      );
    case 'full':
      return (
        <Notice kind="failure">
          <p>{mailbox.full}</p>
        </Notice>
      );
    case 'not-received':
      return (
        <Notice kind="failure" title={mailbox.notReceivedTitle}>
          <p>{mailbox.notReceived}</p>
        </Notice>
      );
  }
}

function Entry({ site, entry }: { readonly site: SiteContext; readonly entry: MailboxEntry }): VNode {
  const { mailbox, statuses } = site.texts;
  const date = new Intl.DateTimeFormat(localeOf(site.language), {
    dateStyle: 'long',
    timeZone: site.guidance.timeZone,
  }).format(entry.postedHour);
  if (entry.kind === 'status') {
    const { title, text } = statuses[entry.status];
    return (
      <li>
        <h3>{title}</h3>
        <time>{date}</time>
        <p>{text}</p>
      </li>
    );
  }
  return (
    <li class={entry.author}>
      <h3>{entry.author === 'hotline' ? mailbox.byHotline : mailbox.byYou}</h3>
      <time>{date}</time>
      {entry.kind === 'closed' ? (
        <p class="words soft" dir="auto" data-box={entry.mark}>
          {site.texts.messageLocks.closed}
        </p>
      ) : (
        <p class="words" dir="auto">
          {entry.text}
        </p>
      )}
    </li>
  );
}

function messageProblem(site: SiteContext, state: MailboxState, text: string): string | undefined {
  const { mailbox, problems } = site.texts;
  if (state === 'empty') return mailbox.problems['empty-message'];
  if (state === 'too-long') return problems['too-long'](mailbox.writeLabel, text.length, MAX_MESSAGE_LENGTH);
  return undefined;
}

function wordsOf(site: SiteContext, problem: ReceiptProblem): string {
  const { problems } = site.texts.mailbox;
  switch (problem.code) {
    case 'empty':
    case 'wrong-check':
    case 'unknown':
      return problems[problem.code];
    case 'wrong-length':
      return problems['wrong-length'](problem.count, RECEIPT_LENGTH);
    case 'wrong-symbol':
      return problems['wrong-symbol'](problem.symbol);
  }
}
