/**
 * A mailbox for all the world: an SMTP server on loopback that takes every mail, keeps it in memory, shows it on a page and
 * delivers nothing. It can misbehave as mail servers do, so that a sender's retries are tested against the real protocol.
 */
import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { readCaughtMail, type CaughtMail, type Envelope } from './mail-catcher/caught-mail.ts';
import { openMailSite } from './mail-catcher/mail-site.ts';

export type { CaughtAttachment, CaughtMail, MailContent } from './mail-catcher/caught-mail.ts';
export { findEncryptedPart, openAsPolice } from './mail-catcher/open-as-police.ts';

/**
 * How the SMTP server treats the next mails.
 *
 * | kind | what the sender meets | is the mail kept? |
 * |---|---|---|
 * | ok | 250 | yes |
 * | refuse | 550 at RCPT: final | no |
 * | defer | 451 at RCPT: try again later | no |
 * | hang | no answer at RCPT, the connection stays open | no |
 * | drop-in-data | the connection is cut while the message is on its way | no |
 * | drop-after-data, before-reply | the connection is cut in place of the 250 | yes: a retry is a repeat |
 * | drop-after-data, after-reply | 250, then the connection is cut | yes |
 */
export type MailBehaviour = (
  | { readonly kind: 'ok' | 'refuse' | 'defer' | 'hang' | 'drop-in-data' }
  /** `when` defaults to `before-reply`. */
  | { readonly kind: 'drop-after-data'; readonly when?: 'before-reply' | 'after-reply' }
) & {
  /** After so many mails (recipients, for what happens at RCPT) the server is well again; for ever by default. */
  readonly times?: number;
};

/** Everything has a default, so that most tests give none of it. */
export interface MailCatcherOptions {
  /** 0 or absent: any free port. */
  readonly smtpPort?: number;
  readonly webPort?: number;
  /** Armoured, without a passphrase: lets the pages show what the police would read. */
  readonly policePrivateKey?: string;
  /** The oldest mails are dropped beyond this many (1,000 by default) or this many bytes (64 MiB by default). */
  readonly maxMails?: number;
  readonly maxBytes?: number;
  readonly now?: () => Date;
  /**
   * Takes each mail as it came, in place of the box: it is neither parsed nor kept nor shown. For a benchmark's hundreds of
   * thousands.
   */
  readonly onRaw?: (mail: RawMail) => void;
}

/** A mail from the wire, with its envelope. */
export interface RawMail {
  readonly raw: Buffer;
  readonly from: string;
  readonly to: readonly string[];
}

/** Where to send, and what has arrived. */
export interface MailCatcher {
  /** `smtp://127.0.0.1:PORT` */
  readonly smtpUrl: string;
  readonly smtpPort: number;
  /** `http://127.0.0.1:PORT` */
  readonly webUrl: string;
  readonly webPort: number;
  /** Oldest first. */
  messages(): readonly CaughtMail[];
  /**
   * The first mail, kept or to come, that the predicate accepts.
   * @throws Error when none came within `timeoutMs`, saying how many were looked at; or when the catcher closes first
   */
  waitFor(predicate: (mail: CaughtMail) => boolean, timeoutMs: number): Promise<CaughtMail>;
  /** Calls the listener for each mail to come; the answer stops it. */
  onMail(listener: (mail: CaughtMail) => void): () => void;
  clear(): void;
  behave(behaviour: MailBehaviour): void;
  close(): Promise<void>;
}

/** Opens both servers on 127.0.0.1. @throws Error when a port is taken */
export async function startMailCatcher(options: MailCatcherOptions = {}): Promise<MailCatcher> {
  const box = openMailBox(options.maxMails ?? 1000, options.maxBytes ?? 64 * 1024 * 1024);
  const smtp = openSmtp(box, options.now ?? (() => new Date()), options.onRaw);
  const smtpPort = await smtp.listen(options.smtpPort ?? 0);
  const site = openMailSite({ mails: box.messages, policePrivateKey: options.policePrivateKey });
  try {
    await site.listen({ host: '127.0.0.1', port: options.webPort ?? 0 });
  } catch (error) {
    await smtp.close();
    throw error;
  }
  const webPort = portOf(site.server);
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    smtpPort,
    webUrl: `http://127.0.0.1:${webPort}`,
    webPort,
    messages: box.messages,
    waitFor: box.waitFor,
    onMail: box.onMail,
    clear: box.clear,
    behave: smtp.behave,
    close: async () => {
      box.close();
      await Promise.all([smtp.close(), site.close()]);
    },
  };
}

type MailBox = ReturnType<typeof openMailBox>;

function openMailBox(maxMails: number, maxBytes: number) {
  let mails: readonly CaughtMail[] = [];
  let lastId = 0;
  const listeners = new Set<(mail: CaughtMail) => void>();
  const waiting = new Set<(reason: Error) => void>();
  const onMail = (listener: (mail: CaughtMail) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    messages: () => mails,
    nextId: () => (lastId += 1),
    onMail,
    keep: (mail: CaughtMail) => {
      mails = withinBounds([...mails, mail], maxMails, maxBytes);
      for (const listener of [...listeners]) listener(mail);
    },
    clear: () => {
      mails = [];
    },
    waitFor: (predicate: (mail: CaughtMail) => boolean, timeoutMs: number): Promise<CaughtMail> => {
      const found = mails.find(predicate);
      if (found !== undefined) return Promise.resolve(found);
      let lookedAt = mails.length;
      return new Promise((resolve, reject) => {
        const stop = () => {
          clearTimeout(timer);
          waiting.delete(fail);
          forget();
        };
        const fail = (reason: Error) => {
          stop();
          reject(reason);
        };
        const timer = setTimeout(
          () => fail(new Error(`no such mail within ${timeoutMs} ms; ${lookedAt} others were looked at`)),
          timeoutMs,
        );
        const forget = onMail((mail) => {
          lookedAt += 1;
          if (!predicate(mail)) return;
          stop();
          resolve(mail);
        });
        waiting.add(fail);
      });
    },
    close: () => {
      for (const fail of [...waiting]) fail(new Error('the mail catcher was closed while a test waited for a mail'));
    },
  };
}

/** The newest mails that fit both bounds; the newest one stays whatever its size. */
function withinBounds(mails: readonly CaughtMail[], maxMails: number, maxBytes: number): readonly CaughtMail[] {
  const kept = mails.slice(-maxMails);
  let sizeBytes = kept.reduce((sum, mail) => sum + mail.raw.length, 0);
  let first = 0;
  while (sizeBytes > maxBytes && first < kept.length - 1) {
    sizeBytes -= kept[first]?.raw.length ?? 0;
    first += 1;
  }
  return kept.slice(first);
}

const MAX_MAIL_BYTES = 25 * 1024 * 1024;

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** What the server does now, and for how many more mails. */
function openTemper() {
  let behaviour: MailBehaviour = { kind: 'ok' };
  return {
    behave: (next: MailBehaviour) => {
      behaviour = next;
    },
    /** The behaviour at this stage of a mail; counts it down. */
    take(stage: 'rcpt' | 'data'): MailBehaviour {
      const current = behaviour;
      const stageOfIt = current.kind === 'drop-after-data' || current.kind === 'drop-in-data' ? 'data' : 'rcpt';
      if (current.kind === 'ok' || stage !== stageOfIt) return { kind: 'ok' };
      if (current.times !== undefined) {
        behaviour = current.times > 1 ? { ...current, times: current.times - 1 } : { kind: 'ok' };
      }
      return current;
    },
  };
}

type RcptHandler = NonNullable<SMTPServerOptions['onRcptTo']>;
type DataHandler = NonNullable<SMTPServerOptions['onData']>;
type Temper = ReturnType<typeof openTemper>;

function rcptHandler(temper: Temper): RcptHandler {
  return (_address, _session, callback) => {
    const { kind } = temper.take('rcpt');
    if (kind === 'hang') return;
    if (kind === 'refuse') callback(smtpError(550, '5.1.1 No such mailbox here'));
    else if (kind === 'defer') callback(smtpError(451, '4.7.1 Try again later'));
    else callback();
  };
}

/** What becomes of a mail that has come whole. */
type Keep = (raw: Buffer, envelope: Envelope) => Promise<string>;

function keepIn(box: MailBox, now: () => Date, onRaw: MailCatcherOptions['onRaw']): Keep {
  if (onRaw !== undefined) {
    return (raw, envelope) => {
      onRaw({ raw, ...envelope });
      return Promise.resolve('one of many');
    };
  }
  return async (raw, envelope) => {
    const mail = await readCaughtMail(box.nextId(), raw, envelope, now());
    box.keep(mail);
    return String(mail.id);
  };
}

function dataHandler(keep: Keep, temper: Temper, cut: (remotePort: number) => void): DataHandler {
  return (stream, session, callback) => {
    const taken = temper.take('data');
    if (taken.kind === 'drop-in-data') {
      stream.once('data', () => cut(session.remotePort));
      return;
    }
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      if (stream.sizeExceeded) {
        callback(smtpError(552, '5.3.4 Message too big'));
        return;
      }
      const { mailFrom, rcptTo } = session.envelope;
      const envelope = { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map((one) => one.address) };
      keep(Buffer.concat(chunks), envelope).then(
        (name) => {
          const drops = taken.kind === 'drop-after-data' ? (taken.when ?? 'before-reply') : 'no';
          if (drops !== 'before-reply') callback(null, `2.0.0 Taken as ${name}`);
          if (drops !== 'no') cut(session.remotePort);
        },
        () => callback(smtpError(554, '5.6.0 This is not a mail')),
      );
    });
  };
}

function openSmtp(box: MailBox, now: () => Date, onRaw: MailCatcherOptions['onRaw']) {
  const temper = openTemper();
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    name: 'mail-catcher.example.org',
    banner: 'stand-in, delivers nothing',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: MAX_MAIL_BYTES,
    onRcptTo: rcptHandler(temper),
    onData: dataHandler(keepIn(box, now, onRaw), temper, (remotePort) => sockets.get(remotePort)?.destroySoon()),
  });
  // A client that goes away in the middle is its own business; the session is over either way.
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.on('close', () => void sockets.delete(port));
  });
  return {
    behave: temper.behave,
    async listen(port: number): Promise<number> {
      const listening = server.listen(port, '127.0.0.1');
      await once(listening, 'listening');
      return portOf(listening);
    },
    async close(): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
