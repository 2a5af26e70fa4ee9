/** The versions of the letters' texts, and which one each letter was made from. */
import { sql, type Generated, type Selectable } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';
import type { LetterTemplates, LetterTexts } from './paragraphs.ts';
import { SHIPPED_TEMPLATES } from './shipped-templates.ts';
import { readTexts, templateStateSchema, type TemplateVersion } from './template.ts';

type TemplateTable = {
  version: Generated<number>;
  state: string;
  based_on: number;
  texts: unknown;
  reason: string;
  proposed_by: string;
  proposed_at: Date;
  released_by: string | null;
  released_at: Date | null;
  withdrawn_by: string | null;
  withdrawn_at: Date | null;
};
type LetterTable = { id: string; template_version: number | null };
const tables = (db: Db) => db.$extendTables<{ letter_template: TemplateTable; letter: LetterTable }>();

/** The constraint that holds it to one proposal at a time. */
export const ONE_PROPOSAL = 'letter_template_proposed_key';
const TEMPLATE_LOCK = 0x66790084;

/** Steps of the texts come one after the other: the version in use does not change under one. */
export async function lockTemplates(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TEMPLATE_LOCK})`.execute(tx);
}

/** What letters are made from now: the newest release, or the shipped texts. */
export async function readCurrentTemplates(db: Db): Promise<LetterTemplates> {
  const row = await tables(db)
    .selectFrom('letter_template')
    .select(['version', 'texts'])
    .where('state', '=', 'released')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? SHIPPED_TEMPLATES : { version: row.version, texts: readTexts(row.texts) };
}

/** The texts of certain versions, withdrawn ones too; 0 is always among them. */
export async function readTemplateVersions(
  db: Db,
  versions: readonly number[],
): Promise<ReadonlyMap<number, LetterTemplates>> {
  const wanted = [...new Set(versions.filter((version) => version > 0))];
  const found = new Map([[0, SHIPPED_TEMPLATES]]);
  if (wanted.length === 0) return found;
  const rows = await tables(db)
    .selectFrom('letter_template')
    .select(['version', 'texts'])
    .where('version', 'in', wanted)
    .execute();
  for (const { version, texts } of rows) found.set(version, { version, texts: readTexts(texts) });
  return found;
}

/** All versions with texts, newest first. */
export async function listTemplates(db: Db): Promise<readonly TemplateVersion[]> {
  const rows = await tables(db).selectFrom('letter_template').selectAll().orderBy('version', 'desc').execute();
  return rows.map(toVersion);
}

/** One version; undefined when there is none of this number. */
export async function readTemplate(db: Db, version: number): Promise<TemplateVersion | undefined> {
  const row = await tables(db)
    .selectFrom('letter_template')
    .selectAll()
    .where('version', '=', version)
    .executeTakeFirst();
  return row === undefined ? undefined : toVersion(row);
}

/** How many letters were made from each version. */
export async function countLettersByTemplate(db: Db): Promise<ReadonlyMap<number, number>> {
  const rows = await tables(db)
    .selectFrom('letter')
    .select(['template_version', sql<number>`count(*)`.as('count')])
    .where('template_version', 'is not', null)
    .groupBy('template_version')
    .execute();
  return new Map(rows.map((row) => [row.template_version ?? 0, row.count]));
}

/** Writes a proposal and gives its number. @throws a unique violation of `ONE_PROPOSAL` */
export async function insertProposal(
  tx: Tx,
  proposal: {
    readonly texts: LetterTexts;
    readonly reason: string;
    readonly basedOn: number;
    readonly by: StaffId;
    readonly at: Date;
  },
): Promise<number> {
  const row = await tables(tx)
    .insertInto('letter_template')
    .values({
      ...{ state: 'proposed', based_on: proposal.basedOn, texts: JSON.stringify(proposal.texts) },
      ...{ reason: proposal.reason, proposed_by: proposal.by, proposed_at: proposal.at },
    })
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

/** Notes a step, with who took it. */
export async function updateTemplateState(
  tx: Tx,
  version: number,
  to: { readonly state: 'released' | 'withdrawn'; readonly by: StaffId; readonly at: Date },
): Promise<void> {
  const steps = {
    released: { released_by: to.by, released_at: to.at },
    withdrawn: { withdrawn_by: to.by, withdrawn_at: to.at },
  };
  await tables(tx)
    .updateTable('letter_template')
    .set({ state: to.state, ...steps[to.state] })
    .where('version', '=', version)
    .execute();
}

function toVersion(row: Selectable<TemplateTable>): TemplateVersion {
  const person = (id: string | null) => (id === null ? undefined : staffIdSchema.parse(id));
  return {
    ...{ version: row.version, basedOn: row.based_on, reason: row.reason },
    state: templateStateSchema.parse(row.state),
    texts: readTexts(row.texts),
    proposedBy: staffIdSchema.parse(row.proposed_by),
    proposedAt: row.proposed_at,
    releasedBy: person(row.released_by),
    releasedAt: row.released_at ?? undefined,
    withdrawnBy: person(row.withdrawn_by),
    withdrawnAt: row.withdrawn_at ?? undefined,
  };
}
