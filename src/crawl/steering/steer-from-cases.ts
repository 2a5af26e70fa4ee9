/** Seeds from cases: a watched run that stands while a supervisor wants it, fed with what is decided illegal. */
import type { Tx } from '../../platform/transact.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { StaffId } from '../../terms/ids.ts';
import { addSeeds, startRun } from '../frontier/manage-runs.ts';
import { statesBefore } from '../frontier/run.ts';
import { moveRun } from '../frontier/run-store.ts';
import { lockFromCases, readFromCases, writeFromCases } from './from-cases-store.ts';

const STANDING_DEPTH = 2;
const STANDING_PER_HOST = 2_000;

/** Turns the switch on. @returns the standing run, a new one or the one that stands already */
export async function turnOnFromCases(
  tx: Tx,
  serviceKey: ServiceKey,
  { by, now }: { readonly by: StaffId; readonly now: Date },
): Promise<number> {
  await lockFromCases(tx);
  const standing = (await readFromCases(tx)).runId;
  if (standing !== undefined) return standing;
  const { runId } = await startRun(tx, serviceKey, {
    ...{ seeds: [], isWatch: true, askedBy: by, agreedBy: undefined, now },
    budget: {
      ...{ maxDepth: STANDING_DEPTH, maxHosts: undefined, maxPages: undefined, maxMinutes: undefined, rate: undefined },
    },
    rules: { allow: [], deny: [], keepsToAllowed: false, maxPagesPerHost: STANDING_PER_HOST },
  });
  await writeFromCases(tx, { runId, by, now });
  return runId;
}

/** Turns it off and stops the standing run. @returns the run that was stopped */
export async function turnOffFromCases(
  tx: Tx,
  { by, now }: { readonly by: StaffId; readonly now: Date },
): Promise<number | undefined> {
  await lockFromCases(tx);
  const { runId } = await readFromCases(tx);
  await writeFromCases(tx, { runId: undefined, by, now });
  if (runId !== undefined)
    await moveRun(tx, runId, { from: statesBefore('stopped'), to: 'stopped', reason: 'stopped' });
  return runId;
}

/** Offers addresses to the standing run; nothing happens while the switch is off. @returns how many were new to it */
export async function seedFromCases(tx: Tx, serviceKey: ServiceKey, urls: readonly string[]): Promise<number> {
  const { runId } = await readFromCases(tx);
  return runId === undefined ? 0 : addSeeds(tx, serviceKey, runId, urls);
}
