/** The record of what ICCAM was told: nothing in it is told again. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

/** What a change is about: `content:90001` or `report:7001`. */
export const targetOf = (kind: 'content' | 'report', id: number): string => `${kind}:${id}`;

/** What was told about these, by state. */
export async function readActs(
  db: Db,
  targets: readonly string[],
): Promise<{ readonly done: ReadonlySet<string>; readonly refused: ReadonlySet<string> }> {
  const { rows } = await sql<{ act: string; state: string }>`
    select act, state from iccam_act where target = any(${[...targets]}::text[])`.execute(db);
  const those = (state: string) => new Set(rows.filter((row) => row.state === state).map(({ act }) => act));
  return { done: those('done'), refused: those('refused') };
}

/** Notes a change that ICCAM has taken, or refused. False when it was noted before. */
export async function insertAct(
  tx: Tx,
  told: {
    readonly target: string;
    readonly act: string;
    readonly at: Date;
    /** Undefined: it was taken. */
    readonly failureCode: string | undefined;
  },
): Promise<boolean> {
  const state = told.failureCode === undefined ? 'done' : 'refused';
  const result = await sql`insert into iccam_act (target, act, state, at, failure_code)
    values (${told.target}, ${told.act}, ${state}, ${told.at}, ${told.failureCode ?? null})
    on conflict (target, act) do nothing`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** Forgets refusals, so that they are tried once more. @returns how many */
export async function deleteRefused(tx: Tx, targets: readonly string[]): Promise<number> {
  const result =
    await sql`delete from iccam_act where target = any(${[...targets]}::text[]) and state = 'refused'`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** One change as a person sees it. */
export interface ToldAct {
  readonly target: string;
  readonly act: string;
  readonly at: Date;
  readonly failureCode: string | undefined;
}

/** What was told about these, oldest first. */
export async function listActs(db: Db, targets: readonly string[]): Promise<readonly ToldAct[]> {
  if (targets.length === 0) return [];
  const { rows } = await sql<{ target: string; act: string; at: Date; failure_code: string | null }>`
    select target, act, at, failure_code from iccam_act where target = any(${[...targets]}::text[]) order by at, act`.execute(
    db,
  );
  return rows.map(({ target, act, at, failure_code }) => ({ target, act, at, failureCode: failure_code ?? undefined }));
}
