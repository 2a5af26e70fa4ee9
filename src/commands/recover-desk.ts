/** `fyr recovery trust` and `invite`: the part of recovery that takes the house. */
import { recipientFromText } from '../../lib/seal/door.ts';
import type { Config } from '../platform/config.ts';
import { transact } from '../platform/db.ts';
import { inviteByRecovery, trustRecoveryKey } from '../staff/door.ts';
import { askSession, type AskDeps } from './ask-who.ts';
import { CommandProblem } from './command-problem.ts';
import { readRecoveryKey, RECOVERY_USAGE } from './recovery.ts';

interface RecoverDeps extends AskDeps {
  readonly config: Pick<Config, 'recoveryKeys' | 'console'>;
  readonly write: (line: string) => void;
  readonly readText: (file: string) => Promise<string>;
}

/** @returns the exit code: 0 done, 2 not understood. @throws CommandProblem */
export async function runRecoverDesk(args: readonly string[], deps: RecoverDeps): Promise<number> {
  const [command, first = '', second = '', ...rest] = args;
  const [as, and] = [/^--as=(.+)$/.exec(first)?.[1], /^--and=(.+)$/.exec(second)?.[1]];
  if (command === 'trust' && as !== undefined && and !== undefined && rest.length === 0) return trust(deps, as, and);
  if (command === 'invite' && first !== '' && second === '') return invite(deps, first);
  deps.write(RECOVERY_USAGE);
  return 2;
}

async function trust(deps: RecoverDeps, as: string, and: string): Promise<number> {
  const { recoveryKeys } = deps.config;
  if (recoveryKeys.length === 0) throw new CommandProblem('FYR_RECOVERY_KEYS names no recovery key yet.', 1);
  const [agreed, confirmed] = [await askSession(deps, as), await askSession(deps, and)];
  const now = deps.clock.now();
  for (const recipient of recoveryKeys.map(recipientFromText)) {
    const outcome = await transact(deps.db, (tx) => trustRecoveryKey(tx, { recipient, agreed, confirmed, now }));
    if (outcome === 'same-person') throw new CommandProblem('It takes two different people.', 1);
    if (outcome === 'not-supervisors') throw new CommandProblem('Both have to be supervisors.', 1);
  }
  deps.write('Whoever brings the recovery key together can let a new supervisor in from now on. It is on the ledger.');
  return 0;
}

async function invite(deps: RecoverDeps, file: string): Promise<number> {
  const identity = readRecoveryKey(await deps.readText(file));
  const token = await transact(deps.db, (tx) => inviteByRecovery(tx, identity, deps.clock.now()));
  if (token === undefined)
    throw new CommandProblem(
      'This key opens none of the desk\'s keys: two supervisors never trusted it ("fyr recovery trust").',
      1,
    );
  const { url, host, port } = deps.config.console;
  deps.write('A link for a new supervisor, good once and for 72 hours. It opens every tip: hand it to nobody else.');
  deps.write(new URL(`/set-up/${token}`, url ?? `http://${host}:${port}/`).href);
  return 0;
}
