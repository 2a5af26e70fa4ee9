/** The providers of the month: they read what reaches them, and remove, move, answer or do nothing, each by its temper. */
import { readCaughtMail } from '../../stand-ins/mail-catcher/caught-mail.ts';
import type { RawMail } from '../../stand-ins/mail-catcher.ts';
import { answerByPage, autoReplyTo, bounceOf, replyTo } from '../../stand-ins/provider/answer.ts';
import type { Agenda } from './agenda.ts';
import type { Book, ReceivedLetter } from './book.ts';
import { carrierMailbox, registrarMailbox, type Month, type MonthItem } from './month.ts';
import { hostingReaction, otherReaction, type AnswerKind, type Reaction } from './tempers.ts';
import type { SimulatedWeb } from './web.ts';

export type Role = 'hosting' | 'upstream' | 'registrar' | 'owner';
/** Whoever has a mailbox. */
export interface Party {
  readonly role: Role;
  readonly n: number;
}

/** By mailbox, all of the month's. */
export function partiesOf(month: Month): ReadonlyMap<string, Party> {
  const parties = new Map<string, Party>();
  for (const { n, mailbox, carrier } of month.providers) {
    parties.set(mailbox, { role: 'hosting', n });
    parties.set(carrierMailbox(carrier), { role: 'upstream', n: carrier });
  }
  for (const { n, registrar, ownerMailbox } of month.sites) {
    parties.set(registrarMailbox(registrar), { role: 'registrar', n: registrar });
    if (ownerMailbox !== undefined) parties.set(ownerMailbox, { role: 'owner', n });
  }
  return parties;
}

/** What the providers do their part with. */
export interface ProvidersDeps {
  readonly month: Month;
  readonly web: SimulatedWeb;
  readonly book: Book;
  readonly agenda: Agenda;
  readonly now: () => Date;
  /** Where their mails go. */
  readonly mailBack: (raw: string) => Promise<void>;
}

/** Opens the mailboxes. `receive` is for the catcher. */
export function openProviders(deps: ProvidersDeps) {
  const parties = partiesOf(deps.month);
  const counts = new Map<string, number>();
  const answers = { page: 0, mail: 0 };
  const receive = (mail: RawMail): void => {
    const now = deps.now();
    const letter = deps.book.note(mail, now);
    const party = parties.get(letter?.to ?? '');
    if (letter === undefined || party === undefined) return;
    let answer: Reaction['answer'];
    for (const { item: n } of letter.notices) {
      const item = deps.month.items[n];
      if (item === undefined) continue;
      const key = `${party.role} ${party.n}`;
      const count = (counts.get(`${key} ${n}`) ?? 0) + 1;
      counts.set(`${key} ${n}`, count);
      const reaction = reactionOf(deps, party, item, { item: n, party: key, count, at: now });
      follow(deps, item, reaction, now);
      if (count === 1 || reaction.answer?.kind === 'removed') answer ??= reaction.answer;
    }
    if (answer === undefined) return;
    const { kind, afterMs } = answer;
    answers[PAGE_KINDS.has(kind) ? 'page' : 'mail'] += 1;
    deps.agenda.put(new Date(now.getTime() + afterMs), () => say(deps, kind, letter, mail));
  };
  return { receive, answers };
}

function reactionOf(
  { month, web }: ProvidersDeps,
  { role, n }: Party,
  item: MonthItem,
  notice: { readonly item: number; readonly party: string; readonly count: number; readonly at: Date },
): Reaction {
  const arrival = { ...notice, seed: month.seed };
  const host = month.providers[role === 'hosting' ? n : web.providerOf(item.site, notice.at.getTime())];
  if (host === undefined) return {};
  return role === 'hosting' ? hostingReaction(host.temper, arrival) : otherReaction(role, host.temper, arrival);
}

function follow({ web }: ProvidersDeps, item: MonthItem, reaction: Reaction, now: Date): void {
  const nowMs = now.getTime();
  if (reaction.removal !== undefined) web.remove(item, nowMs, nowMs + reaction.removal.afterMs, reaction.removal.as);
  if (reaction.movesAfterMs !== undefined) web.move(item.site, nowMs + reaction.movesAfterMs);
}

const PAGE_KINDS: ReadonlySet<AnswerKind> = new Set<AnswerKind>(['removed', 'handling', 'not-ours', 'appeal']);

async function say(deps: ProvidersDeps, kind: AnswerKind, letter: ReceivedLetter, mail: RawMail): Promise<void> {
  switch (kind) {
    case 'removed':
    case 'handling':
    case 'not-ours':
    case 'appeal':
      return letter.page === undefined ? undefined : answerByPage(letter.page, kind);
    case 'bounce':
    case 'auto-reply':
    case 'reply': {
      const envelope = { from: mail.from, to: [...mail.to] };
      const caught = await readCaughtMail(1, mail.raw, envelope, deps.now());
      if (kind === 'bounce') return deps.mailBack(bounceOf(caught));
      if (kind === 'reply') return deps.mailBack(replyTo(caught, letter.to, 'We have told our customer to remove it.'));
      return deps.mailBack(autoReplyTo(caught, letter.to, String(10_000 + letter.notices.length)));
    }
  }
}
