/** What the tests of the ways out share: dispatches, a case in the database, and facts that are invented throughout. */
import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { reasonIn, SHIPPED_TABLE } from '../routing/door.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { caseIdSchema, dispatchIdSchema, itemIdSchema, type CaseId } from '../terms/ids.ts';
import type { ItemAnswers } from '../terms/answers.ts';
import type { Dispatch } from './partner.ts';
import type { CaseInput } from './police/package.ts';

export const testServiceKey = serviceKeyFrom(randomBytes(32));
export const HOTLINE = { name: 'Hotline Exempel', email: 'desk@fyr.example.org', homeCountry: 'SE' };

/** A planned dispatch; each has its own id and idempotency key. */
export function dispatchOf(destination: Dispatch['destination'], changes: Partial<Dispatch> = {}): Dispatch {
  const id = dispatchIdSchema.parse(randomUUID());
  return {
    id,
    idempotencyKey: `${destination}.${id}`,
    caseId: caseIdSchema.parse(randomUUID()),
    itemId: undefined,
    tipId: undefined,
    destination,
    isDsa16: false,
    rule: 'home-crime',
    by: undefined,
    state: 'planned',
    payload: undefined,
    reference: undefined,
    failureCode: undefined,
    attempts: 0,
    plannedAt: new Date('2026-03-01T12:00:00Z'),
    endedAt: undefined,
    ...changes,
  };
}

/** Writes a case and says its id: dispatches hang on one. */
export async function insertCaseRow(pool: pg.Pool): Promise<CaseId> {
  const id = caseIdSchema.parse(randomUUID());
  await pool.query(
    `insert into case_file (id, state, category, is_urgent, opened_hour) values ($1, 'decided', 'online', false, '2026-03-01T10:00:00Z')`,
    [id],
  );
  return id;
}

/** The same as `dispatchOf`, written with its case: what is kept about a dispatch hangs on it. */
export async function plantDispatch(
  pool: pg.Pool,
  destination: Dispatch['destination'],
  changes: Partial<Dispatch> = {},
): Promise<Dispatch> {
  const dispatch = dispatchOf(destination, { caseId: await insertCaseRow(pool), ...changes });
  await pool.query(
    `insert into dispatch (id, idempotency_key, case_id, destination, rule, state, payload, planned_at)
     values ($1, $2, $3, $4, $5, 'planned', $6, $7)`,
    [
      ...[dispatch.id, dispatch.idempotencyKey, dispatch.caseId, destination, dispatch.rule],
      ...[dispatch.payload ?? null, dispatch.plannedAt],
    ],
  );
  return dispatch;
}

export const ILLEGAL_ANSWERS: ItemAnswers = {
  access: 'available',
  'baseline-1': 'yes',
  'baseline-2': 'yes',
  'baseline-3': 'yes',
  severity: 'B',
  age: '7-10',
  gender: 'female',
  virtual: 'no',
  'self-generated': 'unknown',
  modelling: 'yes',
  'content-type': 'website',
  'site-type': 'forum',
  commercial: 'no',
};

/** A case with one item and one tip that left contact details. */
export function caseInputOf(changes: Partial<CaseInput> = {}): CaseInput {
  return {
    id: caseIdSchema.parse(randomUUID()),
    number: 123,
    category: 'online',
    isUrgent: false,
    openedHour: new Date('2026-03-01T10:00:00Z'),
    answers: { danger: 'no', identifiable: 'no', home: 'yes' },
    rule: reasonIn(SHIPPED_TABLE, 'home-crime'),
    items: [
      {
        id: itemIdSchema.parse(randomUUID()),
        url: 'https://bilder.example.org/album/7?sida=2',
        host: 'bilder.example.org',
        ip: '85.24.180.40',
        country: 'SE',
        outcome: 'illegal-baseline',
        answers: ILLEGAL_ANSWERS,
      },
    ],
    tips: [
      {
        id: randomUUID(),
        receivedHour: new Date('2026-03-01T10:00:00Z'),
        category: 'online',
        language: 'sv',
        source: 'form',
        isUrgent: false,
        wantsAnswer: true,
        addresses: ['https://bilder.example.org/album/7?sida=2'],
        report: { narrative: 'Jag såg något\nSubject: inte en rubrik', suspect: '<b>okänd</b> & "x"', place: '' },
        contact: { name: 'Påhittad Person', email: 'pahittad@mail.example.org', phone: '' },
      },
    ],
    includeContact: false,
    ...changes,
  };
}
