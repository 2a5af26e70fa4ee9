import type { VNode } from 'preact';
import { RECEIPT_LENGTH, type ReceiptFault } from '../../../lib/receipt/door.ts';
import type { SiteContext } from '../../site/site-context.ts';
import { ErrorSummary, Field } from '../../site/views/field.tsx';
import { Notice } from '../../site/views/guidance.tsx';
import { Shell } from '../../site/views/shell.tsx';
import type { MailboxEntry } from '../mailbox.ts';

/** Longest message in UTF-16 units. */
export const MAX_MESSAGE_LENGTH = 5_000;

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
    <Shell site={site} title={mailbox.openTitle} path={isAsked ? '/mailbox' : undefined} hasErrors={!isAsked}>
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
      <form method="post" action={`/${language}/mailbox`} novalidate autocomplete="off">
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
          <Field name="text" label={mailbox.keptLabel} hint="" value={keptText} rows={5} problem={undefined} />
        )}
        <button type="submit">{mailbox.open}</button>
      </form>
      <h2>{mailbox.lostTitle}</h2>
      <p>{mailbox.lost}</p>
    </Shell>
  );
}

/** What has come of the last message. `not-received`: the database was away, so the history cannot be shown either. */
export type MessageState = 'none' | 'written' | 'empty' | 'too-long' | 'full' | 'not-received';

/** An open mailbox. */
export function MailboxPage(props: {
  readonly site: SiteContext;
  readonly entries: readonly MailboxEntry[];
  readonly isErased: boolean;
  /** Hidden: carries the mailbox's key, encrypted, to the next request. */
  readonly token: string;
  readonly text: string;
  readonly state: MessageState;
}): VNode {
  const { site, entries, isErased, token, text, state } = props;
  const { mailbox } = site.texts;
  const problem = messageProblem(site, state, text);
  return (
    <Shell site={site} title={mailbox.title} path={undefined} hasErrors={problem !== undefined}>
      <ErrorSummary site={site} problems={problem === undefined ? [] : [{ field: 'text', text: problem }]} />
      <MessageNotice site={site} state={state} />
      <h1>{mailbox.title}</h1>
      {entries.length > 0 && (
        <>
          <h2>{mailbox.historyTitle}</h2>
          <ol class="history">
            {entries.map((entry) => (
              <Entry key={entry.number} site={site} entry={entry} />
            ))}
          </ol>
        </>
      )}
      {isErased ? <p>{mailbox.erased}</p> : <MessageForm site={site} token={token} text={text} problem={problem} />}
      <form method="post" action={`/${site.language}/mailbox/close`}>
        <button type="submit" class="second">
          {mailbox.close}
        </button>
        <p class="soft">{mailbox.closeHint}</p>
      </form>
    </Shell>
  );
}

function MessageForm(props: {
  readonly site: SiteContext;
  readonly token: string;
  readonly text: string;
  readonly problem: string | undefined;
}): VNode {
  const { site, token, text, problem } = props;
  const { mailbox, characters } = site.texts;
  return (
    <form method="post" action={`/${site.language}/mailbox/message`} novalidate autocomplete="off">
      <h2>{mailbox.writeTitle}</h2>
      <input type="hidden" name="token" value={token} />
      <Field
        name="text"
        label={mailbox.writeLabel}
        hint={`${mailbox.writeHint} ${characters(MAX_MESSAGE_LENGTH)}`}
        value={text}
        rows={5}
        problem={problem}
      />
      <button type="submit">{mailbox.write}</button>
    </form>
  );
}

function MessageNotice({ site, state }: { readonly site: SiteContext; readonly state: MessageState }): VNode | null {
  const { mailbox } = site.texts;
  switch (state) {
    case 'none':
    case 'empty':
    case 'too-long':
      return null;
    case 'written':
      return (
        <Notice kind="good">
          <p>{mailbox.written}</p>
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
  const date = new Intl.DateTimeFormat(site.language === 'sv' ? 'sv-SE' : 'en-GB', {
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
      <p class="words">{entry.text}</p>
    </li>
  );
}

function messageProblem(site: SiteContext, state: MessageState, text: string): string | undefined {
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
