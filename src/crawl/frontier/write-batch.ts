/** What one transaction writes: new links first, then that their pages were visited, then the counts and the findings. */
import type { Tx } from '../../platform/transact.ts';
import {
  hostColumns,
  offerColumns,
  reasonRows,
  runHostRows,
  tallyRows,
  visitColumns,
  type RunOffer,
} from './batch-columns.ts';
import type { HostState, Settlement } from './crawl-task.ts';
import type { FrontierKeys } from './frontier-keys.ts';
import { addToRunHosts, admitHosts } from './host-store.ts';
import { addReasons, addToTally } from './run-store.ts';
import { insertOffers, settleUrls, type NewUrls } from './url-store.ts';

/** What the writing needs besides the transaction. */
export interface BatchWriter {
  readonly keys: FrontierKeys;
  readonly lane: number;
  readonly memoOf: (settlement: Settlement) => Buffer | null;
  /** Most hosts of a run; undefined where it has no such limit. */
  readonly mostHostsOf: (runId: number) => number | undefined;
}

/** A batch of visits with what they found. */
export interface Batch {
  readonly settlements: readonly Settlement[];
  readonly hosts: readonly HostState[];
  /** Whatever else was learned, written when everything else is. */
  readonly saves?: readonly ((tx: Tx) => Promise<void>)[];
}

/** Writes a batch whose ownership has been checked, in `tx`. @returns how many addresses were new, by run and host */
export async function writeBatch(
  tx: Tx,
  writer: BatchWriter,
  { settlements, hosts, saves = [] }: Batch,
): Promise<readonly NewUrls[]> {
  const offers = settlements.flatMap(({ task, offers: found }) => found.map((offer) => ({ runId: task.runId, offer })));
  const taken = await admitted(tx, writer, offers);
  const added =
    taken.length > 0 || hosts.length > 0
      ? await insertOffers(tx, offerColumns(writer.keys, taken), hostColumns(hosts, settlements))
      : [];
  const runHosts = runHostRows(settlements, added);
  if (runHosts.length > 0) await addToRunHosts(tx, runHosts);
  for (const save of saves) await save(tx);
  if (settlements.length === 0) return added;
  const over = await settleUrls(tx, visitColumns(settlements, writer.memoOf));
  await addToTally(tx, writer.lane, tallyRows(settlements, added, over));
  const reasons = reasonRows(settlements);
  if (reasons.length > 0) await addReasons(tx, writer.lane, reasons);
  for (const { save } of settlements) await save?.(tx);
  return added;
}

/** Offers addresses that no visit found: seeds. @returns how many were new */
export async function writeOffers(
  tx: Tx,
  writer: Omit<BatchWriter, 'memoOf'>,
  offers: readonly RunOffer[],
): Promise<number> {
  const taken = await admitted(tx, writer, offers);
  const added = await insertOffers(tx, offerColumns(writer.keys, taken), hostColumns([], []));
  if (added.length === 0) return 0;
  await addToRunHosts(tx, runHostRows([], added));
  await addToTally(tx, writer.lane, tallyRows([], added, new Map()));
  return added.reduce((sum, { count }) => sum + count, 0);
}

/** Without the offers for hosts that would be one too many for their run. */
async function admitted(
  tx: Tx,
  { keys, mostHostsOf }: Pick<BatchWriter, 'keys' | 'mostHostsOf'>,
  offers: readonly RunOffer[],
): Promise<readonly RunOffer[]> {
  const limited = [...new Set(offers.map(({ runId }) => runId))].filter((runId) => mostHostsOf(runId) !== undefined);
  if (limited.length === 0) return offers;
  const admittedOf = new Map<number, ReadonlySet<number>>();
  for (const runId of limited.sort((a, b) => a - b)) {
    const hostIds = new Set(
      offers.filter((each) => each.runId === runId).map(({ offer }) => keys.placeOf(offer.url).hostId),
    );
    admittedOf.set(runId, await admitHosts(tx, runId, [...hostIds], mostHostsOf(runId) ?? 0));
  }
  return offers.filter(
    ({ runId, offer }) => admittedOf.get(runId)?.has(keys.placeOf(offer.url).hostId) ?? !admittedOf.has(runId),
  );
}
