/** Past cases as facts alone, for trying rules on them: codes, countries, and the IP addresses of hosts. No other address is read, and nothing sealed is opened. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { caseAnswersSchema, type CaseAnswers } from '../terms/answers.ts';
import { tipCategorySchema, type TipCategory } from '../terms/categories.ts';
import { countryCodeSchema, type CountryCode } from '../terms/countries.ts';
import { caseIdSchema, itemIdSchema, type CaseId, type ItemId } from '../terms/ids.ts';
import { itemOutcomeSchema, type ItemOutcome } from '../terms/outcomes.ts';
import { caseOriginSchema, type CaseOrigin } from './case.ts';
import { hitKindSchema, hitStanding, trustedOutcome } from './known-hit.ts';

/** An item with what is on record of it now, also where it is gone. */
export interface PastItem {
  readonly id: ItemId;
  /** Undefined where nobody has assessed it, also when a list's word has been noted as its outcome. */
  readonly outcome: ItemOutcome | undefined;
  readonly country: CountryCode | undefined;
  readonly ip: string | undefined;
  readonly locatedAt: Date | undefined;
  readonly standing: ReturnType<typeof hitStanding>;
  readonly listOutcome: ItemOutcome | undefined;
}

/** A case that was decided at some time. */
export interface PastCaseFacts {
  readonly id: CaseId;
  readonly number: number;
  readonly category: TipCategory;
  readonly origin: CaseOrigin;
  readonly answers: CaseAnswers;
  readonly items: readonly PastItem[];
}

/** Cases a query; what is in memory of them at once. */
const PAGE = 500;

/** The newest `most` cases that were decided, by their number, newest first: read page by page as they are asked for. */
export async function* readPastCases(
  db: Db,
  serviceKey: ServiceKey,
  most: number,
): AsyncGenerator<readonly PastCaseFacts[]> {
  let before: number | undefined;
  for (let left = most; left > 0; left -= PAGE) {
    const page = await readPage(db, serviceKey, before, Math.min(left, PAGE));
    if (page.length > 0) yield page;
    before = page.at(-1)?.number;
    if (page.length < PAGE) return;
  }
}

const itemSchema = z.object({
  id: itemIdSchema,
  outcome: itemOutcomeSchema.nullable(),
  is_assessed: z.boolean(),
  country: countryCodeSchema.nullable(),
  /** Shrouded, in base64. */
  ip: z.base64().nullable(),
  located_at: z.coerce.date().nullable(),
  hits: z.array(z.object({ kind: hitKindSchema, category: z.string(), isTrusted: z.boolean() })),
});

async function readPage(
  db: Db,
  serviceKey: ServiceKey,
  before: number | undefined,
  most: number,
): Promise<readonly PastCaseFacts[]> {
  const { rows } = await sql<{
    id: string;
    number: number;
    category: string;
    origin: string;
    case_facts: unknown;
    items: unknown;
  }>`
    with page as (select id, number, category, origin, case_facts from case_file
      where decided_at is not null and (${before ?? null}::bigint is null or number < ${before ?? null}::bigint)
      order by number desc limit ${most})
    select page.*, coalesce(i.items, '[]') as items from page left join lateral (
      select jsonb_agg(jsonb_build_object('id', item.id, 'outcome', item.outcome, 'country', item.country,
        'ip', translate(encode(item.shrouded_ip, 'base64'), e'\\n', ''), 'located_at', item.located_at,
        'is_assessed', exists (select from assessment a where a.item_id = item.id),
        'hits', coalesce((select jsonb_agg(jsonb_build_object('kind', h.kind, 'category', h.category, 'isTrusted', h.is_trusted))
          from item_hit h where h.item_id = item.id), '[]')) order by item.created_at, item.number) as items
      from item where item.case_id = page.id) i on true
    order by page.number desc`.execute(db);
  return rows.map((row) => ({
    ...{ id: caseIdSchema.parse(row.id), number: row.number },
    category: tipCategorySchema.parse(row.category),
    origin: caseOriginSchema.parse(row.origin),
    answers: caseAnswersSchema.parse(row.case_facts),
    items: z
      .array(itemSchema)
      .parse(row.items)
      .map((item) => toItem(item, serviceKey)),
  }));
}

function toItem(item: z.infer<typeof itemSchema>, serviceKey: ServiceKey): PastItem {
  const { id, outcome, is_assessed: isAssessed, country, ip, located_at: locatedAt, hits } = item;
  const listOutcome = trustedOutcome(hits);
  const isListAlone = !isAssessed && listOutcome !== undefined;
  return {
    ...{ id, listOutcome, standing: hitStanding(hits), country: country ?? undefined },
    ip: ip === null ? undefined : serviceKey.unshroud('ip', Buffer.from(ip, 'base64')),
    locatedAt: locatedAt ?? undefined,
    outcome: isListAlone ? undefined : (outcome ?? undefined),
  };
}
