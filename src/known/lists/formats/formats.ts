/** The formats that a known list can be imported from, by name. */
import { z } from 'zod';
import type { CategoryMap, ReadList } from '../list-entry.ts';
import { readIcse } from './read-icse.ts';
import { readPlain } from './read-plain.ts';
import { readThreatExchange } from './read-threat-exchange.ts';
import { readVics } from './read-vics.ts';

/** The names that an import is asked for; stored with the list. */
export const LIST_FORMATS = ['vics', 'icse', 'threatexchange', 'plain'] as const;
/** For the name that a person typed, and for rows read back. */
export const listFormatSchema = z.enum(LIST_FORMATS);
export type ListFormat = z.infer<typeof listFormatSchema>;

/** All that the import knows of a format: a further one is a reader and a line in the table below. */
export interface FormatReader {
  readonly read: ReadList;
  /** Used when an import brings no mapping; undefined where codes differ by country, so that it must. */
  readonly defaultMap: CategoryMap | undefined;
  /** Its entries have names of their own, under which later rows change them or take them back. */
  readonly isByReference: boolean;
}

/** How each format is read. */
export const FORMATS: Readonly<Record<ListFormat, FormatReader>> = {
  vics: { read: readVics, defaultMap: undefined, isByReference: false },
  icse: {
    read: readIcse,
    defaultMap: { baseline: 'illegal-baseline', 'not-baseline': 'to-assess', none: 'to-assess' },
    isByReference: false,
  },
  threatexchange: {
    read: readThreatExchange,
    defaultMap: { malicious: 'to-assess', suspicious: 'to-assess', non_malicious: 'skip', unknown: 'skip' },
    isByReference: true,
  },
  plain: { read: readPlain, defaultMap: undefined, isByReference: false },
};
