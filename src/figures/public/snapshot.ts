/**
 * Figures on their way out of the house, and the two people it takes. Pure.
 *
 * | state     | meaning                                           | ended by                                        |
 * |-----------|---------------------------------------------------|-------------------------------------------------|
 * | prepared  | waits for a second person; nobody outside sees it | publish (another person) -> published; withdraw |
 * | published | the newest of these is on the site                | a newer one; withdraw                           |
 * | withdrawn | not shown                                         | nothing                                         |
 */
import type { z } from 'zod';
import type { StaffId } from '../../terms/ids.ts';

/** What is published: how it is stored, and when it says all it must. */
export interface SnapshotKind<Content> {
  readonly code: 'months' | 'dsa-year';
  /** What the ledger calls it. */
  readonly act: 'public-figures' | 'yearly-report';
  readonly schema: z.ZodType<Content>;
  /** The year that it is of, where there is one for each; null where there is one for all. */
  readonly yearOf: (content: Content) => number | null;
  /** Words that it may not be published without are there. */
  readonly hasItsWords: (content: Content) => boolean;
}

/** A snapshot and its way to the site. */
export interface Snapshot<Content> {
  readonly id: number;
  readonly state: 'prepared' | 'published' | 'withdrawn';
  readonly content: Content;
  /** 1, and one more with each change of its words. */
  readonly revision: number;
  readonly preparedBy: StaffId;
  readonly preparedAt: Date;
  /** Who changed its words last; undefined while nobody has. */
  readonly changedBy: StaffId | undefined;
  readonly publishedBy: StaffId | undefined;
  readonly publishedAt: Date | undefined;
}

/**
 * `same-person`: whoever prepared it or changed it last cannot publish it. `snapshot-waits`: publish or withdraw that one first.
 * `wrong-state`: somebody took another step meanwhile. `changed-meanwhile`: its words are no longer those that were seen.
 * `words-missing`: it does not yet say what it must. `year-not-over`: the year can still change.
 */
export type FiguresRefusal =
  | ('no-such-snapshot' | 'wrong-state' | 'same-person' | 'snapshot-waits')
  | ('changed-meanwhile' | 'words-missing' | 'year-not-over');

/** Thrown when a step is not allowed; `code` says why. */
export class FiguresStepError extends Error {
  override readonly name = 'FiguresStepError';
  readonly code: FiguresRefusal;
  constructor(code: FiguresRefusal) {
    super(`This step is not allowed for these figures: ${code}.`);
    this.code = code;
  }
}

/** Whether this is somebody's own work, which another has to publish. */
export const isOwnWork = (
  { preparedBy, changedBy }: Pick<Snapshot<unknown>, 'preparedBy' | 'changedBy'>,
  staffId: StaffId,
): boolean => staffId === preparedBy || staffId === changedBy;

/** Why somebody who saw this revision may not publish a snapshot; undefined when they may. */
export function whyNotPublish<Content>(
  kind: SnapshotKind<Content>,
  snapshot: Snapshot<Content>,
  seen: { readonly by: StaffId; readonly revision: number },
): FiguresRefusal | undefined {
  if (snapshot.state !== 'prepared') return 'wrong-state';
  if (isOwnWork(snapshot, seen.by)) return 'same-person';
  if (snapshot.revision !== seen.revision) return 'changed-meanwhile';
  return kind.hasItsWords(snapshot.content) ? undefined : 'words-missing';
}

/** Why somebody who saw this revision may not change its words; undefined when they may. */
export function whyNotChange(
  { state, revision }: Pick<Snapshot<unknown>, 'state' | 'revision'>,
  seenRevision: number,
): FiguresRefusal | undefined {
  if (state !== 'prepared') return 'wrong-state';
  return revision === seenRevision ? undefined : 'changed-meanwhile';
}
