/** Decisions about four invented items, two of which say the same. */
import { randomUUID } from 'node:crypto';
import type { Decision } from '../routing/door.ts';
import { itemIdSchema, type ItemId } from '../terms/ids.ts';

/** The decisions, and the items' ids in order. */
export function decisionsForTests(): { readonly decisions: readonly Decision[]; readonly ids: readonly ItemId[] } {
  const [a, b, c, d] = [0, 1, 2, 3].map(() => itemIdSchema.parse(randomUUID()));
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('Four were made.');
  const by = { version: 0, row: 'any' };
  const notice = { kind: 'provider', rule: 'home-notice', target: 'host', isDsa16: false, isHeld: false, by } as const;
  return {
    ids: [a, b, c, d],
    decisions: [
      { kind: 'police', rule: 'home-crime', by, isAtOnce: false, itemIds: [a, b] },
      { ...notice, itemId: a },
      { ...notice, itemId: b },
      { ...notice, itemId: c, isHeld: true },
      { kind: 'person', rule: 'not-assessed', by, itemId: d },
      { kind: 'none', rule: 'too-little', by, itemId: undefined, reason: 'too-little' },
    ],
  };
}
