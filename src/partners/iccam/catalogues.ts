/**
 * The numbers that this adapter sends, held against ICCAM's own value lists: when INHOPE changes a list, an administrator reads it on
 * the partner's page before a report is understood wrongly. Pure.
 */
import { z } from 'zod';

/** Value lists whose numbers are sent. */
export const CATALOGUE_NAMES = [
  'age-categories',
  'gender-categories',
  'action-types',
  'payment-methods',
  'site-types',
  'commercialities',
  'classifications',
] as const;
/** For rows read back. */
export const catalogueNameSchema = z.enum(CATALOGUE_NAMES);
export type CatalogueName = z.infer<typeof catalogueNameSchema>;

/** One row of a value list. */
export interface CatalogueRow {
  readonly id: number;
  readonly name: string;
}

/**
 * What each number means to us: a name is compared where DOMAIN.md states the meaning (letters alone, without case); an empty one means
 * that only the number is known.
 */
const OURS: Readonly<Record<CatalogueName, Readonly<Record<number, readonly string[]>>>> = {
  'age-categories': { 1: ['notcategorised', 'notcategorized'], 2: [], 3: [], 4: [] },
  'gender-categories': { 1: ['notdetermined'], 2: ['female'], 3: ['male'], 4: ['both'] },
  'action-types': {
    ...{ 1: ['reportedtolea'], 2: ['reportedtoisp'], 3: ['removed', 'contentremoved'] },
    ...{ 4: ['unavailable', 'contentunavailable'], 6: ['notillegal'] },
  },
  'payment-methods': { 1: ['notdetermined'], 9: [] },
  'site-types': {
    2: ['website'],
    3: ['filehost'],
    4: ['imagestore'],
    6: ['forum'],
    8: ['linksite'],
    9: ['socialnetwork'],
  },
  commercialities: { 1: ['notdetermined'], 2: ['yes', 'commercial'], 3: ['no', 'noncommercial', 'notcommercial'] },
  classifications: { 1: ['baseline'], 2: ['national'], 4: ['ignore'] },
};

/** One number that ICCAM no longer has, or calls something else than we mean by it. */
export interface CatalogueDifference {
  readonly name: CatalogueName;
  readonly id: number;
  readonly kind: 'gone' | 'renamed';
  /** What we mean by it, in letters; empty where only the number is known. */
  readonly ours: string;
  /** What ICCAM calls it. */
  readonly theirs: string;
}

const lettersOf = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

/** Every number that we send and that does not mean there what it means here. */
export function compareCatalogue(name: CatalogueName, rows: readonly CatalogueRow[]): readonly CatalogueDifference[] {
  return Object.entries(OURS[name]).flatMap(([number, names]): CatalogueDifference[] => {
    const id = Number(number);
    const ours = names[0] ?? '';
    const row = rows.find((each) => each.id === id);
    if (row === undefined) return [{ name, id, kind: 'gone', ours, theirs: '' }];
    const isSame = names.length === 0 || names.includes(lettersOf(row.name));
    return isSame ? [] : [{ name, id, kind: 'renamed', ours, theirs: row.name }];
  });
}

/** Every number that a mapping of ours can send, for tests. */
export const numbersWeSend = (name: CatalogueName): readonly number[] => Object.keys(OURS[name]).map(Number);
