/** What the server answers in a session that has logged in. */
import { isInSet, type Mailbox, type StoredMessage } from './mailbox.ts';
import type { Command } from './read-commands.ts';

/** Lines without their ends; a reply with a literal holds its line feeds itself. */
export interface Reply {
  readonly untagged: readonly string[];
  readonly tagged: string;
}

const FLAGS = '\\Answered \\Flagged \\Deleted \\Seen \\Draft';

/** The answer to a command about the mailbox; undefined for a command that is not known. */
export function answerCommand(command: Command, mailbox: Mailbox, takesKeywords: boolean): Reply | undefined {
  const done = (untagged: readonly string[] = [], text = `${command.name} completed`): Reply => ({
    untagged,
    tagged: `OK ${text}`,
  });
  switch (command.name) {
    case 'NAMESPACE':
      return done(['NAMESPACE (("" "/")) NIL NIL']);
    case 'LIST':
    case 'LSUB':
      return done([`${command.name} (\\HasNoChildren) "/" INBOX`]);
    case 'STATUS':
      return done([
        `STATUS INBOX (MESSAGES ${mailbox.messages().length} UIDNEXT ${mailbox.uidNext()} UIDVALIDITY ${mailbox.uidValidity()} UNSEEN 0)`,
      ]);
    case 'SELECT':
    case 'EXAMINE':
      return done(
        selected(mailbox, takesKeywords),
        `[${command.name === 'SELECT' ? 'READ-WRITE' : 'READ-ONLY'}] selected`,
      );
    case 'UID SEARCH':
      return done([`SEARCH ${search(command.words, mailbox).join(' ')}`.trim()]);
    case 'UID FETCH':
      return done(fetch(command.words, mailbox));
    case 'UID STORE':
      return store(command.words, mailbox, takesKeywords) ?? { untagged: [], tagged: 'NO that flag cannot be set' };
    case 'NOOP':
      // A client that does not idle hears of new messages with this answer (RFC 3501, 6.1.2).
      return done([`${mailbox.messages().length} EXISTS`]);
    case 'CHECK':
    case 'CLOSE':
    case 'UNSELECT':
      return done();
    default:
      return undefined;
  }
}

function selected(mailbox: Mailbox, takesKeywords: boolean): readonly string[] {
  return [
    `FLAGS (${FLAGS})`,
    `OK [PERMANENTFLAGS (${FLAGS}${takesKeywords ? ' \\*' : ''})] allowed`,
    `${mailbox.messages().length} EXISTS`,
    '0 RECENT',
    `OK [UIDVALIDITY ${mailbox.uidValidity()}] UIDs are good`,
    `OK [UIDNEXT ${mailbox.uidNext()}] next`,
  ];
}

const inUidSet = (set: string, mailbox: Mailbox): readonly StoredMessage[] => {
  const largest = mailbox.messages().at(-1)?.uid ?? 0;
  return mailbox.messages().filter(({ uid }) => isInSet(set, uid, largest));
};

/** The keys that our side and imapflow use: all must hold. */
function search(words: readonly string[], mailbox: Mailbox): readonly number[] {
  let found = mailbox.messages();
  for (let at = 0; at < words.length; at++) {
    const key = (words[at] ?? '').toUpperCase();
    const operand = words[at + 1] ?? '';
    const keep = (test: (message: StoredMessage) => boolean) => (found = found.filter(test));
    if (key === 'UID') keep((message) => inUidSet(operand, mailbox).includes(message));
    else if (key === 'KEYWORD') keep(({ flags }) => flags.has(operand));
    else if (key === 'UNKEYWORD') keep(({ flags }) => !flags.has(operand));
    else if (key === 'UNSEEN') keep(({ flags }) => !flags.has('\\Seen'));
    else if (/^[\d:*,]+$/.test(key)) {
      const all = mailbox.messages();
      keep((message) => isInSet(key, all.indexOf(message) + 1, all.length));
    } else continue;
    if (['UID', 'KEYWORD', 'UNKEYWORD'].includes(key)) at += 1;
  }
  return found.map(({ uid }) => uid);
}

function fetch(words: readonly string[], mailbox: Mailbox): readonly string[] {
  const [set = '', ...items] = words;
  const asked = items.join(' ').replace(/^\(|\)$/g, '');
  return inUidSet(set, mailbox).map((message) => {
    const parts = [`UID ${message.uid}`];
    if (/\bFLAGS\b/i.test(asked)) parts.push(`FLAGS (${[...message.flags].join(' ')})`);
    if (/RFC822\.SIZE/i.test(asked)) parts.push(`RFC822.SIZE ${message.raw.length}`);
    const body = /BODY(?:\.PEEK)?\[\](?:<(\d+)\.(\d+)>)?/i.exec(asked);
    if (body !== null) parts.push(literalOf(message, body[1], body[2]));
    if (body !== null && !/PEEK/i.test(body[0])) message.flags.add('\\Seen');
    return `${mailbox.messages().indexOf(message) + 1} FETCH (${parts.join(' ')})`;
  });
}

function literalOf({ raw }: StoredMessage, start: string | undefined, most: string | undefined): string {
  const from = Number(start ?? 0);
  const text = most === undefined ? raw : raw.slice(from, from + Number(most));
  return `BODY[]${start === undefined ? '' : `<${start}>`} {${text.length}}\r\n${text}`;
}

/** Undefined when the server does not keep such a flag. */
function store(words: readonly string[], mailbox: Mailbox, takesKeywords: boolean): Reply | undefined {
  const [set = '', how = '', list = ''] = words;
  const flags = list
    .replace(/[()]/g, '')
    .split(/\s+/)
    .filter((flag) => flag !== '');
  if (!takesKeywords && flags.some((flag) => !FLAGS.includes(flag))) return undefined;
  const changed = inUidSet(set, mailbox);
  for (const message of changed) {
    for (const flag of flags) {
      if (how.startsWith('-')) message.flags.delete(flag);
      else message.flags.add(flag);
    }
  }
  const untagged = changed.map(
    (message) =>
      `${mailbox.messages().indexOf(message) + 1} FETCH (UID ${message.uid} FLAGS (${[...message.flags].join(' ')}))`,
  );
  return { untagged: /SILENT/i.test(how) ? [] : untagged, tagged: 'OK STORE completed' };
}
