/** `fyr recovery`: the key that backups are sealed to, whole or in shares for several people. It is shown once and kept nowhere. */
import {
  generateIdentity,
  identityFromSecret,
  identityFromText,
  identityToText,
  recipientToText,
} from '../../lib/seal/door.ts';
import type { Identity } from '../../lib/seal/door.ts';
import { combineShares, formatShare, parseShare, splitSecret } from '../../lib/shares/door.ts';
import { CommandProblem } from './command-problem.ts';

/** One line a subcommand. */
export const RECOVERY_USAGE = `fyr recovery make --shares=M/N   a new recovery key, in N shares, any M of which are needed
fyr recovery make                a new recovery key, whole
fyr recovery combine FILE        its public half, of the shares in a file: do they fit?
fyr recovery trust --as=LOGIN --and=LOGIN   it may open the desk's keys: two supervisors log in
fyr recovery invite FILE         when every password is lost: a link for a new supervisor, by the shares in a file`;

interface RecoveryDeps {
  readonly write: (line: string) => void;
  readonly readText: (file: string) => Promise<string>;
}

/** @returns the exit code: 0 done, 2 not understood. @throws CommandProblem when shares or a key cannot be read */
export async function runRecovery(args: readonly string[], { write, readText }: RecoveryDeps): Promise<number> {
  const [command, option, ...rest] = args;
  if (rest.length === 0 && command === 'make') {
    const counts = /^--shares=(\d+)\/(\d+)$/.exec(option ?? '');
    if (option === undefined || counts !== null) {
      describeNewKey(counts === null ? undefined : [Number(counts[1]), Number(counts[2])]).forEach(write);
      return 0;
    }
  }
  if (rest.length === 0 && command === 'combine' && option !== undefined) {
    write(recipientToText(readRecoveryKey(await readText(option)).recipient));
    return 0;
  }
  write(RECOVERY_USAGE);
  return 2;
}

function describeNewKey(counts: readonly [number, number] | undefined): readonly string[] {
  const identity = generateIdentity();
  const setting = [
    'Put this into fyr.env; it is no secret:',
    '',
    `FYR_RECOVERY_KEYS=${recipientToText(identity.recipient)}`,
    '',
  ];
  const once =
    'This is shown once and kept nowhere. Without it no backup can be opened; with it and both files of a backup';
  const danger = 'everything can be opened that the hotline itself can open. Keep it off this machine, on paper.';
  if (counts === undefined) return [...setting, once, danger, '', identityToText(identity)];
  const [threshold, count] = counts;
  try {
    const shares = splitSecret(identity.secret, threshold, count).map(formatShare);
    const howMany = `Any ${threshold} of these ${count} shares are needed. Give each to another person, on paper.`;
    return [...setting, once, danger, howMany, ...shares.flatMap((share) => ['', share])];
  } catch (error) {
    throw new CommandProblem(error instanceof Error ? error.message : String(error), 2);
  }
}

/**
 * The recovery key of a text that holds it whole (`AGE-SECRET-KEY-1...`) or enough of its shares, one a line; empty lines and
 * those that begin with # are passed over. @throws CommandProblem
 */
export function readRecoveryKey(text: string): Identity {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  try {
    const [first = ''] = lines;
    if (first.startsWith('AGE-SECRET-KEY-')) return identityFromText(first);
    return identityFromSecret(combineShares(lines.map(parseShare)));
  } catch (error) {
    throw new CommandProblem(`The recovery key could not be read: ${error instanceof Error ? error.message : ''}`, 1);
  }
}
