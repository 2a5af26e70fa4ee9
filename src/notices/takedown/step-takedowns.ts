import { randomUUID } from 'node:crypto';
import { transact, type Tx } from '../../platform/db.ts';
import { digestOfPageToken, pageTokenOf } from '../answers/page-token.ts';
import { readRefusals } from './change-store.ts';
import { endTakedowns } from './end-takedown.ts';
import { gatheringKey, insertNotices, openLetters, type LetterWish, type NewNotice } from './letter-store.ts';
import type { TimetableColumn } from './notice-timetable.ts';
import { quietHoursSchema, quietUntil } from './quiet-hours.ts';
import type { TakedownDeps } from './takedown-deps.ts';
import {
  hasDueTakedowns,
  lockDueTakedowns,
  readLadders,
  updateSteps,
  type DueTakedown,
  type LadderRung,
  type StepEnd,
} from './takedown-store.ts';
import { decideStep, type Telling } from './takedown.ts';

const MINUTE_MS = 60_000;
const BATCH = 500;
/** A visit just before the letter leaves, so that it is fresh. */
const VISIT_AHEAD_MS = 5 * MINUTE_MS;

/** A telling with everything that its notice needs. */
interface Planned extends Telling {
  readonly takedown: DueTakedown;
  readonly sendAt: Date;
}

/**
 * Takes the step of each takedown that is due: what it tells is put into the providers' letters, in one transaction with what
 * the step changes. While the stop switch is set no step is taken. @returns how many were taken
 */
export async function stepTakedowns(deps: TakedownDeps, now: Date): Promise<number> {
  if (!(await hasDueTakedowns(deps.db, now))) return 0;
  return transact(deps.db, async (tx) => {
    const due = await lockDueTakedowns(tx, now, BATCH);
    if (due.length === 0) return 0;
    const ladders = await readLadders(
      tx,
      due.map((takedown) => takedown.id),
    );
    const planned: Planned[] = [];
    const ends: StepEnd[] = [];
    const nobody: string[] = [];
    const claims = await readClaims(deps, due, now);
    for (const stand of due) {
      const claim = claims.get(stand.id);
      const takedown = claim?.kind === 'untrue' ? { ...stand, pushes: stand.pushes + 1 } : stand;
      const ladder = ladders.get(takedown.id) ?? [];
      const column = takedown.isUrgent ? deps.timetable.urgent : deps.timetable.normal;
      const decision = decideStep(takedown, ladder, column, now);
      if (decision.kind === 'nobody') {
        nobody.push(takedown.id);
        continue;
      }
      for (const telling of decision.tellings)
        planned.push({ ...telling, takedown, sendAt: sendAtOf(deps, takedown, telling, ladder, column, now) });
      const step = takedown.step + (decision.tellings.length > 0 ? 1 : 0);
      ends.push({ ...decision, id: takedown.id, step, ...claimEnd(stand, claim, decision.nextAt, now) });
    }
    await putIntoLetters(tx, deps, planned);
    await updateSteps(tx, ends);
    await askForVisits(tx, deps, planned, now);
    await endWithoutContact(tx, nobody, now);
    return due.length;
  });
}

type Claim = { readonly kind: 'untrue' | 'not-seen-yet' | 'seen' };
/** No visit for so long after a provider's word: it is not waited for any more. */
const MOST_CLAIM_MS = 60 * MINUTE_MS;
const CLAIM_PAUSE_MS = 2 * MINUTE_MS;

/** Whether visits bear out what providers say: that an item is gone. */
async function readClaims(
  deps: TakedownDeps,
  due: readonly DueTakedown[],
  now: Date,
): Promise<ReadonlyMap<string, Claim>> {
  const claiming = due.flatMap(({ id, itemId, claimedGoneAt }) =>
    claimedGoneAt === undefined ? [] : [{ id, itemId, claimedGoneAt }],
  );
  if (claiming.length === 0) return new Map();
  const sights = await deps.sights.read([...new Set(claiming.map(({ itemId }) => itemId))]);
  return new Map(
    claiming.map(({ id, itemId, claimedGoneAt }): [string, Claim] => {
      const sight = sights.get(itemId);
      const isNew = sight !== undefined && sight.at >= claimedGoneAt;
      if (isNew && sight.verdict !== 'unclear') return [id, { kind: sight.verdict === 'online' ? 'untrue' : 'seen' }];
      return [id, { kind: now.getTime() - claimedGoneAt.getTime() < MOST_CLAIM_MS ? 'not-seen-yet' : 'seen' }];
    }),
  );
}

function claimEnd(
  { claimedGoneAt }: DueTakedown,
  claim: Claim | undefined,
  nextAt: Date,
  now: Date,
): { readonly nextAt: Date; readonly claimedGoneAt: Date | undefined } {
  if (claim?.kind !== 'not-seen-yet') return { nextAt, claimedGoneAt: undefined };
  return { nextAt: new Date(Math.min(nextAt.getTime(), now.getTime() + CLAIM_PAUSE_MS)), claimedGoneAt };
}

/** Urgent ones at once; others gather, and wait for the end of the provider's quiet hours. */
function sendAtOf(
  deps: TakedownDeps,
  takedown: DueTakedown,
  telling: Telling,
  ladder: readonly LadderRung[],
  column: TimetableColumn,
  now: Date,
): Date {
  if (takedown.isUrgent) return now;
  const rung = ladder.find((each) => each.providerId === telling.providerId);
  const ownMs = rung?.groupMinutes === undefined ? undefined : rung.groupMinutes * MINUTE_MS;
  const groupMs = ownMs ?? deps.settings.groupMs;
  const gatherMs = telling.kind === 'first' ? groupMs : Math.max(groupMs, column.reminders.gatherMinutes * MINUTE_MS);
  // On the full minute, so that letters leave by the batch; never before now.
  const minuteMs = Math.floor((now.getTime() + gatherMs) / MINUTE_MS) * MINUTE_MS;
  const sendAt = new Date(Math.max(now.getTime(), minuteMs));
  const quiet = quietHoursSchema.safeParse(rung?.quietHours);
  return quiet.success ? (quietUntil(quiet.data, sendAt) ?? sendAt) : sendAt;
}

async function putIntoLetters(tx: Tx, deps: TakedownDeps, planned: readonly Planned[]): Promise<void> {
  const wishes = new Map<string, LetterWish>();
  for (const { providerId, takedown, sendAt } of planned) {
    const key = gatheringKey({ providerId, isUrgent: takedown.isUrgent });
    const known = wishes.get(key);
    if (known === undefined || sendAt < known.sendAt)
      wishes.set(key, newLetter(deps, { providerId, isUrgent: takedown.isUrgent, sendAt }));
  }
  const letters = await openLetters(tx, [...wishes.values()]);
  await insertNotices(
    tx,
    planned.map(({ takedown, providerId, rung, kind, sendAt }): NewNotice => {
      const letterId = letters.get(gatheringKey({ providerId, isUrgent: takedown.isUrgent }));
      if (letterId === undefined) throw new Error('A letter that was opened is not there.');
      const { id: takedownId, itemId, step } = takedown;
      return { id: randomUUID(), takedownId, itemId, providerId, letterId, rung, step, kind, plannedAt: sendAt };
    }),
  );
}

/** A letter's id with the digest of the token that follows from it. */
export function newLetter(
  deps: Pick<TakedownDeps, 'serviceKey'>,
  of: { readonly providerId: string; readonly isUrgent: boolean; readonly sendAt: Date },
): LetterWish {
  const id = randomUUID();
  return { ...of, id, tokenDigest: digestOfPageToken(deps.serviceKey, pageTokenOf(deps.serviceKey, id)) };
}

/** What was assessed a moment ago needs no visit. */
async function askForVisits(tx: Tx, deps: TakedownDeps, planned: readonly Planned[], now: Date): Promise<void> {
  const wanted = planned.filter(({ kind, takedown }) => kind === 'reminder' || takedown.firstToldAt !== undefined);
  if (wanted.length === 0) return;
  const latest = Math.max(...wanted.map(({ sendAt }) => sendAt.getTime()));
  const at = new Date(Math.max(now.getTime(), latest - VISIT_AHEAD_MS));
  await deps.sights.hasten(tx, [...new Set(wanted.map(({ takedown }) => takedown.itemId))], at);
}

async function endWithoutContact(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  const refusals = await readRefusals(tx, ids);
  await endTakedowns(
    tx,
    ids.map((id) => ({ id, reason: refusals.get(id) ?? 'no-contact', dispatches: 'refused' })),
    now,
  );
}
