/**
 * The mailbox that answers come to: an IMAP4rev1 server on loopback over memory (RFC 3501; IDLE RFC 2177, ID RFC 2971,
 * NAMESPACE RFC 2342, LITERAL+ RFC 7888, SASL-IR RFC 4959). It can misbehave as mail servers do.
 */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { answerCommand } from './imap/answer-commands.ts';
import { openMailbox, type StoredMessage } from './imap/mailbox.ts';
import { openCommandReader, parseCommand, type Command } from './imap/read-commands.ts';
import type { MailCatcher } from './mail-catcher.ts';

/**
 * How the server treats its clients from now on.
 *
 * | kind             | what the client meets                                              |
 * |------------------|--------------------------------------------------------------------|
 * | ok               | a server in good health                                            |
 * | refuse-login     | NO at every log-in                                                 |
 * | hang             | no answer to anything after the greeting                           |
 * | cut-mid-literal  | the connection is cut in the middle of a message's bytes           |
 * | garbage          | a line that is no IMAP in place of the answer to FETCH             |
 * | bye              | BYE and a closed connection at the next command                    |
 * | no-idle          | IDLE is neither offered nor taken                                  |
 * | no-keywords      | only the system flags can be set                                   |
 */
export type ImapBehaviour = {
  readonly kind: 'ok' | 'refuse-login' | 'hang' | 'cut-mid-literal' | 'garbage' | 'bye' | 'no-idle' | 'no-keywords';
  /** After so many occasions the server is well again; for ever by default. */
  readonly times?: number;
};

export interface ImapOptions {
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  /** Mails to `mailbox` that the catcher takes arrive here. */
  readonly catcher?: Pick<MailCatcher, 'onMail'>;
  readonly mailbox?: string;
  readonly now?: () => Date;
}

export interface ImapServer {
  /** `imap://user:password@127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  readonly messages: () => readonly StoredMessage[];
  /** A mail arrives; line ends are made right. Gives its UID. */
  readonly deliver: (raw: string) => number;
  readonly remove: (uid: number) => void;
  /** New UIDs and a new UIDVALIDITY; sessions are cut, as after a restored server's restart. */
  readonly renumber: () => void;
  /** Commands so far, `LOGIN` without its words. */
  readonly commands: () => readonly string[];
  readonly behave: (behaviour: ImapBehaviour) => void;
  /** Cuts every connection. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** Opens it on 127.0.0.1. @throws Error when the port is taken */
export async function startImap(options: ImapOptions = {}): Promise<ImapServer> {
  const { user = 'hotline@example.org', password = 'a word for tests' } = options;
  const now = options.now ?? (() => new Date());
  const mailbox = openMailbox();
  const temper = openTemper();
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket, { mailbox, temper, commands, user, password });
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const deliver = (raw: string) => mailbox.append(raw.replace(/\r?\n/g, '\r\n'), now());
  const stopCatching = options.catcher?.onMail((mail) => {
    if (options.mailbox === undefined || mail.to.includes(options.mailbox)) {
      deliver(`Return-Path: <${mail.from}>\r\n${mail.raw}`);
    }
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `imap://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    ...{ port, deliver, cut, messages: mailbox.messages, commands: () => [...commands], behave: temper.behave },
    remove: (uid) => {
      mailbox.remove(uid);
    },
    renumber: () => {
      mailbox.renumber();
      cut();
    },
    close: async () => {
      stopCatching?.();
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}

function openTemper() {
  let behaviour: ImapBehaviour = { kind: 'ok' };
  return {
    behave: (next: ImapBehaviour) => {
      behaviour = next;
    },
    is: (kind: ImapBehaviour['kind']) => behaviour.kind === kind,
    /** True when the server behaves so on this occasion; counts it down. */
    take(kind: ImapBehaviour['kind']): boolean {
      if (behaviour.kind !== kind) return false;
      const { times } = behaviour;
      if (times !== undefined) behaviour = times > 1 ? { kind, times: times - 1 } : { kind: 'ok' };
      return true;
    },
  };
}

interface Session {
  readonly mailbox: ReturnType<typeof openMailbox>;
  readonly temper: ReturnType<typeof openTemper>;
  readonly commands: string[];
  readonly user: string;
  readonly password: string;
}

/** One connection and how far it has come. */
interface Connection extends Session {
  readonly send: (line: string) => void;
  readonly end: () => void;
  readonly cutInside: (line: string) => void;
  isLoggedIn: boolean;
  isSelected: boolean;
  /** The tag of the IDLE, or of the AUTHENTICATE, that waits for its next line. */
  idleTag: string | undefined;
  plainTag: string | undefined;
}

const CAPABILITIES = 'IMAP4rev1 LITERAL+ ID NAMESPACE SASL-IR AUTH=PLAIN';
const capabilitiesOf = ({ temper }: Session): string => (temper.is('no-idle') ? CAPABILITIES : `${CAPABILITIES} IDLE`);

/** One connection, from its greeting to its end. */
function serve(socket: Socket, session: Session): void {
  const send = (line: string) => void socket.write(Buffer.from(`${line}\r\n`, 'latin1'));
  const connection: Connection = {
    ...session,
    send,
    end: () => void socket.end(),
    cutInside: (line) => {
      socket.write(Buffer.from(`* ${line.slice(0, Math.floor(line.length / 2))}`, 'latin1'));
      socket.destroySoon();
    },
    ...{ isLoggedIn: false, isSelected: false, idleTag: undefined, plainTag: undefined },
  };
  const stopTelling = session.mailbox.onChange(() => {
    if (connection.isSelected && connection.idleTag !== undefined)
      send(`* ${session.mailbox.messages().length} EXISTS`);
  });
  socket.on('close', stopTelling);
  send(`* OK [CAPABILITY ${capabilitiesOf(session)}] stand-in`);
  const onLine = (line: string) => takeLine(connection, line);
  socket.on('data', openCommandReader({ onLine, needMore: () => send('+ go on') }));
}

function takeLine(connection: Connection, line: string): void {
  const { send, temper, commands, idleTag, plainTag } = connection;
  if (temper.is('hang')) return;
  if (plainTag !== undefined) {
    connection.plainTag = undefined;
    logIn(connection, plainTag, plainOf(line));
    return;
  }
  if (idleTag !== undefined && line.toUpperCase() === 'DONE') {
    connection.idleTag = undefined;
    send(`${idleTag} OK IDLE completed`);
    return;
  }
  const command = parseCommand(line);
  commands.push(command?.name ?? '');
  if (command === undefined) {
    send('* BAD that is no command');
    return;
  }
  if (temper.take('bye')) {
    sayBye(connection);
    return;
  }
  if (!takesBeforeLogIn(connection, command)) takeCommand(connection, command);
}

/** What every session can ask, and the log-in. False for a command that needs one and may go on. */
function takesBeforeLogIn(connection: Connection, { tag, name, words }: Command): boolean {
  const { send } = connection;
  if (name === 'CAPABILITY') send(`* CAPABILITY ${capabilitiesOf(connection)}\r\n${tag} OK done`);
  else if (name === 'ID') send(`* ID ("name" "stand-in")\r\n${tag} OK done`);
  else if (name === 'LOGOUT') sayBye(connection, `${tag} OK done`);
  else if (name === 'LOGIN') logIn(connection, tag, [words[0], words[1]]);
  else if (name === 'AUTHENTICATE' && words[1] !== undefined) logIn(connection, tag, plainOf(words[1]));
  else if (name === 'AUTHENTICATE') {
    connection.plainTag = tag;
    send('+ ');
  } else if (!connection.isLoggedIn) send(`${tag} NO log in first`);
  else return false;
  return true;
}

function takeCommand(connection: Connection, command: Command): void {
  const { send, temper, mailbox } = connection;
  const { tag, name } = command;
  if (name === 'IDLE' && !temper.is('no-idle')) {
    connection.idleTag = tag;
    send('+ idling');
    return;
  }
  connection.isSelected ||= name === 'SELECT' || name === 'EXAMINE';
  const reply = answerCommand(command, mailbox, !temper.is('no-keywords'));
  if (reply === undefined) {
    send(`${tag} BAD not known here`);
    return;
  }
  if (name === 'UID FETCH' && temper.take('garbage')) {
    send('* FETCH ((( {12');
    return;
  }
  if (name === 'UID FETCH' && temper.take('cut-mid-literal')) {
    connection.cutInside(reply.untagged[0] ?? '');
    return;
  }
  for (const line of reply.untagged) send(`* ${line}`);
  send(`${tag} ${reply.tagged}`);
}

function logIn(
  connection: Connection,
  tag: string,
  [user, password]: readonly [string | undefined, string | undefined],
): void {
  const isRefused = connection.temper.take('refuse-login');
  connection.isLoggedIn = !isRefused && user === connection.user && password === connection.password;
  connection.send(
    connection.isLoggedIn
      ? `${tag} OK [CAPABILITY ${capabilitiesOf(connection)}] welcome`
      : `${tag} NO [AUTHENTICATIONFAILED] no`,
  );
}

function sayBye(connection: Connection, last?: string): void {
  connection.send(`* BYE going down${last === undefined ? '' : `\r\n${last}`}`);
  connection.end();
}

/** The name and password of a PLAIN response (RFC 4616). */
function plainOf(base64: string): readonly [string | undefined, string | undefined] {
  const [, name, password] = Buffer.from(base64, 'base64').toString('utf8').split('\0');
  return [name, password];
}
