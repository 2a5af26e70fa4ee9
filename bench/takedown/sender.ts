/** Sending done by a process of its own; for a test it is killed with kill -9 at random moments, and started anew. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { senderReplySchema, type SenderOrder, type SenderStart } from './sender-words.ts';
import type { SimulatedWeb } from './web.ts';
import { SOURCES } from '../../src/platform/sources.ts';

const PROGRAM = path.resolve(import.meta.dirname, 'sender-process.ts');

/** How it is killed. */
interface Killing {
  /** Decides when. */
  readonly random: () => number;
  /** The part of all rounds of sending in which it is killed, and how often at most. */
  readonly killed: number;
  readonly mostKills: number;
}

/** Opens it. */
export function openSender(killing?: Killing) {
  let child: ChildProcess | undefined;
  let kills = 0;
  const open = async (start: SenderStart): Promise<ChildProcess> => {
    if (child?.connected === true) return child;
    const started = spawn(process.execPath, ['--max-semi-space-size=64', ...SOURCES, PROGRAM, JSON.stringify(start)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    // An order that can no longer be handed over: its answer tells.
    started.on('error', () => undefined);
    child = started;
    await nextWordOf(started);
    return started;
  };
  const kill = async (): Promise<void> => {
    const victim = child;
    child = undefined;
    if (victim === undefined || hasEnded(victim)) return;
    const ended = once(victim, 'exit');
    victim.kill('SIGKILL');
    await ended;
  };
  /** One round of sending. @throws Error when the process was killed in it, or says that it failed */
  const send = async (start: SenderStart, web: SimulatedWeb, now: Date): Promise<number> => {
    const sender = await open(start);
    const order: SenderOrder = { nowMs: now.getTime(), moves: [...web.moves] };
    const replied = nextWordOf(sender);
    sender.send(order);
    if (killing !== undefined && kills < killing.mostKills && killing.random() < killing.killed) {
      kills += 1;
      setTimeout(() => void kill(), killing.random() * 120);
    }
    const reply = senderReplySchema.parse(await replied);
    if ('failed' in reply) throw new Error(`The sender failed: ${reply.failed}.`);
    return reply.letters;
  };
  return { send, kill, kills: () => kills, pid: () => child?.pid };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** The next thing that a process says. @throws Error when it ends first: it may be killed at any moment, while it starts too */
function nextWordOf(sender: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = () => {
      sender.off('message', onMessage);
      reject(new Error('The sender was killed.'));
    };
    const onMessage = (word: unknown) => {
      sender.off('exit', onExit);
      resolve(word);
    };
    if (hasEnded(sender)) {
      onExit();
      return;
    }
    sender.once('exit', onExit);
    sender.once('message', onMessage);
  });
}
