/** Scenes for tests of rooms that need a tip, a case and somebody to work on it. */
import { randomBytes } from 'node:crypto';
import { receiveTip, type TipSubmission } from '../intake/door.ts';
import type { Db } from '../platform/db.ts';
import { transact } from '../platform/db.ts';
import { serviceKeyFrom, type ServiceKey } from '../platform/service-key.ts';
import { createStaffMember, newestDeskKey } from '../staff/door.ts';
import type { ItemAnswers } from '../terms/answers.ts';
import { tipIdSchema, type StaffId, type TipId } from '../terms/ids.ts';
import { sql } from 'kysely';

export const TEST_NOW = new Date('2026-11-24T10:20:30Z');
export const TEST_PASSWORD = 'a lighthouse in the dark';

export interface Scene {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly analystId: StaffId;
  readonly otherId: StaffId;
  /** Sends a tip and says its id. */
  sendTip(change?: Partial<TipSubmission>): Promise<TipId>;
}

/** Two analysts, and tips on demand. */
export async function openScene(db: Db): Promise<Scene> {
  const serviceKey = serviceKeyFrom(Buffer.alloc(32, 9));
  const people = [];
  for (const login of ['first', 'second']) {
    people.push(
      await transact(db, (tx) =>
        createStaffMember(tx, serviceKey, {
          name: login,
          login,
          password: TEST_PASSWORD,
          role: 'analyst',
          now: TEST_NOW,
        }),
      ),
    );
  }
  const [first, second] = people;
  const deskKey = await newestDeskKey(db);
  if (first === undefined || second === undefined || deskKey === undefined)
    throw new Error('The scene has nobody in it.');
  return {
    ...{ db, serviceKey, analystId: first.staffId, otherId: second.staffId },
    sendTip: async (change = {}) => {
      const before = await tipIds(db);
      await receiveTip(
        { db, serviceKey, clock: { now: () => TEST_NOW }, deskKey },
        {
          ...{
            submissionKey: randomBytes(16),
            category: 'online',
            language: 'sv',
            isUrgent: false,
            wantsAnswer: false,
            source: 'form',
          },
          ...{ addresses: [], report: { narrative: 'Ordinary words.' } },
          ...change,
        },
      );
      const fresh = (await tipIds(db)).filter((id) => !before.includes(id));
      const [id] = fresh;
      if (id === undefined) throw new Error('The tip did not arrive.');
      return id;
    },
  };
}

async function tipIds(db: Db): Promise<readonly TipId[]> {
  const found = await sql<{ id: string }>`select id from tip`.execute(db);
  return found.rows.map((row) => tipIdSchema.parse(row.id));
}

/** Answers that come to `illegal-baseline`, complete. */
export const BASELINE_ANSWERS: ItemAnswers = {
  access: 'available',
  'baseline-1': 'yes',
  'baseline-2': 'yes',
  'baseline-3': 'yes',
  severity: 'A',
  age: '7-10',
  gender: 'unknown',
  virtual: 'no',
  'self-generated': 'no',
  modelling: 'no',
  'content-type': 'media',
  'site-type': 'image-host',
  commercial: 'no',
};
