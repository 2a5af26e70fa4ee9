/** `fyr retention` on the command line. */
import { transact } from '../platform/db.ts';
import {
  changeRetention,
  LEAST_RETENTION_DAYS,
  MOST_RETENTION_DAYS,
  parseRetentionDays,
  readRetentionDays,
} from '../retention/door.ts';
import { askWho, type AskDeps } from './ask-who.ts';
import { CommandProblem } from './command-problem.ts';

/** One line a subcommand. */
export const RETENTION_USAGE = `fyr retention                                    how long what people told can be read after its case is closed
fyr retention set DAYS --as=LOGIN --and=LOGIN    change it: two supervisors log in, one after the other`;

/** @returns the exit code: 0 done, 2 not understood. @throws CommandProblem */
export async function runRetention(
  args: readonly string[],
  deps: AskDeps & { readonly write: (line: string) => void },
): Promise<number> {
  const { db, write } = deps;
  if (args.length === 0) {
    write(`What people told is erased ${await readRetentionDays(db)} days after its last case is closed.`);
    return 0;
  }
  const [command, text = '', first, second, ...rest] = args;
  const [as, and] = [/^--as=(.+)$/.exec(first ?? '')?.[1], /^--and=(.+)$/.exec(second ?? '')?.[1]];
  if (command !== 'set' || as === undefined || and === undefined || rest.length > 0) {
    write(RETENTION_USAGE);
    return 2;
  }
  const days = parseRetentionDays(text);
  if (days === undefined)
    throw new CommandProblem(`DAYS is a number from ${LEAST_RETENTION_DAYS} to ${MOST_RETENTION_DAYS}.`, 2);
  const proposedBy = await askWho(deps, as);
  const confirmedBy = await askWho(deps, and);
  const at = deps.clock.now();
  const outcome = await transact(db, (tx) => changeRetention(tx, { days, proposedBy, confirmedBy, at }));
  if (outcome === 'same-person') throw new CommandProblem('It takes two different people.', 1);
  if (outcome === 'not-supervisors') throw new CommandProblem('Both have to be supervisors.', 1);
  write(`From now on what people told is erased ${days} days after its last case is closed. It is on the ledger.`);
  return 0;
}
