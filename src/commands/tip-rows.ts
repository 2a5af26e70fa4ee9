/** Rows of an import file, CSV or NDJSON, as tips or as reasons why not. Streaming: a file of any size takes little memory. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import type { TipContact, TipReport } from '../intake/door.ts';
import { tipCategorySchema, type TipCategory } from '../terms/categories.ts';
import { siteLanguageSchema, type SiteLanguage } from '../terms/site-languages.ts';
import { recogniseAddresses } from '../terms/web-address.ts';

/** A row that can become a tip. */
export interface TipRow {
  readonly receivedAt: Date;
  readonly category: TipCategory;
  readonly language: SiteLanguage;
  readonly isUrgent: boolean;
  readonly wantsAnswer: boolean;
  readonly addresses: readonly string[];
  readonly report: TipReport;
  readonly contact: TipContact | undefined;
}

export type ReadRow =
  | { readonly line: number; readonly ok: true; readonly row: TipRow; readonly text: string }
  | { readonly line: number; readonly ok: false; readonly problems: readonly string[]; readonly text: string };

const flag = z
  .union([z.boolean(), z.stringbool({ truthy: ['yes', 'true', '1', 'ja'], falsy: ['no', 'false', '0', 'nej', ''] })])
  .default(false);
const text = z.string().max(20_000, 'must be at most 20,000 characters').optional();
const shortText = z.string().max(500, 'must be at most 500 characters').optional();

const rowSchema = z.strictObject({
  received_at: z.iso
    .datetime({
      offset: true,
      error: 'must be a date and time with its UTC offset, for example 2026-03-01T14:05:00+01:00',
    })
    .transform((value) => new Date(value)),
  category: tipCategorySchema,
  language: siteLanguageSchema.default('sv'),
  urgent: flag,
  wants_answer: flag,
  urls: z.union([z.string(), z.array(z.string()).transform((list) => list.join('\n'))]).default(''),
  narrative: text,
  page_reached_from: text,
  access_needed: text,
  seen_when: shortText,
  place: shortText,
  travel_country: shortText,
  hotel: shortText,
  dates: shortText,
  suspect: text,
  why_suspicious: text,
  contact_name: shortText,
  contact_email: shortText,
  contact_phone: shortText,
});

/** Every column an import file may have. */
export const IMPORT_COLUMNS: readonly string[] = Object.keys(rowSchema.shape);

/**
 * Reads `file` by its ending (.csv with a header line, .ndjson with one object a line). @throws Error for another ending, an unknown column
 * or CSV whose quotes do not fit, which it names by its line and without a word of it
 */
export function readTipRows(file: string): AsyncIterable<ReadRow> {
  if (file.endsWith('.csv')) return readCsv(file);
  if (/\.(ndjson|jsonl)$/.test(file)) return readNdjson(file);
  throw new Error(`An import file ends in .csv or .ndjson; this one is ${file}.`);
}

async function* readCsv(file: string): AsyncGenerator<ReadRow> {
  const parser = createReadStream(file).pipe(
    parse({
      bom: true,
      columns: checkedHeader,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 200_000,
    }),
  );
  try {
    for await (const entry of parser) {
      const { record, info } = csvEntrySchema.parse(entry);
      const filled = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''));
      yield toRow(info.lines, filled, JSON.stringify(record));
    }
  } catch (error) {
    // csv-parse quotes the field, and a field is what somebody told.
    if (!(error instanceof CsvError)) throw error;
    throw new Error(
      `Line ${String(error['lines'])} is not CSV (${error.code}): check its quotes. Nothing after it was read.`,
    );
  }
}

const csvEntrySchema = z.object({ record: z.record(z.string(), z.unknown()), info: z.object({ lines: z.number() }) });

function checkedHeader(header: readonly string[]): string[] {
  const unknown = header.filter((name) => !IMPORT_COLUMNS.includes(name));
  if (unknown.length > 0)
    throw new Error(`Unknown columns: ${unknown.join(', ')}. Known: ${IMPORT_COLUMNS.join(', ')}.`);
  return [...header];
}

async function* readNdjson(file: string): AsyncGenerator<ReadRow> {
  let line = 0;
  for await (const raw of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1;
    const stripped = line === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    if (stripped.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(stripped);
    } catch {
      yield { line, ok: false, problems: ['is not JSON'], text: stripped };
      continue;
    }
    yield toRow(line, value, stripped);
  }
}

function toRow(line: number, value: unknown, text: string): ReadRow {
  const parsed = rowSchema.safeParse(value);
  if (!parsed.success) {
    // Names and rules only: a message never quotes what stood in the row.
    const problems = parsed.error.issues.map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown fields: ${issue.keys.join(', ')}`
        : `${issue.path.join('.')}: ${issue.message}`,
    );
    return { line, ok: false, problems, text };
  }
  const row = parsed.data;
  const recognised = recogniseAddresses(row.urls);
  if (row.category === 'online' && recognised.addresses.length === 0) {
    return { line, ok: false, problems: ['urls: an online tip needs at least one web address'], text };
  }
  return { line, ok: true, row: toTip(row, recognised), text };
}

function toTip(row: z.output<typeof rowSchema>, recognised: ReturnType<typeof recogniseAddresses>): TipRow {
  const kept = (fields: Record<string, string | undefined>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
  // What was not understood as an address stays with the narrative, sealed: nothing of a tip is dropped.
  const odd = recognised.rejected.length > 0 ? row.urls : undefined;
  const contact = kept({ name: row.contact_name, email: row.contact_email, phone: row.contact_phone });
  return {
    receivedAt: row.received_at,
    category: row.category,
    language: row.language,
    isUrgent: row.urgent,
    wantsAnswer: row.wants_answer,
    addresses: recognised.addresses.map((address) => address.canonical),
    report: kept({
      narrative: [row.narrative, odd].filter((part) => part !== undefined).join('\n\n'),
      pageReachedFrom: row.page_reached_from,
      accessNeeded: row.access_needed,
      seenWhen: row.seen_when,
      place: row.place,
      travelCountry: row.travel_country,
      hotel: row.hotel,
      dates: row.dates,
      suspect: row.suspect,
      whySuspicious: row.why_suspicious,
    }),
    contact: Object.keys(contact).length > 0 ? contact : undefined,
  };
}
