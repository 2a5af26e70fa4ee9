import { codeOf } from '../../platform/log.ts';
import { transact } from '../../platform/db.ts';
import { providersFor } from '../contacts/provider-store.ts';
import { readNoticeFacts } from '../letters/notice.ts';
import { endTakedowns } from './end-takedown.ts';
import type { FoundRung, HostPlace, Ladder } from './rung.ts';
import type { TakedownDeps } from './takedown-deps.ts';
import { MOST_SEEKING_MS } from './takedown.ts';
import {
  claimSeeks,
  insertRungs,
  lockTakedowns,
  updateSeeks,
  type LockedTakedown,
  type NewRung,
  type Seek,
  type SeekEnd,
} from './takedown-store.ts';

const MINUTE_MS = 60_000;
const BATCH = 500;
/** Searches of one batch that go over the network at the same time. */
const CONCURRENCY = 16;
/** A search whose process died is taken up after so long. */
const LEASE_MS = 3 * MINUTE_MS;
const MOST_PAUSE_MS = 6 * 60 * MINUTE_MS;

/**
 * Looks for the ladders that are to be looked for. A rung that is known is told while other sources are still silent: those
 * are asked again with growing pauses. @returns how many takedowns were looked at
 */
export async function seekLadders(deps: TakedownDeps, now: Date): Promise<number> {
  const seeks = await claimSeeks(deps.db, now, BATCH, LEASE_MS);
  if (seeks.length === 0) return 0;
  const ladders = await findLadders(deps, seeks, now);
  await transact(deps.db, async (tx) => {
    const locked = await lockTakedowns(
      tx,
      seeks.map((seek) => seek.id),
    );
    const found = seeks.flatMap((seek) =>
      (ladders.get(seek.id)?.rungs ?? []).map((rung) => ({ ...rung, takedownId: seek.id })),
    );
    const providers = await providersFor(tx, deps.serviceKey, distinct(found), deps.settings.newContacts, now);
    const ids = new Map(distinct(found).map((rung, index) => [contactKeyOf(rung), providers[index]?.id]));
    const grown = await insertRungs(
      tx,
      found.flatMap((rung): NewRung[] => {
        const providerId = ids.get(contactKeyOf(rung));
        return providerId === undefined ? [] : [{ ...rung, providerId }];
      }),
    );
    const ends = seeks.map((seek) => endOf(seek, locked.get(seek.id), ladders.get(seek.id), grown, now));
    await updateSeeks(tx, ends.filter(isGoingOn), now);
    const reason = deps.settings.isConfigured ? 'no-contact' : 'not-configured';
    const dispatches = deps.settings.isConfigured ? 'refused' : 'rehearsed';
    await endTakedowns(
      tx,
      ends.filter((end) => !isGoingOn(end)).map(({ id }) => ({ id, reason, dispatches })),
      now,
    );
  });
  return seeks.length;
}

const contactKeyOf = ({ contact }: FoundRung): string => JSON.stringify(contact);

/** Each contact once: a batch has many items of one provider. */
const distinct = (rungs: readonly FoundRung[]): readonly FoundRung[] => [
  ...new Map(rungs.map((rung) => [contactKeyOf(rung), rung])).values(),
];

/** Ladders by takedown; items at the same place share one search. A search that fails has found nobody, and its source was silent. */
async function findLadders(
  deps: TakedownDeps,
  seeks: readonly Seek[],
  now: Date,
): Promise<ReadonlyMap<string, Ladder>> {
  const places = new Map<string, { readonly place: HostPlace; readonly ids: string[] }>();
  for (const seek of seeks) {
    const facts = readNoticeFacts(deps.serviceKey.unshroud('payload', seek.shroudedFacts));
    const origin = facts.origin && { ip: undefined, country: undefined, ...facts.origin };
    const { host, ip, country } = facts;
    const place = { host, ip, country, isBehindProxy: seek.isBehindProxy, origin };
    const key = JSON.stringify(place);
    const known = places.get(key);
    if (known === undefined) places.set(key, { place, ids: [seek.id] });
    else known.ids.push(seek.id);
  }
  const found = new Map<string, Ladder>();
  const waiting = [...places.values()];
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const ladder = await findOne(deps, next.place, now);
      for (const id of next.ids) found.set(id, ladder);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, waiting.length) }, worker));
  return found;
}

async function findOne(deps: TakedownDeps, place: HostPlace, now: Date): Promise<Ladder> {
  try {
    return await deps.findLadder(place, now);
  } catch (error) {
    deps.log.warn('notices.failed', { what: 'ladder', code: codeOf(error) });
    return { rungs: [], silent: ['failed'] };
  }
}

type Ended = { readonly id: string; readonly kind: 'nobody' };
const isGoingOn = (end: SeekEnd | Ended): end is SeekEnd => !('kind' in end);

function endOf(
  seek: Seek,
  takedown: LockedTakedown | undefined,
  ladder: Ladder | undefined,
  grown: ReadonlySet<string>,
  now: Date,
): SeekEnd | Ended {
  const isSilent = (ladder?.silent.length ?? 0) > 0;
  const seekAt = isSilent ? new Date(now.getTime() + pauseMs(seek.seeks)) : undefined;
  const isSomebodyKnown = (ladder?.rungs.length ?? 0) > 0 || seek.hasLadder || takedown?.state === 'running';
  if (isSomebodyKnown) {
    const isDue = takedown?.state === 'seeking' || grown.has(seek.id);
    return { id: seek.id, isDue, seekAt };
  }
  const soughtMs = takedown === undefined ? 0 : now.getTime() - takedown.decidedAt.getTime() - takedown.standstillMs;
  if (isSilent && soughtMs < MOST_SEEKING_MS) return { id: seek.id, isDue: false, seekAt };
  return { id: seek.id, kind: 'nobody' };
}

/** 1, 2, 4 ... minutes. */
const pauseMs = (seeks: number): number => Math.min(MINUTE_MS * 2 ** Math.min(seeks - 1, 20), MOST_PAUSE_MS);
