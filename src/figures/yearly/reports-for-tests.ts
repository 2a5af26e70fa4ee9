/** A yearly report as two supervisors bring it onto the site. */
import type pg from 'pg';
import { transact, type Db } from '../../platform/db.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';
import { prepareSnapshot, publishSnapshot } from '../public/publish-snapshot.ts';
import { makeReport, YEARLY_REPORT } from './yearly-report.ts';

const staffId = (digit: string) => staffIdSchema.parse(`8a64a5a8-3a54-4a2f-8c9b-${digit.repeat(12)}`);
const both = (text: string) => ({ sv: text, en: text });

/** One who prepares and one who publishes. */
export async function addSupervisors(pool: pg.Pool): Promise<readonly [StaffId, StaffId]> {
  const ids = [staffId('1'), staffId('2')] as const;
  for (const id of ids)
    await pool.query(
      `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
       values ($1::uuid, $1::uuid::text, $1::uuid::text, 'supervisor', '', '', '', '', '', now())`,
      [id],
    );
  return ids;
}

/** Seventeen notices to one provider; `says`: the words about independence. */
export async function publishReport(
  db: Db,
  [by, other]: readonly [StaffId, StaffId],
  { year, says }: { readonly year: number; readonly says: string },
): Promise<void> {
  const report = makeReport({
    ...{ year, now: new Date('2026-01-10T00:00:00Z'), timeZone: 'Europe/Stockholm', nameOf: () => 'Example Hosting' },
    notices: [{ providerId: 'p', type: 'illegal-baseline.A', action: 'removed', total: 17 }],
    words: { independence: both(says), contact: both('hotline@example.org'), remarks: both('') },
  });
  const at = new Date('2026-01-11T00:00:00Z');
  await transact(db, async (tx) => {
    const id = await prepareSnapshot(tx, YEARLY_REPORT, report, { by, at });
    await publishSnapshot(tx, YEARLY_REPORT, { id, revision: 1 }, { by: other, at });
  });
}
