/**
 * Whether the table in use is one that may be used, and the one that two people released; and whether every dispatch that names a row still
 * finds it. A table that may not be used sends nothing but danger (route.ts), so somebody must be told.
 */
import { z } from 'zod';
import { CASE_ORIGINS } from '../cases/door.ts';
import { hashPayload } from '../ledger/door.ts';
import type { Db } from '../platform/db.ts';
import { TIP_CATEGORIES } from '../terms/categories.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import { itemIdSchema } from '../terms/ids.ts';
import { CASE_OUTCOMES, ITEM_OUTCOMES } from '../terms/outcomes.ts';
import { checkRows } from './check-table.ts';
import { ROUTING_RULES, type ItemFacts, type RoutingFacts } from './facts.ts';
import { routeBy } from './route.ts';
import { SHIPPED_TABLE } from './shipped-table.ts';
import {
  countByRow,
  readReleasedRows,
  readStoredRelease,
  wasReleased,
  type StoredRelease,
} from './table-health-store.ts';
import { routingRowSchema, tableHash, type RoutingTable } from './table.ts';

/** What was found. */
export interface TableExamination {
  /** 0: what Fyr ships. */
  readonly version: number;
  readonly rows: number;
  /** True when nothing but danger is sent by it. */
  readonly isRefused: boolean;
  /** The rows at fault, by id or number; none where the whole cannot be read. */
  readonly faultyRows: readonly string[];
  /** True when the ledger has no release of these rows under this number. */
  readonly isAltered: boolean;
  /** Dispatches that name a row of a version in which there is none of this name. */
  readonly dispatchesLost: number;
}

/** Reads and judges; writes nothing. */
export async function examineTable(db: Db): Promise<TableExamination> {
  const stored = await readStoredRelease(db);
  const table = stored === undefined ? SHIPPED_TABLE : readStored(stored);
  const faults = checkRows(stored === undefined ? SHIPPED_TABLE.rows : listOf(stored.rows));
  return {
    version: table.version,
    rows: table.rows.length,
    isRefused: faults.length > 0 || isRefusedSomewhere(table),
    faultyRows: [...new Set(faults.map(({ row }) => row))],
    isAltered: stored !== undefined && !(await isAsReleased(db, stored, table)),
    dispatchesLost: await countLost(db),
  };
}

const listOf = (rows: unknown): readonly unknown[] => (Array.isArray(rows) ? rows : []);

function readStored({ version, rows }: StoredRelease): RoutingTable {
  const read = z.array(routingRowSchema).safeParse(rows);
  return read.success ? { version, rows: read.data } : { version, rows: [], isUnreadable: true };
}

/** The ledger's act of a release holds the hash of the rows (release-table.ts): a hand in the database that changes the rows cannot change that. */
async function isAsReleased(db: Db, { version, basedOn }: StoredRelease, { rows }: RoutingTable): Promise<boolean> {
  return wasReleased(db, version, hashPayload({ before: basedOn, hash: tableHash(rows) }));
}

/** Over every corner of what an item or a case can be: is it refused, or stopped by the floor, in one of them? */
function isRefusedSomewhere(table: RoutingTable): boolean {
  return cornerFacts().some((facts) => routeBy(table, facts).some(({ rule }) => rule === 'table-refused'));
}

const [HOME, INHOPE, ELSEWHERE] = [
  countryCodeSchema.parse('SE'),
  countryCodeSchema.parse('NL'),
  countryCodeSchema.parse('VU'),
] as const;
const YES_NO = [true, false] as const;

function cornerFacts(): readonly RoutingFacts[] {
  const ofAll = (
    items: readonly ItemFacts[],
    isUrgent: boolean,
    caseOutcome: RoutingFacts['caseOutcome'],
  ): readonly RoutingFacts[] =>
    YES_NO.map((isOnHold) => ({
      ...{ homeCountry: HOME, inhopeCountries: new Set([INHOPE]), ncmec: { kind: 'all', rule: 'ncmec' }, items },
      ...{
        category: TIP_CATEGORIES[0],
        origin: CASE_ORIGINS[0],
        isHomeCrime: isOnHold,
        isOnHold,
        isUrgent,
        caseOutcome,
      },
    }));
  return YES_NO.flatMap((isUrgent) => [
    ...cornerItems().flatMap((item) => ofAll([item], isUrgent, undefined)),
    ...[undefined, ...CASE_OUTCOMES].flatMap((outcome) => ofAll([], isUrgent, outcome)),
  ]);
}

function cornerItems(): readonly ItemFacts[] {
  const itemId = itemIdSchema.parse('00000000-0000-4000-8000-000000000000');
  return [undefined, ...ITEM_OUTCOMES].flatMap((outcome) =>
    (['none', 'near', 'exact-trusted'] as const).flatMap((knownHit) =>
      [undefined, HOME, INHOPE, ELSEWHERE].flatMap((hostCountry) =>
        (['none', 'origin-known', 'origin-unknown'] as const).flatMap((proxy) =>
          YES_NO.map((hostChanged) => ({
            ...{ itemId, outcome, listOutcome: undefined, hostCountry, knownHit, proxy, hostChanged },
          })),
        ),
      ),
    ),
  );
}

/** Rows of the table and fixed rows alike: the fixed ones bear their reason's code. */
async function countLost(db: Db): Promise<number> {
  const named = await countByRow(db);
  if (named.length === 0) return 0;
  const kept = new Map<number, ReadonlySet<string>>([[0, new Set(SHIPPED_TABLE.rows.map(({ id }) => id))]]);
  for (const { version, rows } of await readReleasedRows(db)) kept.set(version, new Set(listOf(rows).flatMap(idOf)));
  const isThere = (version: number, row: string) =>
    kept.has(version) && (kept.get(version)?.has(row) === true || ROUTING_RULES.some((rule) => rule === row));
  return named.reduce((lost, { version, row, count }) => lost + (isThere(version, row) ? 0 : count), 0);
}

const idOf = (row: unknown): readonly string[] =>
  typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'string' ? [row.id] : [];
