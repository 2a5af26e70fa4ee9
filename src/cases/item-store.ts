/** The items' and assessments' tables. Addresses go in and come out shrouded (DESIGN.md, secrecy level 2). */
import { randomUUID } from 'node:crypto';
import { sql, type Generated, type Selectable } from 'kysely';
import { KEEP, type Db, type Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { itemAnswersSchema, type ItemAnswers } from '../terms/answers.ts';
import { countryCodeSchema, type CountryCode } from '../terms/countries.ts';
import { caseIdSchema, itemIdSchema, staffIdSchema, type CaseId, type ItemId, type StaffId } from '../terms/ids.ts';
import { isIllegal, ITEM_OUTCOMES, itemOutcomeSchema, type ItemOutcome } from '../terms/outcomes.ts';
import { canonicalUrlSchema, type WebAddress } from '../terms/web-address.ts';
import { itemStateSchema, type Item, type ItemState } from './case.ts';

type ItemTable = {
  id: string;
  case_id: string;
  shrouded_url: Buffer;
  url_digest: Buffer;
  shrouded_host: Buffer;
  host_digest: Buffer;
  shrouded_ip: Buffer | null;
  country: string | null;
  located_at: Date | null;
  location_code: string | null;
  state: string;
  outcome: string | null;
  created_at: Date;
  /** In the order in which items were made. */
  number: Generated<number>;
  round: number;
};

type AssessmentTable = {
  id: string;
  item_id: string;
  staff_id: string;
  question_set: string;
  answers: unknown;
  outcome: string;
  assessed_at: Date;
  kind: string;
};

const tables = (db: Db) => db.$extendTables<{ item: ItemTable; assessment: AssessmentTable }>();

/** What finds an address again: equal for addresses that nearly always show the same thing. */
export const addressDigest = (serviceKey: ServiceKey, address: WebAddress): Buffer =>
  serviceKey.digest('url', address.sameThingKey);

/**
 * Holds off every other transaction that wants one of these addresses (or hosts), until this one ends; so two tips about one
 * new address, opened at the same moment, make one item. Taken in sorted order: no deadlock.
 */
export async function lockAddresses(tx: Tx, digests: readonly Buffer[]): Promise<void> {
  const keys = digests.map((digest) => digest.readBigInt64BE(0)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const key of new Set(keys)) await sql`select pg_advisory_xact_lock(${key.toString()}::bigint)`.execute(tx);
}

/** The item with this address, in whichever case; undefined when the address is new. */
export async function findItemByDigest(
  db: Db,
  digest: Buffer,
): Promise<{ id: ItemId; caseId: CaseId; state: ItemState; outcome: ItemOutcome | undefined } | undefined> {
  const row = await tables(db)
    .selectFrom('item')
    .select(['id', 'case_id', 'state', 'outcome'])
    .where('url_digest', '=', digest)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: itemIdSchema.parse(row.id),
    caseId: caseIdSchema.parse(row.case_id),
    state: itemStateSchema.parse(row.state),
    outcome: row.outcome === null ? undefined : itemOutcomeSchema.parse(row.outcome),
  };
}

/** An item is to be assessed once more, in another round: it was gone and is named again, or its host has changed. False when it is not in that state (any more). */
export async function startNextRound(tx: Tx, id: ItemId, from: 'gone' | 'assessed'): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('item')
    .set((eb) => ({ state: 'new', outcome: null, round: eb('round', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/**
 * An item that was gone is what it was, in another round: its outcome stands. Its case; undefined when it is not gone (any
 * more), or nobody has found it illegal.
 */
export async function returnItem(tx: Tx, id: ItemId): Promise<CaseId | undefined> {
  const row = await tables(tx)
    .updateTable('item')
    .set((eb) => ({ state: 'assessed', round: eb('round', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'gone')
    .where('outcome', 'in', ITEM_OUTCOMES.filter(isIllegal))
    .returning('case_id')
    .executeTakeFirst();
  return row === undefined ? undefined : caseIdSchema.parse(row.case_id);
}

/** Writes a new item and says its id. */
export async function insertItem(
  tx: Tx,
  serviceKey: ServiceKey,
  caseId: CaseId,
  address: WebAddress,
  now: Date,
): Promise<ItemId> {
  const id = itemIdSchema.parse(randomUUID());
  await tables(tx)
    .insertInto('item')
    .values({
      id,
      case_id: caseId,
      shrouded_url: serviceKey.shroud('url', address.canonical),
      url_digest: addressDigest(serviceKey, address),
      shrouded_host: serviceKey.shroud('host', address.host),
      host_digest: serviceKey.digest('host', address.host),
      shrouded_ip: null,
      country: null,
      located_at: null,
      location_code: null,
      state: 'new',
      outcome: null,
      created_at: now,
      round: 1,
    })
    .execute();
  return id;
}

/** One item in clear. @throws Error when there is none with this id. */
export async function readItem(db: Db, serviceKey: ServiceKey, id: ItemId): Promise<Item> {
  const row = await tables(db).selectFrom('item').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return toItem(row, serviceKey);
}

/** How an item stands, without its address: for checks by the hundred. */
export interface ItemStand {
  readonly state: ItemState;
  readonly outcome: ItemOutcome | undefined;
  readonly round: number;
}

/** How these items stand; one that is not there is not in the map. */
export async function readItemStands(db: Db, ids: readonly ItemId[]): Promise<ReadonlyMap<ItemId, ItemStand>> {
  const { rows } = await sql<Pick<Selectable<ItemTable>, 'id' | 'state' | 'outcome' | 'round'>>`${KEEP}
    select id, state, outcome, round from item where id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(
    rows.map((row) => [
      itemIdSchema.parse(row.id),
      {
        state: itemStateSchema.parse(row.state),
        outcome: row.outcome === null ? undefined : itemOutcomeSchema.parse(row.outcome),
        round: row.round,
      },
    ]),
  );
}

/** A case's items in clear, oldest first; those of one tip as its sender wrote them. */
export async function listItems(db: Db, serviceKey: ServiceKey, caseId: CaseId): Promise<readonly Item[]> {
  const rows = await tables(db)
    .selectFrom('item')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('created_at')
    .orderBy('number')
    .execute();
  return rows.map((row) => toItem(row, serviceKey));
}

/** Where an item's host is, as far as was found. */
export interface Location {
  readonly code: string;
  readonly ip: string | undefined;
  readonly country: CountryCode | undefined;
}

/** Notes where an item's host is. */
export async function updateLocation(
  tx: Tx,
  serviceKey: ServiceKey,
  id: ItemId,
  location: Location,
  now: Date,
): Promise<void> {
  await tables(tx)
    .updateTable('item')
    .set({
      shrouded_ip: location.ip === undefined ? null : serviceKey.shroud('ip', location.ip),
      country: location.country ?? null,
      location_code: location.code,
      located_at: now,
    })
    .where('id', '=', id)
    .execute();
}

/** Moves an item to a state; a new outcome with it where there is one. */
export async function updateItemState(
  tx: Tx,
  id: ItemId,
  state: ItemState,
  outcome?: ItemOutcome | null,
): Promise<void> {
  await tables(tx)
    .updateTable('item')
    .set(outcome === undefined ? { state } : { state, outcome })
    .where('id', '=', id)
    .execute();
}

export interface Assessment {
  readonly staffId: StaffId;
  readonly questionSet: string;
  readonly answers: ItemAnswers;
  readonly outcome: ItemOutcome;
  readonly assessedAt: Date;
}

/**
 * Writes an assessment beside the earlier ones: none is ever changed. `second`: it is a second opinion. It is the newest, also where the clock
 * has gone back since the last one. The item is locked. @returns its id
 */
export async function insertAssessment(
  tx: Tx,
  itemId: ItemId,
  assessment: Assessment,
  kind: 'own' | 'second' = 'own',
): Promise<string> {
  const id = randomUUID();
  await tables(tx)
    .insertInto('assessment')
    .values({
      id,
      item_id: itemId,
      staff_id: assessment.staffId,
      question_set: assessment.questionSet,
      answers: JSON.stringify(assessment.answers),
      outcome: assessment.outcome,
      assessed_at: sql<Date>`greatest(${assessment.assessedAt}::timestamptz,
        (select max(assessed_at) + interval '1 millisecond' from assessment where item_id = ${itemId}))`,
      kind,
    })
    .execute();
  return id;
}

/** The newest assessment of an item, second opinions apart; undefined when nobody has assessed it. */
export async function readNewestAssessment(db: Db, itemId: ItemId): Promise<Assessment | undefined> {
  const row = await tables(db)
    .selectFrom('assessment')
    .selectAll()
    .where('item_id', '=', itemId)
    .where('kind', '=', 'own')
    .orderBy('assessed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    staffId: staffIdSchema.parse(row.staff_id),
    questionSet: row.question_set,
    answers: itemAnswersSchema.parse(row.answers),
    outcome: itemOutcomeSchema.parse(row.outcome),
    assessedAt: row.assessed_at,
  };
}

/** What this person's newest assessments came to, the newest first. */
export async function listLastOutcomes(db: Db, staffId: StaffId, limit: number): Promise<readonly ItemOutcome[]> {
  const rows = await tables(db)
    .selectFrom('assessment')
    .select('outcome')
    .where('staff_id', '=', staffId)
    .orderBy('assessed_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => itemOutcomeSchema.parse(row.outcome));
}

function toItem(row: Selectable<ItemTable>, serviceKey: ServiceKey): Item {
  return {
    id: itemIdSchema.parse(row.id),
    caseId: caseIdSchema.parse(row.case_id),
    url: canonicalUrlSchema.parse(serviceKey.unshroud('url', row.shrouded_url)),
    host: serviceKey.unshroud('host', row.shrouded_host),
    ip: row.shrouded_ip === null ? undefined : serviceKey.unshroud('ip', row.shrouded_ip),
    country: row.country === null ? undefined : countryCodeSchema.parse(row.country),
    locationCode: row.location_code ?? undefined,
    locatedAt: row.located_at ?? undefined,
    state: itemStateSchema.parse(row.state),
    outcome: row.outcome === null ? undefined : itemOutcomeSchema.parse(row.outcome),
    round: row.round,
  };
}
