/** Begins, pauses, resumes and stops runs. Workers see it within a quarter of a second. */
import { transact, type Db, type Tx } from '../../platform/transact.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { FAR, type Offer } from './crawl-task.ts';
import { frontierKeysFrom } from './frontier-keys.ts';
import { wakeHostsOf } from './host-store.ts';
import { statesBefore } from './run.ts';
import { insertRun, moveRun, type NewRun } from './run-store.ts';
import { writeOffers } from './write-batch.ts';

/** More seeds than this are a bulk: two people must want them (DOMAIN.md, law 7). */
export const SEEDS_BY_ONE = 20;
const SEED_LANE = 0;

/** Enters a run with its seeds (canonical addresses of pages), whole or not at all. @returns its number and how many seeds were taken */
export async function startRun(
  tx: Tx,
  serviceKey: ServiceKey,
  run: Omit<NewRun, 'seeds'> & { readonly seeds: readonly string[] },
): Promise<{ readonly runId: number; readonly taken: number }> {
  const seeds = [...new Set(run.seeds)];
  const hasTwo = run.askedBy !== undefined && run.agreedBy !== undefined && run.askedBy !== run.agreedBy;
  if (seeds.length > SEEDS_BY_ONE && !hasTwo) throw new RangeError(`More than ${SEEDS_BY_ONE} seeds need two people.`);
  const runId = await insertRun(tx, serviceKey, { ...run, seeds: seeds.length });
  const offers = seeds.map((url): { runId: number; offer: Offer } => ({
    runId,
    offer: { url, kind: 'page', depth: 0, closeness: FAR },
  }));
  const writer = { keys: frontierKeysFrom(serviceKey), lane: SEED_LANE, mostHostsOf: () => run.budget.maxHosts };
  return { runId, taken: await writeOffers(tx, writer, offers) };
}

/** Offers more seeds to a run that is open. @returns how many were new to it */
export async function addSeeds(
  tx: Tx,
  serviceKey: ServiceKey,
  runId: number,
  seeds: readonly string[],
): Promise<number> {
  const offers = [...new Set(seeds)].map((url) => ({
    runId,
    offer: { url, kind: 'page', depth: 0, closeness: FAR } satisfies Offer,
  }));
  if (offers.length === 0) return 0;
  const writer = { keys: frontierKeysFrom(serviceKey), lane: SEED_LANE, mostHostsOf: () => undefined };
  return writeOffers(tx, writer, offers);
}

/** Moves a run as a person asks. @returns whether its state allowed it */
export async function steerRun(db: Db, runId: number, to: 'running' | 'paused' | 'stopped'): Promise<boolean> {
  const move = { from: statesBefore(to), to, ...(to === 'stopped' ? { reason: 'stopped' as const } : {}) };
  const hasMoved = await transact(db, (tx) => moveRun(tx, runId, move));
  // Afterwards, in a transaction of its own: a worker that still saw the pause cannot then put its hosts to sleep unnoticed.
  if (hasMoved && to === 'running') await transact(db, (tx) => wakeHostsOf(tx, runId));
  return hasMoved;
}
