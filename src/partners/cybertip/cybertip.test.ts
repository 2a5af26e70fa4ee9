/** The way to the CyberTipline against its stand-in: conformance, and every call with every misbehaviour. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  startCybertip,
  type Cybertip,
  type CybertipBehaviour,
  type CybertipOptions,
} from '../../../stand-ins/cybertip.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { childOf, childText } from '../../platform/xml.ts';
import { deliverDispatch, listDispatches, planDispatches, readDispatch, type PartnerDoor } from '../../routing/door.ts';
import type { DispatchId } from '../../terms/ids.ts';
import { dispatchOf, HOTLINE, insertCaseRow, testServiceKey } from '../partner-for-tests.ts';
import { listHealth } from '../settings/setting-store.ts';
import { withHealth } from '../settings/partner-health.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { openCybertipDesk } from './cybertip-desk.ts';
import { finishedIn, INPUT, referenceOf, settingsFor } from './cybertip-for-tests.ts';
import { openCybertip, type CybertipDoor } from './cybertip.ts';

const { db, pool } = await freshDatabase();
const FILE_DETAILS = { hashes: 'file-details' };

interface Scene {
  readonly far: Cybertip;
  readonly door: CybertipDoor;
  readonly settings: { current: PartnerSettings };
  /** A dispatch that is planned, with its key. */
  readonly plan: () => Promise<{ readonly id: DispatchId; readonly key: string }>;
  readonly deliver: (id: DispatchId) => Promise<void>;
  readonly state: (id: DispatchId) => Promise<readonly unknown[]>;
  readonly forward: (ms: number) => void;
}

async function withNcmec(
  work: (scene: Scene) => Promise<void>,
  options: CybertipOptions = {},
  values: Readonly<Record<string, string>> = FILE_DETAILS,
): Promise<void> {
  let nowMs = Date.parse('2026-03-01T12:00:00Z');
  const clock = { now: () => new Date(nowMs) };
  const far = await startCybertip({ now: clock.now, ...options });
  const settings = { current: settingsFor(far, values) };
  const hotline = HOTLINE;
  const door = openCybertip({
    ...{ db, serviceKey: testServiceKey, clock, hotline, timeoutMs: 800 },
    settings: () => Promise.resolve(settings.current),
  });
  const never: PartnerDoor = { destination: 'police', send: () => Promise.reject(new Error('not this one')) };
  const doors = {
    police: never,
    iccam: never,
    ncmec: withHealth({ db, clock }, 'ncmec', door),
    hotline: never,
    provider: never,
  };
  const scene: Scene = {
    ...{ far, door, settings },
    plan: async () => {
      const caseId = await insertCaseRow(pool);
      const plan = { caseId, itemId: undefined, tipId: undefined, destination: 'ncmec' as const, target: undefined };
      const more = { isDsa16: false, isHeld: false, isAtOnce: false, rule: 'ncmec' as const, occasion: 'r1' };
      const payload = await door.prepare(INPUT);
      await transact(db, (tx) => planDispatches(tx, 'system', [{ ...plan, ...more, payload }], clock.now()));
      const [dispatch] = await listDispatches(db, caseId);
      assert.ok(dispatch);
      return { id: dispatch.id, key: dispatch.idempotencyKey };
    },
    deliver: (id) => deliverDispatch({ db, clock, log: quietLog, doors }, id),
    state: async (id) => {
      const dispatch = await readDispatch(db, id);
      return [dispatch?.state, dispatch?.failureCode];
    },
    forward: (ms) => void (nowMs += ms),
  };
  try {
    await work(scene);
  } finally {
    await far.close();
    await door.close();
  }
}

test('send files one report, in the schema’s order, and tells its number', async () => {
  await withNcmec(async ({ far, plan, deliver }) => {
    const { id, key } = await plan();
    assert.doesNotMatch((await readDispatch(db, id))?.payload?.toString('latin1') ?? '', /pictures/);
    await deliver(id);
    await deliver(id);
    const [report, ...more] = far.reports();
    assert.ok(report);
    assert.deepEqual([report.state, more, referenceOf(report)], ['finished', [], key]);
    const sent = await readDispatch(db, id);
    assert.deepEqual([sent?.state, sent?.reference, sent?.payload], ['sent', report.reportId, undefined]);
    assert.deepEqual(far.calls(), ['submit', 'fileinfo', 'finish']);
    const details = report.fileDetails[0];
    assert.ok(details);
    assert.equal(childText(details, 'locationOfFile'), INPUT.url);
    assert.equal(childText(details, 'reportId'), report.reportId);
  });
});

test('send leaves file details out unless NCMEC has agreed to take them without a file', async () => {
  await withNcmec(
    async ({ far, plan, deliver }) => {
      await deliver((await plan()).id);
      assert.deepEqual(far.calls(), ['submit', 'finish']);
      const [report] = far.reports();
      assert.ok(report);
      assert.match(childText(report.document, 'additionalInfo') ?? '', /^MD5: a{32}$/m);
    },
    {},
    {},
  );
});

test('no call of the adapter ever uploads', async () => {
  await withNcmec(async ({ far, door, plan, deliver }) => {
    await deliver((await plan()).id);
    await door.followUp();
    assert.ok(!far.calls().includes('upload'));
  });
});

test('outline names everything that leaves in its order, and a tip’s words are not among it', async () => {
  await withNcmec(async ({ far, door, plan, deliver, settings }) => {
    settings.current = settingsFor(far, { agency: 'Example Police', 'first-name': 'Kim', phone: '+46 8 000 00 00' });
    const outline = await door.outline({ ...INPUT, isDanger: true, isReportedToPolice: true });
    const fields = outline.map(({ field }) => field.replace(/^report\//, ''));
    assert.deepEqual(fields, [
      'incidentSummary/incidentType',
      'incidentSummary/escalateToHighPriority',
      'incidentSummary/incidentDateTime',
      'incidentSummary/incidentDateTimeDescription',
      'internetDetails/webPageIncident@thirdPartyHostedContent',
      'internetDetails/webPageIncident/url',
      'internetDetails/webPageIncident/url',
      'internetDetails/webPageIncident/additionalInfo',
      'lawEnforcement@fleaCountry',
      'lawEnforcement/agencyName',
      'lawEnforcement/reportedToLe',
      'reporter/reportingPerson/firstName',
      'reporter/reportingPerson/lastName',
      'reporter/reportingPerson/phone@type',
      'reporter/reportingPerson/phone',
      'reporter/reportingPerson/email',
      'additionalInfo',
    ]);
    assert.equal(far.calls().length, 0, 'an outline sends nothing');
    await deliver((await plan()).id);
    const [report] = far.reports();
    const reporter = report && childOf(report.document, 'reporter');
    assert.equal(
      childText((reporter && childOf(reporter, 'reportingPerson')) ?? { name: '' }, 'lastName'),
      HOTLINE.name,
    );
  });
});

/** For each: what the far side does once, and whether the first delivery is then an answer already. */
const MISBEHAVIOURS: readonly CybertipBehaviour[] = [
  { kind: 'slow', delayMs: 1_500, times: 1 },
  { kind: 'late', delayMs: 1_500, times: 1 },
  { kind: 'status', status: 503, times: 1 },
  { kind: 'status', status: 500, times: 1 },
  { kind: 'status', status: 404, times: 1 },
  { kind: 'code', code: 1000, times: 1 },
  { kind: 'code', code: 2000, times: 1 },
  { kind: 'code', code: 9999, times: 1 },
  { kind: 'malformed', times: 1 },
  { kind: 'cut', times: 1 },
  { kind: 'half-done', times: 1 },
];

for (const only of ['submit', 'fileinfo', 'finish'])
  for (const behaviour of MISBEHAVIOURS)
    test(`one report counts, and the trouble is told, when ${only} is once ${JSON.stringify(behaviour)}`, async () => {
      await withNcmec(async ({ far, plan, deliver, state }) => {
        const { id, key } = await plan();
        far.behave({ ...behaviour, only });
        await assert.rejects(deliver(id));
        const [waiting, code] = await state(id);
        assert.equal(waiting, 'planned');
        assert.ok(typeof code === 'string' && code !== '');
        assert.equal((await listHealth(db)).get('ncmec')?.failureCode, code, 'the console says why');
        // What was late arrives after the next try has begun, or before: either way it counts once.
        await deliver(id);
        await new Promise((resolve) => setTimeout(resolve, behaviour.kind === 'late' ? 1_700 : 0));
        await deliver(id);
        assert.deepEqual(await state(id), ['sent', undefined]);
        assert.deepEqual(finishedIn(far), [key]);
      });
    });

for (const behaviour of MISBEHAVIOURS)
  test(`one report counts when finish landed unheard and retract is then once ${JSON.stringify(behaviour)}`, async () => {
    await withNcmec(async ({ far, plan, deliver, state }) => {
      const { id, key } = await plan();
      far.behave({ kind: 'half-done', only: 'finish', times: 1 });
      await assert.rejects(deliver(id));
      assert.deepEqual(finishedIn(far), [key]);
      far.behave({ ...behaviour, only: 'retract' });
      await assert.rejects(deliver(id));
      await deliver(id);
      assert.deepEqual(await state(id), ['sent', undefined]);
      assert.deepEqual(finishedIn(far), [key]);
      assert.equal(far.calls().filter((call) => call === 'submit').length, 1, 'nothing was opened anew');
    });
  });

for (const only of ['submit', 'fileinfo', 'finish'])
  test(`one report counts when ${only} is sent on twice by a proxy`, async () => {
    await withNcmec(async ({ far, plan, deliver, state }) => {
      const { id, key } = await plan();
      far.behave({ kind: 'duplicate', only, times: 1 });
      await deliver(id);
      assert.deepEqual(await state(id), ['sent', undefined]);
      assert.deepEqual(finishedIn(far), [key]);
    });
  });

test('a report that is refused is taken back and ends with NCMEC’s code', async () => {
  await withNcmec(
    async ({ far, plan, deliver, state }) => {
      const { id } = await plan();
      await deliver(id);
      assert.deepEqual(await state(id), ['refused', 'cybertip-5002']);
      assert.deepEqual(
        far.reports().map((report) => report.state),
        ['retracted'],
      );
    },
    { takesFileDetails: false },
  );
  await withNcmec(
    async ({ plan, deliver, state }) => {
      const { id } = await plan();
      await deliver(id);
      assert.deepEqual(await state(id), ['refused', 'cybertip-3000']);
    },
    { isForbidden: true },
  );
  for (const only of ['submit', 'fileinfo', 'finish'])
    await withNcmec(async ({ far, plan, deliver, state }) => {
      const { id } = await plan();
      far.behave({ kind: 'code', code: 4100, only });
      await deliver(id);
      assert.deepEqual(await state(id), ['refused', 'cybertip-4100']);
      assert.deepEqual(
        far.reports().filter((report) => report.state === 'open'),
        [],
      );
    });
});

test('a refusal whose taking back is not answered is taken back by followUp, and nothing else is', async () => {
  await withNcmec(async ({ far, door, plan, deliver, state, forward }) => {
    const { id } = await plan();
    far.behave({ kind: 'half-done', only: 'submit', times: 1 });
    await assert.rejects(deliver(id));
    far.behave({ kind: 'status', status: 503, only: 'finish', times: 1 });
    await assert.rejects(deliver(id));
    assert.equal(far.reports().filter((report) => report.state === 'open').length, 2);
    forward(10 * 60_000);
    const other = await plan();
    await deliver(other.id);
    assert.deepEqual(
      await door.followUp(),
      { looked: 1, changed: 0 },
      'a dispatch that is still to be sent sees to its own',
    );
    await pool.query(`update dispatch set state = 'cancelled' where id = $1`, [id]);
    assert.deepEqual(await door.followUp(), { looked: 1, changed: 1 });
    assert.deepEqual(await door.followUp(), { looked: 0, changed: 0 });
    assert.deepEqual(await state(id), ['cancelled', 'cybertip-status-503']);
    assert.deepEqual(
      far.reports().map((report) => report.state),
      ['open', 'retracted', 'finished'],
    );
  });
});

test('a wrong password is no answer about the report: it waits, and leaves once the password is right', async () => {
  await withNcmec(async ({ far, settings, plan, deliver, state }) => {
    const { id, key } = await plan();
    const right = settings.current;
    settings.current = settingsFor({ ...far, password: 'wrong' }, FILE_DETAILS);
    await assert.rejects(deliver(id), { code: 'cybertip-2000' });
    assert.deepEqual(await state(id), ['planned', 'cybertip-2000']);
    settings.current = right;
    await deliver(id);
    assert.deepEqual(finishedIn(far), [key]);
  });
});

for (const skewMs of [2 * 3_600_000, 30 * 3_600_000, -30 * 3_600_000])
  test(`one report counts when the clocks are ${skewMs / 3_600_000} hours apart or an unfinished one has vanished`, async () => {
    let farMs = Date.parse('2026-03-01T12:00:00Z');
    await withNcmec(
      async ({ far, plan, deliver, state }) => {
        const { id, key } = await plan();
        far.behave({ kind: 'status', status: 503, only: 'finish', times: 1 });
        await assert.rejects(deliver(id));
        farMs += skewMs;
        await deliver(id);
        assert.deepEqual(await state(id), ['sent', undefined]);
        assert.deepEqual(finishedIn(far), [key]);
        assert.deepEqual(far.reports()[0]?.state, skewMs > 0 ? 'vanished' : 'retracted');
      },
      { now: () => new Date(farMs) },
    );
  });

test('two tries at once, one taken for dead, make one report', async () => {
  for (const only of ['submit', 'fileinfo', 'finish'])
    await withNcmec(async ({ far, plan, deliver, state }) => {
      const { id, key } = await plan();
      far.behave({ kind: 'late', delayMs: 150, only, times: 1 });
      await Promise.allSettled([
        deliver(id),
        new Promise((resolve) => setTimeout(resolve, 60)).then(() => deliver(id)),
      ]);
      await deliver(id).catch(() => deliver(id));
      assert.deepEqual(await state(id), ['sent', undefined], only);
      assert.deepEqual(finishedIn(far), [key], only);
    });
});

test('send rehearses or refuses as the settings say, and reaches nobody', async () => {
  await withNcmec(async ({ far, door, settings }) => {
    const dispatch = dispatchOf('ncmec', { payload: await door.prepare(INPUT) });
    settings.current = settingsFor({ ...far, url: 'https://report.example.org/ispws' });
    assert.deepEqual(await door.send(dispatch), { kind: 'rehearsed', because: 'test-mode' });
    settings.current = { mode: 'live', values: {} };
    assert.deepEqual(await door.send(dispatch), { kind: 'rehearsed', because: 'not-configured' });
    settings.current = { ...settingsFor(far), mode: 'off' };
    assert.deepEqual(await door.send(dispatch), { kind: 'refused', code: 'partner-off' });
    assert.deepEqual(await door.send(dispatchOf('ncmec')), { kind: 'refused', code: 'no-payload' });
    assert.deepEqual(await door.canTake(INPUT), { takes: false, code: 'partner-off' });
    assert.deepEqual(await door.reach(), { kind: 'off' });
    settings.current = settingsFor(far, { reach: 'countries', countries: 'US, CA' });
    assert.deepEqual(await door.reach(), { kind: 'countries', countries: new Set(['US', 'CA']) });
    assert.deepEqual(await door.canTake({ ...INPUT, answers: { access: 'not-found' } }), {
      ...{ takes: false, code: 'no-longer-illegal' },
    });
    assert.deepEqual(await door.canTake(INPUT), { takes: true });
    assert.deepEqual(far.calls(), []);
  });
});

test('the connection test asks for status and schema, and says what is wrong', async () => {
  const desk = openCybertipDesk();
  assert.deepEqual(desk.fallback, { mode: 'off', values: {} });
  const tested = async (options: CybertipOptions, change: (far: Cybertip) => PartnerSettings) => {
    const far = await startCybertip(options);
    const report = await desk.test(change(far));
    assert.ok(far.calls().every((call) => call === 'status' || call === 'xsd'));
    await far.close();
    return report;
  };
  assert.deepEqual(await tested({}, settingsFor), { ok: true });
  assert.deepEqual(await tested({ hasTurnedSchema: true }, settingsFor), { ok: false, code: 'cybertip-schema' });
  assert.deepEqual(await tested({}, (far) => settingsFor({ ...far, password: 'wrong' })), {
    ...{ ok: false, code: 'cybertip-2000' },
  });
  assert.deepEqual(await tested({}, (far) => ({ ...settingsFor(far), mode: 'off' })), {
    ok: false,
    code: 'partner-off',
  });
  assert.deepEqual(await desk.test(settingsFor({ url: 'https://report.example.org/', user: 'u', password: 'p' })), {
    ...{ ok: false, code: 'test-mode' },
  });
});
