/** The mailbox of answers over IMAP (RFC 3501): read by UID, marked and never deleted, nothing of it logged. */
import { ImapFlow } from 'imapflow';
import { isLoopbackUrl } from '../../platform/mail.ts';

/** One mail as it came; cut where it is longer than anybody's words are. */
export interface MailboxMessage {
  readonly uid: number;
  readonly raw: Uint8Array;
}

/** An open mailbox. Each call throws when the connection is gone or the server misbehaves: open it anew. */
export interface ImapMailbox {
  readonly uidValidity: number;
  /** The UIDs after one, in order. */
  listAfter(lastUid: number): Promise<readonly number[]>;
  /** Those that are still there. */
  read(uids: readonly number[]): Promise<readonly MailboxMessage[]>;
  /** Marks them as taken, so that people who open the mailbox see what Fyr has read. */
  mark(uids: readonly number[]): Promise<void>;
  /** Resolves when something may have arrived, the time is over, or `signal` says to stop. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** A keyword of our own (RFC 3501, 2.3.2); `\Seen` where the server keeps no keywords. */
export const TAKEN_FLAG = '$FyrTaken';
const MOST_BYTES = 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** Connects and opens the folder that the address names, INBOX by default; `timeoutMs` is the longest silence. @throws Error when it cannot */
export async function openImapMailbox(url: string, timeoutMs = TIMEOUT_MS): Promise<ImapMailbox> {
  const place = new URL(url);
  const isTls = place.protocol === 'imaps:';
  const client = new ImapFlow({
    host: place.hostname.replace(/^\[|\]$/g, ''),
    port: place.port === '' ? (isTls ? 993 : 143) : Number(place.port),
    secure: isTls,
    // Over a network a password travels encrypted or not at all.
    ...(isTls || isLoopbackUrl(url) ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(place.username), pass: decodeURIComponent(place.password) },
    ...{ logger: false, emitLogs: false, disableAutoIdle: true, disableCompression: true, clientInfo: { name: 'Fyr' } },
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    ...{ maxLiteralSize: 4 * MOST_BYTES, maxIdleTime: 5 * 60_000 },
  });
  // Without a listener an error of the connection would end the process; whoever waits hears of it as a rejection.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const folder = decodeURIComponent(place.pathname.slice(1));
    const opened = await client.mailboxOpen(folder === '' ? 'INBOX' : folder);
    const takesKeywords = opened.permanentFlags?.has('\\*') ?? false;
    return mailboxOn(client, Number(opened.uidValidity), takesKeywords ? TAKEN_FLAG : '\\Seen');
  } catch (error) {
    client.close();
    throw error;
  }
}

function mailboxOn(client: ImapFlow, uidValidity: number, flag: string): ImapMailbox {
  return {
    uidValidity,
    listAfter: async (lastUid) => {
      const found = await client.search({ uid: `${lastUid + 1}:*` }, { uid: true });
      if (found === false || found === undefined) throw new Error('The mailbox could not be searched.');
      // `n:*` always holds the last message (RFC 3501, 6.4.8).
      return found.filter((uid) => uid > lastUid).sort((a, b) => a - b);
    },
    read: async (uids) => {
      const messages: MailboxMessage[] = [];
      if (uids.length === 0) return messages;
      const query = { uid: true, source: { start: 0, maxLength: MOST_BYTES } };
      for await (const { uid, source } of client.fetch(uids.join(), query, { uid: true })) {
        if (source !== undefined) messages.push({ uid, raw: source });
      }
      return messages.sort((a, b) => a.uid - b.uid);
    },
    mark: async (uids) => {
      if (uids.length > 0) await client.messageFlagsAdd(uids.join(), [flag], { uid: true });
    },
    wait: (ms, signal) => waitForNews(client, ms, signal),
    close: async () => {
      // LOGOUT is a courtesy: a server that is slow to answer it is left.
      const left = client.logout().catch(() => undefined);
      await Promise.race([left, new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
      client.close();
    },
  };
}

/** IDLE (RFC 2177) where there is one; else the time is waited out. @throws Error when the connection ends meanwhile */
async function waitForNews(client: ImapFlow, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const news = Promise.withResolvers<undefined>();
  const done = () => news.resolve(undefined);
  const closed = () => news.reject(new Error('The mail server closed the connection.'));
  const timer = setTimeout(done, ms);
  client.on('exists', done);
  client.on('close', closed);
  signal.addEventListener('abort', done, { once: true });
  try {
    // Ends by the next command, or with the connection, which `close` tells.
    client.idle().catch(() => undefined);
    await news.promise;
  } finally {
    clearTimeout(timer);
    client.off('exists', done);
    client.off('close', closed);
    signal.removeEventListener('abort', done);
  }
}
