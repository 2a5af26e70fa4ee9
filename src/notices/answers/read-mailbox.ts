/**
 * The loop that reads what providers and mail systems write back. Each mail is taken in one transaction with the place in the
 * mailbox, so that a killed process takes it again or not at all; the mark in the mailbox comes after.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { transact, type Db } from '../../platform/db.ts';
import { isDatabaseAway } from '../../platform/http.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import { startLoop, type Loop } from '../../platform/loop.ts';
import { isLoopbackUrl } from '../../platform/mail.ts';
import { openImapMailbox, type ImapMailbox, type MailboxMessage } from './imap-mailbox.ts';
import { readPlace, writePlace } from './mailbox-store.ts';
import { readMessage } from './message.ts';
import { noteAnswer, type NoteAnswerDeps } from './note-answer.ts';
import { takeMessage } from './take-message.ts';

export interface MailboxDeps extends NoteAnswerDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly url: string;
}

/** Pauses of the loop in milliseconds; tests shorten them. */
export interface MailboxPauses {
  /** The longest wait for news before a look all the same. */
  readonly idleMs: number;
  readonly failureMs: number;
  /** The longest silence of a server that is asked something. */
  readonly timeoutMs: number;
}
const PAUSES: MailboxPauses = { idleMs: 60_000, failureMs: 30_000, timeoutMs: 30_000 };
const BATCH = 20;
/** A mail that fails so often of itself is set aside: the next ones must not wait behind it. */
const MOST_TRIES = 5;

/** Whether the mailbox may be read: where notices are not live, only a stand-in on this machine. */
export const mayReadMailbox = (
  config: Pick<Config, 'imapUrl'> & { readonly notices: Pick<Config['notices'], 'mode'> },
) => config.imapUrl !== undefined && (config.notices.mode === 'live' || isLoopbackUrl(config.imapUrl));

/** Reads until stopped; any number of processes may. A server that is away is tried again. */
export function startMailbox(deps: MailboxDeps, pauses: MailboxPauses = PAUSES): Loop {
  const stopping = new AbortController();
  const tries = new Map<number, number>();
  let mailbox: ImapMailbox | undefined;
  const leave = async () => {
    const open = mailbox;
    mailbox = undefined;
    await open?.close();
  };
  const loop = startLoop(
    async () => {
      try {
        mailbox ??= await openImapMailbox(deps.url, pauses.timeoutMs);
        const isMore = await readBatch(deps, mailbox, tries);
        if (!isMore && !stopping.signal.aborted) await mailbox.wait(pauses.idleMs, stopping.signal);
        return 'more';
      } catch (error) {
        await leave();
        throw error;
      }
    },
    {
      ...{ pauseMs: 0, failurePauseMs: pauses.failureMs },
      onFailure: (error) => deps.log.warn('mailbox.failed', { code: codeOf(error) }),
    },
  );
  return {
    stop: async () => {
      stopping.abort();
      await loop.stop();
      await leave();
    },
  };
}

/** Takes the next mails after the place. @returns whether more are waiting */
export async function readBatch(
  deps: MailboxDeps,
  mailbox: ImapMailbox,
  tries = new Map<number, number>(),
): Promise<boolean> {
  const digest = deps.serviceKey.digest('host', `mailbox ${deps.url.replace(/:[^:@/]*@/, '@')}`);
  const place = await readPlace(deps.db, digest, mailbox.uidValidity);
  const waiting = await mailbox.listAfter(place.lastUid);
  const uids = waiting.slice(0, BATCH);
  const taken: number[] = [];
  for (const message of await mailbox.read(uids)) {
    await takeOne(deps, message, { digest, uidValidity: mailbox.uidValidity, tries });
    taken.push(message.uid);
  }
  const lastUid = uids.at(-1);
  if (lastUid === undefined) return false;
  // Those that somebody deleted meanwhile are behind us too.
  const end = { uidValidity: mailbox.uidValidity, lastUid };
  await transact(deps.db, (tx) => writePlace(tx, digest, end, deps.clock.now()));
  deps.log.info('mailbox.read', { messages: taken.length });
  await mailbox.mark(taken);
  return waiting.length > uids.length;
}

async function takeOne(
  deps: MailboxDeps,
  message: MailboxMessage,
  at: { readonly digest: Buffer; readonly uidValidity: number; readonly tries: Map<number, number> },
): Promise<void> {
  const now = deps.clock.now();
  const place = { uidValidity: at.uidValidity, lastUid: message.uid };
  try {
    const read = await readMessage(message.raw);
    const { kind, outcome } = await transact(deps.db, async (tx) => {
      await writePlace(tx, at.digest, place, now);
      return takeMessage(tx, deps, read, now);
    });
    if (outcome === 'noted') deps.log.info('answer.noted', { via: 'mail', kind });
  } catch (error) {
    const count = (at.tries.get(message.uid) ?? 0) + 1;
    at.tries.set(message.uid, count);
    if (isDatabaseAway(error) || count < MOST_TRIES) throw error;
    deps.log.error('mailbox.failed', { code: codeOf(error) });
    await setAside(deps, message, now);
  }
}

/** Without its effects, and with nothing but the fact: a person finds it in the mailbox itself. */
async function setAside(deps: MailboxDeps, message: MailboxMessage, now: Date): Promise<void> {
  const input = { letterId: undefined, noticeIds: [], kind: 'other', via: 'mail', sourceKey: message.raw } as const;
  await transact(deps.db, (tx) => noteAnswer(tx, deps, input, now));
}
