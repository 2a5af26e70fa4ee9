/** ICCAM's work lists: which content a hotline still has something to do with. DOMAIN.md names them; what is on each is inferred. */
import { z } from 'zod';
import type { Book, ContentRecord, Hotline } from './book.ts';
import { parseOrRefuse } from './refusal.ts';

/**
 * As they stand in the routes. `offline` is cut by the day that the hotline got the content, the others by its
 * country's.
 */
export const LIST_NAMES = [
  ...(['no-reference', 'unassessed', 'unactioned'] as const),
  ...(['orphaned', 'offline', 'unassigned-to-hotline'] as const),
] as const;
export type ListName = (typeof LIST_NAMES)[number];

/** The largest number of rows that a list gives at once. */
export const MAX_RESULTS = 200;

const startDate = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).transform((text) => new Date(text));
const maxResults = z
  .string()
  .regex(/^\d+$/, 'Must be a whole number.')
  .transform(Number)
  .refine((count) => count >= 1 && count <= MAX_RESULTS, `Must be from 1 to ${MAX_RESULTS}.`)
  .default(MAX_RESULTS);

const queryByCountry = z.strictObject({ maxResults, countryAssignmentStartDate: startDate.optional() });
const queryByHotline = z.strictObject({ maxResults, hotlineAssignmentStartDate: startDate.optional() });

/** Ids only: a client asks for the content itself by them. */
export interface ListRow {
  readonly reportId: number;
  readonly contentId: number;
}

/** The rows, oldest assignment first. @throws Refusal 400 when the query is wrong */
export function listContent(book: Book, hotline: Hotline, name: ListName, query: unknown): readonly ListRow[] {
  const byHotline = name === 'offline';
  const asked = byHotline
    ? (({ maxResults: count, hotlineAssignmentStartDate: from }) => ({ count, from }))(
        parseOrRefuse(queryByHotline, query),
      )
    : (({ maxResults: count, countryAssignmentStartDate: from }) => ({ count, from }))(
        parseOrRefuse(queryByCountry, query),
      );
  const since = asked.from?.getTime() ?? Number.NEGATIVE_INFINITY;
  const assignedAt = (content: ContentRecord) =>
    (byHotline ? content.hotlineAssignedAt : content.countryAssignedAt)?.getTime() ?? Number.NEGATIVE_INFINITY;
  return [...book.contents.values()]
    .filter((content) => isOnList(book, hotline, name, content) && assignedAt(content) >= since)
    .sort((one, other) => assignedAt(one) - assignedAt(other) || one.contentId - other.contentId)
    .slice(0, asked.count)
    .map(({ reportId, contentId }) => ({ reportId, contentId }));
}

function isOnList(book: Book, hotline: Hotline, name: ListName, content: ContentRecord): boolean {
  const isOurs = content.assignedCountryCode === hotline.country;
  switch (name) {
    case 'no-reference':
      return isOurs && !content.references.has(hotline.id);
    case 'unassessed':
      return isOurs && content.assessment === undefined;
    case 'unactioned':
      return isOurs && content.actions.length === 0;
    case 'orphaned':
      return !book.hotlines.some(({ country }) => country === content.assignedCountryCode);
    case 'offline':
      return isOurs && content.actions.some(({ actionType }) => actionType === 3 || actionType === 4);
    case 'unassigned-to-hotline':
      return isOurs && content.assignedHotlineId === undefined;
  }
}
