import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { startIccam, type Iccam, type IccamBehaviour, type IccamOptions } from '../../../stand-ins/iccam.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { deliverDispatch, listDispatches, planDispatches, type PartnerDoor } from '../../routing/door.ts';
import { dispatchOf, ILLEGAL_ANSWERS, insertCaseRow, testServiceKey } from '../partner-for-tests.ts';
import { readReportAnswer } from './iccam-answers.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { openIccam, type IccamDoor } from './iccam.ts';
import type { IccamInput } from './report.ts';

const { db, pool } = await freshDatabase();
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-iccam-'));
const passwordFile = path.join(folder, 'password');
after(() => rm(folder, { recursive: true }));

const INPUT: IccamInput = {
  caseNumber: 7,
  receivedHour: new Date('2026-03-01T10:00:00Z'),
  items: [
    {
      id: '0c4a1b54-3a0e-4f0c-9e50-0d6f1d0c7a01',
      url: 'https://pictures.example.org/album/3',
      country: 'NL',
      ip: '185.107.56.40',
      answers: ILLEGAL_ANSWERS,
    },
  ],
};

const settingsOf = (url: string, user: string, password: string): PartnerSettings => ({
  mode: 'test',
  values: { url, user, password: password.trim() },
});

/** A time that a test moves. */
function openClock() {
  let nowMs = Date.parse('2026-03-01T12:00:00Z');
  return { now: () => new Date(nowMs), forward: (ms: number) => void (nowMs += ms) };
}

async function withIccam(
  work: (iccam: Iccam, door: IccamDoor, clock: ReturnType<typeof openClock>) => Promise<void>,
  options: Partial<IccamOptions> = {},
  timeoutMs = 2000,
): Promise<void> {
  const clock = openClock();
  const iccam = await startIccam({ country: 'SE', now: clock.now, ...options });
  await writeFile(passwordFile, `${iccam.password}\n`);
  const door = openIccam({
    settings: async () => settingsOf(iccam.url, iccam.username, await readFile(passwordFile, 'utf8')),
    ...{ db, serviceKey: testServiceKey, homeCountry: 'SE' },
    clock,
    timeoutMs,
  });
  try {
    await work(iccam, door, clock);
  } finally {
    await iccam.close();
    await door.close();
  }
}

const prepared = async (door: IccamDoor) => dispatchOf('iccam', { payload: await door.prepare(INPUT) });
const asked = (iccam: Iccam, beginning: string) =>
  iccam.requests().filter(({ path: at }) => at.startsWith(beginning)).length;

test('send files the report under the dispatch’s key and tells its number', async () => {
  await withIccam(async (iccam, door) => {
    const dispatch = await prepared(door);
    assert.doesNotMatch(dispatch.payload?.toString('latin1') ?? '', /pictures/);
    const outcome = await door.send(dispatch);
    const [report] = iccam.reports();
    assert.ok(report);
    assert.deepEqual(outcome, { kind: 'sent', reference: String(report.reportId) });
    assert.equal(report.sent.hotlineReference, dispatch.idempotencyKey);
    assert.equal(report.sent.urls[0]?.urlString, 'https://pictures.example.org/album/3');
    const [content] = iccam.contents();
    assert.equal(content?.assignedCountryCode, 'NL');
    assert.equal(content.assessment?.classification, 1);
  });
});

test('send logs in once for many reports at the same time, and refreshes before the token ends', async () => {
  await withIccam(
    async (iccam, door, clock) => {
      await Promise.all(Array.from({ length: 5 }, async () => door.send(await prepared(door))));
      assert.equal(iccam.reports().length, 5);
      assert.equal(asked(iccam, 'Authentication'), 1);
      clock.forward(280_000);
      assert.equal((await door.send(await prepared(door))).kind, 'sent');
      assert.deepEqual([asked(iccam, 'Authentication/refresh'), asked(iccam, 'Authentication')], [1, 2]);
    },
    { tokenLifetimeMs: 300_000 },
  );
});

test('send logs in anew when the token was ended on the other side', async () => {
  await withIccam(async (iccam, door) => {
    for (let round = 1; round <= 2; round += 1) {
      iccam.behave({ kind: '401-once' });
      assert.equal((await door.send(await prepared(door))).kind, 'sent');
      assert.equal(iccam.reports().length, round);
    }
  });
});

test('send refuses for good, with the code, when ICCAM does', async () => {
  await withIccam(
    async (_iccam, door) => {
      assert.deepEqual(await door.send(await prepared(door)), {
        kind: 'refused',
        code: 'iccam-400-reportingAnalystName',
      });
      assert.deepEqual(await door.send(dispatchOf('iccam')), { kind: 'refused', code: 'no-payload' });
    },
    { analysts: ['Somebody else'] },
  );
  await withIccam(async (iccam, door) => {
    iccam.behave({ kind: '5xx', status: 500 });
    assert.deepEqual(await door.send(await prepared(door)), { kind: 'refused', code: 'iccam-500-InternalError' });
  });
});

test('send throws, to be tried again, when the log-in is refused: a wrong password is no answer about the report', async () => {
  await withIccam(async (iccam, door) => {
    await writeFile(passwordFile, 'wrong');
    const dispatch = await prepared(door);
    await assert.rejects(door.send(dispatch), { code: 'iccam-login-401' });
    await writeFile(passwordFile, iccam.password);
    assert.equal((await door.send(dispatch)).kind, 'sent');
  });
});

test('send rehearses when nothing is configured, or ICCAM is not on this machine in test mode', async () => {
  const settings = settingsOf('https://iccam.example.org/', 'fyr', 'a word');
  const common = { db, serviceKey: testServiceKey, clock: openClock(), homeCountry: 'SE' };
  const away = openIccam({ ...common, settings: () => Promise.resolve(settings) });
  assert.deepEqual(await away.send(await prepared(away)), { kind: 'rehearsed', because: 'test-mode' });
  const without = openIccam({ ...common, settings: () => Promise.resolve({ mode: 'test', values: {} }) });
  assert.deepEqual(await without.send(await prepared(without)), { kind: 'rehearsed', because: 'not-configured' });
  const off = openIccam({ ...common, settings: () => Promise.resolve({ ...settings, mode: 'off' }) });
  assert.deepEqual(await off.send(await prepared(off)), { kind: 'refused', code: 'partner-off' });
  await Promise.all([away.close(), without.close(), off.close()]);
});

const never: PartnerDoor = { destination: 'police', send: () => Promise.reject(new Error('not this one')) };
const MISBEHAVIOURS: readonly IccamBehaviour[] = [
  { kind: 'slow', delayMs: 600, times: 1 },
  { kind: '5xx', times: 1 },
  { kind: '5xx', status: 404, times: 1 },
  { kind: 'malformed', times: 1 },
  { kind: 'half-done', times: 1 },
  { kind: '401-once' },
  { kind: 'malformed', only: 'POST Authentication', times: 1 },
  { kind: 'half-done', only: 'POST Authentication', times: 1 },
  { kind: '5xx', only: 'POST Authentication', times: 1 },
];

for (const behaviour of MISBEHAVIOURS) {
  test(`deliverDispatch files exactly one report when ICCAM is once ${JSON.stringify(behaviour)}`, async () => {
    await withIccam(
      async (iccam, door, clock) => {
        const caseId = await insertCaseRow(pool);
        const plan = { caseId, itemId: undefined, tipId: undefined, destination: 'iccam' as const, target: undefined };
        const more = { isDsa16: false, isHeld: false, isAtOnce: false, rule: 'inhope' as const, occasion: 'r1' };
        const payload = await door.prepare(INPUT);
        const [id] = await transact(db, (tx) =>
          planDispatches(tx, 'system', [{ ...plan, ...more, payload }], clock.now()),
        );
        assert.ok(id);
        const doors = { police: never, iccam: door, ncmec: never, hotline: never, provider: never };
        const deliver = () => deliverDispatch({ db, clock, log: quietLog, doors }, id);
        iccam.behave(behaviour);
        if (behaviour.kind === '401-once') await deliver();
        else {
          await assert.rejects(deliver());
          assert.equal((await listDispatches(db, caseId))[0]?.state, 'planned');
        }
        await deliver();
        await deliver();
        const [dispatch] = await listDispatches(db, caseId);
        assert.deepEqual([dispatch?.state, dispatch?.payload], ['sent', undefined]);
        assert.equal(iccam.reports().length, 1);
      },
      {},
      300,
    );
  });
}

test('readReportAnswer takes a bare number and nothing like one', () => {
  assert.deepEqual(readReportAnswer({ status: 200, text: ' 7001\n' }), { kind: 'taken', reportId: '7001' });
  for (const text of ['', '0', '-1', '1.5', '"7001"', '{"id":7001}', '7001 7002', 'null', '9'.repeat(30)])
    assert.throws(() => readReportAnswer({ status: 200, text }), { code: 'iccam-answer-malformed' }, text);
  for (const status of [201, 202, 204, 302, 404, 409, 429, 502, 503])
    assert.throws(() => readReportAnswer({ status, text: '{"errors":{"A":["b"]}}' }), {
      code: `iccam-status-${status}`,
    });
});

test('readReportAnswer is final for errors alone, and keeps no text of theirs', () => {
  for (const status of [400, 401, 403, 500]) {
    const text = JSON.stringify({ errors: { 'urls[0].x http://secret.example.org': ['http://secret.example.org'] } });
    assert.deepEqual(readReportAnswer({ status, text }), { kind: 'refused', code: `iccam-${status}-unnamed` });
    for (const garbage of ['', '<html>', '{}', '{"errors":"no"}'])
      assert.throws(() => readReportAnswer({ status, text: garbage }), { code: `iccam-status-${status}` });
  }
});

test('readReportAnswer tells a duplicate reference from another fault of the reference', () => {
  const answer = (errors: object, status = 400) => readReportAnswer({ status, text: JSON.stringify({ errors }) });
  assert.equal(
    answer({ hotlineReference: ['A report with this hotline reference exists already.'] }).kind,
    'landed-before',
  );
  assert.equal(answer({ DuplicateHotlineReference: ['x'] }).kind, 'landed-before');
  assert.equal(answer({ hotlineReference: ['Must not be empty.'] }).kind, 'refused');
  assert.equal(answer({ memo: ['exists already'] }).kind, 'refused');
  assert.equal(answer({ hotlineReference: ['exists already'] }, 403).kind, 'refused');
});
