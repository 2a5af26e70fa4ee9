/** The tables of partners' settings and health. Settings go in and come out shrouded. */
import type { Generated } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';
import { partnerModeSchema, type PartnerHealth, type PartnerName, type PartnerSettings } from './partner-setting.ts';

type SettingTable = {
  id: Generated<number>;
  partner: string;
  mode: string;
  shrouded_values: Buffer;
  changed_at: Date;
  changed_by: string | null;
};
type HealthTable = {
  partner: string;
  last_success_at: Date | null;
  failing_since: Date | null;
  last_failure_at: Date | null;
  failure_code: string | null;
};

const tables = (db: Db) => db.$extendTables<{ partner_setting: SettingTable; partner_health: HealthTable }>();
const valuesSchema = z.record(z.string(), z.string());

/** Bound to its partner, so that one partner's secrets cannot be moved to another's row. */
const boxSchema = z.object({ partner: z.string(), values: valuesSchema });

/** Settings with who wrote them, when. */
export interface StoredSettings extends PartnerSettings {
  readonly changedAt: Date;
  readonly changedBy: StaffId | undefined;
}

/** Writes settings beside the earlier ones: what held before stays readable for the record. */
export async function insertSettings(
  tx: Tx,
  serviceKey: ServiceKey,
  partner: PartnerName,
  settings: PartnerSettings,
  act: { readonly at: Date; readonly staffId: StaffId | undefined },
): Promise<void> {
  await tables(tx)
    .insertInto('partner_setting')
    .values({
      partner,
      mode: settings.mode,
      shrouded_values: serviceKey.shroud('note', JSON.stringify({ partner, values: settings.values })),
      changed_at: act.at,
      changed_by: act.staffId ?? null,
    })
    .execute();
}

/** The settings that hold; undefined where nobody has set any in the console. @throws Error when the row was moved or altered */
export async function readStoredSettings(
  db: Db,
  serviceKey: ServiceKey,
  partner: PartnerName,
): Promise<StoredSettings | undefined> {
  const row = await tables(db)
    .selectFrom('partner_setting')
    .selectAll()
    .where('partner', '=', partner)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const box = boxSchema.parse(JSON.parse(serviceKey.unshroud('note', row.shrouded_values)));
  if (box.partner !== partner) throw new Error("These settings are another partner's.");
  return {
    mode: partnerModeSchema.parse(row.mode),
    values: box.values,
    changedAt: row.changed_at,
    changedBy: row.changed_by === null ? undefined : staffIdSchema.parse(row.changed_by),
  };
}

/** Who changed a partner's settings when, the newest first; without what they are. */
export async function listChanges(
  db: Db,
  partner: PartnerName,
  limit: number,
): Promise<readonly { readonly mode: PartnerSettings['mode']; readonly at: Date; readonly by: StaffId | undefined }[]> {
  const rows = await tables(db)
    .selectFrom('partner_setting')
    .select(['mode', 'changed_at', 'changed_by'])
    .where('partner', '=', partner)
    .orderBy('changed_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    mode: partnerModeSchema.parse(row.mode),
    at: row.changed_at,
    by: row.changed_by === null ? undefined : staffIdSchema.parse(row.changed_by),
  }));
}

/** A partner's system took what it was sent, or answered what it was asked. */
export async function upsertSuccess(db: Db, partner: string, at: Date): Promise<void> {
  const well = { last_success_at: at, failing_since: null, failure_code: null };
  await tables(db)
    .insertInto('partner_health')
    .values({ partner, ...well, last_failure_at: null })
    .onConflict((conflict) => conflict.column('partner').doUpdateSet(well))
    .execute();
}

/** It did not; `code` says why. The first failure since the last success keeps its time. */
export async function upsertFailure(db: Db, partner: string, code: string, at: Date): Promise<void> {
  await tables(db)
    .insertInto('partner_health')
    .values({ partner, last_success_at: null, failing_since: at, last_failure_at: at, failure_code: code })
    .onConflict((conflict) =>
      conflict.column('partner').doUpdateSet((eb) => ({
        failing_since: eb.fn.coalesce('partner_health.failing_since', 'excluded.failing_since'),
        last_failure_at: at,
        failure_code: code,
      })),
    )
    .execute();
}

/** How every partner that was ever used has been answering. */
export async function listHealth(db: Db): Promise<ReadonlyMap<string, PartnerHealth>> {
  const rows = await tables(db).selectFrom('partner_health').selectAll().execute();
  return new Map(
    rows.map((row) => [
      row.partner,
      {
        lastSuccessAt: row.last_success_at ?? undefined,
        failingSince: row.failing_since ?? undefined,
        lastFailureAt: row.last_failure_at ?? undefined,
        failureCode: row.failure_code ?? undefined,
      },
    ]),
  );
}

/** The mode that each partner was given in the console last; those that nobody has set there are left out. */
export async function listPartnerModes(db: Db): Promise<Readonly<Record<string, string>>> {
  const rows = await tables(db)
    .selectFrom('partner_setting')
    .distinctOn('partner')
    .select(['partner', 'mode'])
    .orderBy('partner')
    .orderBy('id', 'desc')
    .execute();
  return Object.fromEntries(rows.map(({ partner, mode }) => [partner, mode]));
}
