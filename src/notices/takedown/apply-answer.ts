import type { Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { ItemId } from '../../terms/ids.ts';
import type { OtherContact, StatedKind } from '../answers/answer.ts';
import { providersFor } from '../contacts/provider-store.ts';
import { grantGrace, markAsking, markClaimedGone, markOut } from './change-store.ts';
import { stopTakedowns } from './end-takedown.ts';
import { lockLetter, readNoticeTakedowns } from './letter-store.ts';
import type { NoticeTimetable } from './notice-timetable.ts';
import { contactSchema, type ProviderContact } from './rung.ts';
import { insertRungs, readUrgent } from './takedown-store.ts';

const MINUTE_MS = 60_000;

/** What following an answer takes. */
export interface AnswerDeps {
  readonly serviceKey: ServiceKey;
  readonly timetable: NoticeTimetable;
  readonly settings: { readonly newContacts: 'use' | 'ask' };
  readonly sights: { hasten(tx: Tx, itemIds: readonly ItemId[], at: Date): Promise<void> };
}

/** What a provider says of some of a letter's notices. */
export interface ProviderAnswer {
  readonly letterId: string;
  readonly noticeIds: readonly string[];
  readonly kind: StatedKind;
  /** `not-ours`: whose it is, as the provider says. */
  readonly otherContact?: OtherContact;
  /** `handling`: until when, as the provider says. */
  readonly untilAt?: Date | undefined;
}

/**
 * Does what follows from an answer:
 *
 * | kind      | effect                                                                                            |
 * |-----------|---------------------------------------------------------------------------------------------------|
 * | removed   | a visit now; where it still finds the item, the next rung is told at once                          |
 * | handling  | no reminder to it until then; the next rung waits so long too, but once only                       |
 * | need-more | a person must look; no reminder to it until then; the next rung does not wait                      |
 * | not-ours  | this rung is out and the next is told now; a named other contact becomes a rung, once approved     |
 * | appeal    | everything stops for the item until a person has looked                                            |
 *
 * Notices of other letters are left out.
 */
export async function applyAnswer(tx: Tx, deps: AnswerDeps, answer: ProviderAnswer, now: Date): Promise<void> {
  const letter = await lockLetter(tx, answer.letterId);
  if (letter === undefined) return;
  const about = await readNoticeTakedowns(tx, answer.letterId, answer.noticeIds);
  if (about.length === 0) return;
  const ids = about.map(({ takedownId }) => takedownId);
  switch (answer.kind) {
    case 'removed':
      await markClaimedGone(tx, ids, now);
      return deps.sights.hasten(
        tx,
        about.map(({ itemId }) => itemId),
        now,
      );
    case 'handling': {
      const urgent = await readUrgent(tx, ids);
      const graces = ids.map((takedownId) => {
        const column = urgent.has(takedownId) ? deps.timetable.urgent : deps.timetable.normal;
        return { takedownId, until: handledUntil(answer.untilAt, column.handlingMinutes, now) };
      });
      return grantGrace(tx, graces, letter.providerId);
    }
    case 'need-more':
      return markAsking(tx, ids, letter.providerId);
    case 'not-ours':
      await addOther(tx, deps, answer.otherContact, about, now);
      return markOut(tx, ids, letter.providerId, now);
    case 'appeal':
      return stopTakedowns(tx, ids, 'appeal', now);
  }
}

/** As long as the provider says, at most twice the timetable's own time; that time where it does not say. */
function handledUntil(untilAt: Date | undefined, handlingMinutes: number, now: Date): Date {
  const ownMs = handlingMinutes * MINUTE_MS;
  const saidMs = untilAt === undefined ? ownMs : untilAt.getTime() - now.getTime();
  return new Date(now.getTime() + Math.max(0, Math.min(saidMs, 2 * ownMs)));
}

/** Whoever a provider names stands on the same rung as the provider did. */
async function addOther(
  tx: Tx,
  deps: AnswerDeps,
  other: OtherContact | undefined,
  about: Awaited<ReturnType<typeof readNoticeTakedowns>>,
  now: Date,
): Promise<void> {
  const contact = contactOf(other);
  if (contact === undefined) return;
  const found = [{ contact, source: 'answer' as const }];
  const [provider] = await providersFor(tx, deps.serviceKey, found, deps.settings.newContacts, now);
  if (provider === undefined) return;
  await insertRungs(
    tx,
    about.map(({ takedownId, rung }) => ({ takedownId, rung, providerId: provider.id, source: 'answer' })),
  );
}

/** Undefined without an address that mail can be sent to: the answer is kept all the same, and a person reads it. */
function contactOf(other: OtherContact | undefined): ProviderContact | undefined {
  const email = other?.email?.trim();
  const name = other?.name?.trim();
  const parsed = contactSchema.safeParse({ channel: 'mail', email, name: name === '' ? email : (name ?? email) });
  return parsed.success ? parsed.data : undefined;
}
