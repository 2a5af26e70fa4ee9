/** A person at the terminal, let in for one step. */
import type { Clock } from '../platform/clock.ts';
import { transact, type Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { logIn, logOut, openSession, type Session } from '../staff/door.ts';
import type { StaffId } from '../terms/ids.ts';
import { CommandProblem } from './command-problem.ts';

/** What asking needs; `ask` asks at the terminal, and what is secret is not shown. */
export interface AskDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly ask: (question: string, isSecret: boolean) => Promise<string>;
}

/** Who it is: lets a person in with password and code, and out again. @throws CommandProblem */
export async function askWho(deps: AskDeps, login: string): Promise<StaffId> {
  return (await askSession(deps, login)).staffId;
}

/** The same, with what their keys open in this process. @throws CommandProblem */
export async function askSession(deps: AskDeps, login: string): Promise<Session> {
  const password = await deps.ask(`Password of ${login}: `, true);
  const code = await deps.ask('Code: ', false);
  const now = deps.clock.now();
  const result = await logIn(deps, { login, password, code: code.trim() }, now);
  if (result.kind !== 'open') {
    throw new CommandProblem(
      result.kind === 'wrong' ? 'Login, password or code is wrong.' : 'Too many wrong tries: wait a little.',
      1,
    );
  }
  const session = await openSession(deps.db, result.cookie, now);
  if (session === undefined) throw new CommandProblem('The log-in was ended at once.', 1);
  await transact(deps.db, (tx) => logOut(tx, session, now));
  return session;
}
