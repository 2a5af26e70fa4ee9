/**
 * A hosting provider with an abuse mailbox: reads the notices that reach it, and takes the named items down on the generated
 * web after a while, or never, by temper. It judges nothing: an address on one of its hosts that a notice names goes offline.
 */
import { z } from 'zod';
import type { CaughtMail, MailCatcher } from './mail-catcher.ts';
import { answerByPage, autoReplyTo, bounceOf, pageLinkIn, replyTo, type PageAnswer } from './provider/answer.ts';
import type { GeneratedWeb, PlainStateKind } from './web.ts';

/** `prompt` acts at once, `slow` after `delayMs`, `deaf` receives and does nothing. */
export type ProviderTemper = 'prompt' | 'slow' | 'deaf';

/**
 * What the provider says back, beside what it does.
 *
 * | manner       | says                                                   | takes down?      |
 * |--------------|--------------------------------------------------------|------------------|
 * | silent       | nothing                                                | by temper        |
 * | page answers | on the letter's page; `removed` when it is down        | removed: by temper; handling: by temper; else no |
 * | lie          | on the page that it is removed, at once                | no               |
 * | mail         | by mail, in a person's words                           | by temper        |
 * | auto-reply   | an automatic reply with a ticket number                | by temper        |
 * | bounce       | its mail server knows no such mailbox                  | no               |
 */
export type ProviderManner = 'silent' | PageAnswer | 'lie' | 'mail' | 'auto-reply' | 'bounce';

/** Who the provider is, and how it behaves. */
export interface ProviderOptions {
  /** The abuse mailbox; mails to other addresses are not seen. */
  readonly mailbox: string;
  /** The hosts that the provider runs; an address on another host is left alone. */
  readonly hosts: readonly string[];
  readonly web: Pick<GeneratedWeb, 'setState'>;
  /** Where notices come from; without it the caller hands each mail to `receive`. */
  readonly catcher?: Pick<MailCatcher, 'onMail'>;
  /** `prompt` by default. */
  readonly temper?: ProviderTemper;
  /** How long a slow provider takes; 60,000 ms by default. */
  readonly delayMs?: number;
  /** What a removed item answers from then on; `gone404` by default. */
  readonly removedState?: PlainStateKind;
  readonly now?: () => Date;
  /** `silent` by default. */
  readonly manner?: ProviderManner;
  /** Where its mails go; needed for `mail`, `auto-reply` and `bounce`. The IMAP stand-in's `deliver`. */
  readonly mailBack?: (raw: string) => unknown;
  /** Whom it names when it says `not-ours`. */
  readonly other?: { readonly name: string; readonly email: string };
}

/**
 * One mail to the abuse mailbox, as far as the provider acts on it; `urls` is empty where it names none of its hosts.
 */
export interface ProviderNotice {
  readonly receivedAt: Date;
  readonly mailId: number;
  /** The addresses on the provider's hosts that the notice names, each once. */
  readonly urls: readonly string[];
}

/** Kept so that a test can hold the hotline's own time of removal against it. */
export interface Takedown {
  readonly url: string;
  readonly noticedAt: Date;
  readonly removedAt: Date;
}

/** What the provider has read and done so far, in order. */
export interface Provider {
  /** Hands over a mail; one to another mailbox is not seen. */
  receive(mail: CaughtMail): void;
  notices(): readonly ProviderNotice[];
  takedowns(): readonly Takedown[];
  /** For notices to come; what was begun goes on. */
  setTemper(temper: ProviderTemper): void;
  setManner(manner: ProviderManner): void;
  /** Resolves when everything has been said that was begun. @throws Error when the page did not take an answer */
  saidAll(): Promise<void>;
  /** Stops reading and forgets what was not yet taken down. */
  close(): Promise<void>;
}

/** Opens the mailbox. */
export function startProvider(options: ProviderOptions): Provider {
  const now = options.now ?? (() => new Date());
  const hosts = new Set(options.hosts.map((name) => name.toLowerCase()));
  const notices: ProviderNotice[] = [];
  const takedowns: Takedown[] = [];
  const timers = new Map<string, NodeJS.Timeout>();
  let temper = options.temper ?? 'prompt';
  let manner = options.manner ?? 'silent';
  const saying: Promise<void>[] = [];

  const takeDown = (url: string, noticedAt: Date) => {
    timers.delete(url);
    options.web.setState(url, options.removedState ?? 'gone404');
    takedowns.push({ url, noticedAt, removedAt: now() });
  };
  const receive = (mail: CaughtMail) => {
    if (!mail.to.some((address) => address.toLowerCase() === options.mailbox.toLowerCase())) return;
    const urls = addressesIn(mail).filter((url) => hosts.has(new URL(url).hostname));
    const receivedAt = now();
    notices.push({ receivedAt, mailId: mail.id, urls });
    saying.push(say(options, manner, mail));
    if (temper === 'deaf' || KEEPS_UP.has(manner)) return;
    const delayMs = temper === 'slow' ? (options.delayMs ?? 60_000) : 0;
    for (const url of urls) {
      if (timers.has(url) || takedowns.some((one) => one.url === url)) continue;
      timers.set(
        url,
        setTimeout(() => takeDown(url, receivedAt), delayMs),
      );
    }
  };
  const stopReading = options.catcher?.onMail(receive);
  return {
    receive,
    notices: () => [...notices],
    takedowns: () => [...takedowns],
    setTemper: (next) => {
      temper = next;
    },
    setManner: (next) => {
      manner = next;
    },
    saidAll: async () => {
      await Promise.all(saying);
    },
    close: () => {
      stopReading?.();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      return Promise.resolve();
    },
  };
}

/** Manners of those who take nothing down. */
const KEEPS_UP: ReadonlySet<ProviderManner> = new Set(['need-more', 'not-ours', 'appeal', 'lie', 'bounce']);

async function say(options: ProviderOptions, manner: ProviderManner, mail: CaughtMail): Promise<void> {
  const { mailbox, mailBack } = options;
  const link = pageLinkIn(mail);
  switch (manner) {
    case 'silent':
      return;
    case 'mail':
      mailBack?.(replyTo(mail, mailbox, 'Hello, we have forwarded this to our customer.'));
      return;
    case 'auto-reply':
      mailBack?.(autoReplyTo(mail, mailbox, String(10_000 + mail.id)));
      return;
    case 'bounce':
      mailBack?.(bounceOf(mail));
      return;
    case 'lie':
      return link === undefined ? undefined : answerByPage(link, 'removed');
    case 'removed':
    case 'handling':
    case 'need-more':
    case 'not-ours':
    case 'appeal':
      return link === undefined ? undefined : answerByPage(link, manner, options.other);
  }
}

const xarfSchema = z.object({ url: z.string() });
const xarfFileSchema = z.union([xarfSchema.transform((report) => [report]), z.array(xarfSchema)]);

/**
 * The web addresses that a notice names: from its XARF reports (a JSON part with `url`), and else from its text, as a person
 * at an abuse desk reads it: `hxxp` and `[.]` are understood. Each once, in their canonical form.
 */
export function addressesIn(mail: Pick<CaughtMail, 'text' | 'attachments'>): readonly string[] {
  const reported = mail.attachments
    .filter((part) => /json/i.test(part.contentType) || /\.json$/i.test(part.filename))
    .flatMap((part) => xarfUrls(part.content.toString('utf8')));
  const named = reported.length > 0 ? reported : urlsInText(mail.text);
  return [...new Set(named.filter((url) => URL.canParse(url)).map((url) => new URL(url).href))];
}

function xarfUrls(text: string): readonly string[] {
  try {
    return (xarfFileSchema.safeParse(JSON.parse(text)).data ?? []).map((report) => report.url);
  } catch {
    return [];
  }
}

function urlsInText(text: string): readonly string[] {
  const plain = text.replace(/\bhxxp(s?):/gi, 'http$1:').replace(/\[\.\]/g, '.');
  return [...plain.matchAll(/\bhttps?:\/\/[^\s<>"]+/gi)].map(([url]) => url.replace(/[.,;:!?)\]]+$/, ''));
}
