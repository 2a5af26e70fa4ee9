import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { findEncryptedPart, openAsPolice, startMailCatcher } from '../../../stand-ins/mail-catcher.ts';
import { isSignedBy, makePoliceKey } from '../../../stand-ins/police-key.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { formatVerifierKey, ledgerSignerFrom, recordAct, sequenceOnce } from '../../ledger/door.ts';
import { transact } from '../../platform/db.ts';
import { openMailer } from '../../platform/mail.ts';
import { deliverDispatch, listDispatches, planDispatches, type PartnerDoor } from '../../routing/door.ts';
import { tipIdSchema } from '../../terms/ids.ts';
import { caseInputOf, HOTLINE, insertCaseRow, plantDispatch, testServiceKey } from '../partner-for-tests.ts';
import { hotlineMailKey } from './mail-key.ts';
import { policePackageSchema } from './package.ts';
import { readPayload } from './payload.ts';
import { packageSignerOf } from './prepare-package.ts';
import { verifyPackage } from './verify-package.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { openPoliceDesk } from './police-desk.ts';
import { openPolice, type PoliceDeps } from './police.ts';

const { db, pool } = await freshDatabase();
const catcher = await startMailCatcher();
const key = await makePoliceKey();
const otherKey = await makePoliceKey();
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-police-'));
const keyFile = path.join(folder, 'police.asc');
await writeFile(keyFile, key.publicKeyArmored);
const clock = { now: () => new Date('2026-03-01T12:00:00Z') };
const mailer = openMailer(catcher.smtpUrl, 'desk@fyr.example.org');
const settings: PartnerSettings = {
  mode: 'test',
  values: { email: 'desk@police.example.org', key: key.publicKeyArmored },
};
const deps: PoliceDeps & { countOfficers: () => Promise<number> } = {
  ...{ db, serviceKey: testServiceKey, siteUrl: () => 'https://fyr.example.org/' },
  countOfficers: () => Promise.resolve(0),
  settings: () => Promise.resolve(settings),
  smtpUrl: catcher.smtpUrl,
  mailer,
  hotline: HOTLINE,
  clock,
  caseNumberOf: () => Promise.resolve(123),
};
const AWAY = { smtpUrl: 'smtp://mail.example.org:25' };
const police = openPolice(deps);
after(async () => {
  mailer.close();
  await catcher.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  catcher.behave({ kind: 'ok' });
  catcher.clear();
});

test('send mails a package that only the police can open when it was prepared', async () => {
  const payload = await police.prepare(caseInputOf());
  const dispatch = await plantDispatch(pool, 'police', { payload });
  const outcome = await police.send(dispatch);
  const [mail] = catcher.messages();
  assert.ok(mail);
  assert.deepEqual(outcome, { kind: 'sent', reference: `<${dispatch.idempotencyKey}@fyr.example.org>` });
  assert.equal(mail.messageId, `<${dispatch.idempotencyKey}@fyr.example.org>`);
  assert.deepEqual(mail.to, ['desk@police.example.org']);
  assert.equal(mail.subject, 'Fyr: case 123');
  assert.doesNotMatch(mail.raw, /bilder\.example|såg|Hotline Exempel|album/);
  assert.match(mail.headers.get('content-type') ?? '', /^multipart\/encrypted; protocol="application\/pgp-encrypted"/);
  assert.equal(mail.headers.has('importance'), false);

  const opened = await openAsPolice(mail, key.privateKeyArmored);
  const json = opened.attachments.find((part) => part.filename === 'case-123.json');
  const content = policePackageSchema.parse(JSON.parse(json?.content.toString('utf8') ?? ''));
  assert.equal(content.items[0]?.url, 'https://bilder.example.org/album/7?sida=2');
  assert.equal(content.tips[0]?.report.narrative, 'Jag såg något\nSubject: inte en rubrik');
  assert.equal(content.hotline.email, HOTLINE.email);
  assert.match(opened.text, /Anmälan till polisen – Hotline Exempel/);
  assert.match(opened.text, /Report to the police – Hotline Exempel/);
  assert.match(opened.html ?? '', /<html lang="sv">/);
  await assert.rejects(openAsPolice(mail, otherKey.privateKeyArmored));
  const files = opened.attachments.map(({ filename, content: bytes }) => ({ name: filename, bytes }));
  const names = ['case-123-sv.pdf', 'case-123-en.pdf', 'case-123.json', 'manifest.txt'];
  assert.deepEqual(
    files.map(({ name }) => name),
    names,
  );
  assert.deepEqual(verifyPackage(packageSignerOf(testServiceKey), files).problems, []);
  assert.equal(content.hotline.packageKey, formatVerifierKey(packageSignerOf(testServiceKey)));
});

test('send mails what the hotline has signed: its own public key says so, and another does not', async () => {
  await police.send(await plantDispatch(pool, 'police', { payload: await police.prepare(caseInputOf()) }));
  const [mail] = catcher.messages();
  assert.ok(mail);
  const { publicKey } = await hotlineMailKey(deps, clock.now());
  const armour = findEncryptedPart(mail) ?? '';
  assert.equal(await isSignedBy(armour, key.privateKeyArmored, publicKey), true);
  assert.equal(await isSignedBy(armour, key.privateKeyArmored, otherKey.publicKeyArmored), false);
  assert.equal((await hotlineMailKey(deps, clock.now())).publicKey, publicKey, 'the same key for every process');
});

test('prepare puts what the ledger has of the case into the package, proved', async () => {
  const caseId = await insertCaseRow(pool);
  const signer = ledgerSignerFrom(testServiceKey.ledgerSeed);
  const act = {
    at: clock.now(),
    actor: 'system',
    action: 'case.opened',
    subject: `case:${caseId}`,
    payload: {},
  } as const;
  await transact(db, (tx) => recordAct(tx, act));
  await sequenceOnce({ db, signer, clock, checkpointFolder: path.join(folder, 'checkpoints') });
  await police.send(
    await plantDispatch(pool, 'police', { payload: await police.prepare(caseInputOf({ id: caseId })) }),
  );
  const [mail] = catcher.messages();
  assert.ok(mail);
  const opened = await openAsPolice(mail, key.privateKeyArmored);
  const report = verifyPackage(
    packageSignerOf(testServiceKey),
    opened.attachments.map(({ filename, content: bytes }) => ({ name: filename, bytes })),
  );
  assert.deepEqual([report.problems, report.provedActs], [[], 1]);
  assert.match(opened.text, /case\.opened \(\d+\)/);
});

test('outline names every field that the JSON would hold, and sends nothing', async () => {
  const fields = await police.outline(caseInputOf());
  const find = (field: string) => fields.find((each) => each.field === field)?.value;
  assert.equal(find('items[0].url'), 'https://bilder.example.org/album/7?sida=2');
  assert.equal(find('case.number'), '123');
  assert.equal(find('tips[0].contactStatus'), 'withheld');
  assert.equal(JSON.stringify(fields).includes('Påhittad'), false);
  assert.equal(catcher.messages().length, 0);
});

test('sealUrgent makes a package that leaves with an urgent subject when its tip is dispatched', async () => {
  const [tip] = caseInputOf().tips;
  assert.ok(tip);
  const tipId = tipIdSchema.parse(tip.id);
  const content = { ...tip, tipId, receivedHour: clock.now(), source: 'form' as const, isUrgent: true };
  const payload = await police.sealUrgent(content);
  assert.equal(
    (await police.send(await plantDispatch(pool, 'police', { payload, tipId, rule: 'danger' }))).kind,
    'sent',
  );
  const [mail] = catcher.messages();
  assert.ok(mail);
  assert.equal(mail.subject, 'Fyr: URGENT case 123');
  assert.equal(mail.headers.get('importance'), 'high');
  const opened = await openAsPolice(mail, key.privateKeyArmored);
  const json = opened.attachments.find((part) => part.filename === 'urgent-tip.json');
  const read = policePackageSchema.parse(JSON.parse(json?.content.toString('utf8') ?? ''));
  assert.equal(read.kind, 'urgent-tip');
  assert.equal(read.tips[0]?.id, tipId);
  assert.equal(read.tips[0].contactStatus, 'withheld');
  assert.match(opened.text, /BRÅDSKANDE/);
});

test('send rehearses when nothing is configured, and in test mode when the mail server is not on this machine', async () => {
  const keyless = openPolice({ ...deps, settings: () => Promise.resolve({ mode: 'test', values: {} }) });
  const sealedToNobody = await keyless.prepare(caseInputOf());
  assert.match(readPayload(sealedToNobody)?.mail ?? '', /^-----BEGIN PGP MESSAGE-----/);
  assert.deepEqual(await keyless.send(await plantDispatch(pool, 'police', { payload: sealedToNobody })), {
    kind: 'rehearsed',
    because: 'not-configured',
  });
  const payload = await police.prepare(caseInputOf());
  const away = openPolice({ ...deps, smtpUrl: 'smtp://mail.example.org:25' });
  assert.deepEqual(await away.send(await plantDispatch(pool, 'police', { payload })), {
    kind: 'rehearsed',
    because: 'test-mode',
  });
  const without = openPolice({ ...deps, smtpUrl: undefined, mailer: undefined });
  assert.deepEqual(await without.send(await plantDispatch(pool, 'police', { payload })), {
    kind: 'rehearsed',
    because: 'no-mail-server',
  });
  assert.equal(catcher.messages().length, 0);
});

test('send refuses what the police could not open when the package is missing or sealed to another key', async () => {
  assert.deepEqual(await police.send(await plantDispatch(pool, 'police')), { kind: 'refused', code: 'no-package' });
  const rehearsal = openPolice({ ...deps, settings: () => Promise.resolve({ mode: 'test', values: {} }) });
  for (const [payload, code] of [
    [await rehearsal.prepare(caseInputOf()), 'sealed-to-another-key'],
    [Buffer.from('no message'), 'no-package'],
  ] as const) {
    const dispatch = await plantDispatch(pool, 'police', { payload });
    assert.deepEqual(await police.send(dispatch), { kind: 'refused', code });
  }
  assert.equal(catcher.messages().length, 0);
});

test('openPoliceDesk names the file when the key is private, broken or missing', async () => {
  const privateFile = path.join(folder, 'private.asc');
  await writeFile(privateFile, key.privateKeyArmored);
  const brokenFile = path.join(folder, 'broken.asc');
  await writeFile(brokenFile, 'no key');
  for (const wrong of [privateFile, brokenFile, path.join(folder, 'none.asc')]) {
    const wrongDesk = openPoliceDesk({ ...deps, settings: { mode: 'test', email: undefined, keyFile: wrong } });
    await assert.rejects(wrongDesk, (error: unknown) => {
      assert.ok(error instanceof Error && error.message.includes(wrong));
      return true;
    });
  }
});

test('openPoliceDesk tries key and mail server, and sends nothing', async () => {
  const desk = await openPoliceDesk({ ...deps, settings: { mode: 'test', email: undefined, keyFile } });
  assert.equal(desk.fallback.values['key'], key.publicKeyArmored);
  assert.deepEqual(await desk.test(settings), { ok: true });
  assert.deepEqual(await desk.test({ ...settings, mode: 'off' }), { ok: false, code: 'partner-off' });
  assert.deepEqual(await desk.test({ mode: 'test', values: {} }), { ok: false, code: 'not-configured' });
  const broken = { ...settings, values: { ...settings.values, key: 'no key' } };
  assert.deepEqual(await desk.test(broken), { ok: false, code: 'key-unusable' });
  const away = await openPoliceDesk({ ...deps, ...AWAY, settings: { mode: 'test', email: undefined, keyFile } });
  assert.deepEqual(await away.test(settings), { ok: false, code: 'test-mode' });
  assert.equal(catcher.messages().length, 0);
});

test('send follows the settings: another address from the next sending on, and nothing when it is switched off', async () => {
  let now = settings;
  const door = openPolice({ ...deps, settings: () => Promise.resolve(now) });
  const payload = await door.prepare(caseInputOf());
  now = { ...settings, values: { ...settings.values, email: 'other@police.example.org' } };
  assert.equal((await door.send(await plantDispatch(pool, 'police', { payload }))).kind, 'sent');
  assert.deepEqual(catcher.messages()[0]?.to, ['other@police.example.org']);
  now = { ...settings, mode: 'off' };
  assert.deepEqual(await door.send(await plantDispatch(pool, 'police', { payload })), {
    kind: 'refused',
    code: 'partner-off',
  });
  assert.equal(catcher.messages().length, 1);
});

const never: PartnerDoor = { destination: 'iccam', send: () => Promise.reject(new Error('not this one')) };

async function planned(server = catcher) {
  const caseId = await insertCaseRow(pool);
  const payload = await police.prepare(caseInputOf());
  const plan = {
    caseId,
    itemId: undefined,
    tipId: undefined,
    destination: 'police' as const,
    target: undefined,
    occasion: 'first',
  };
  const more = { isDsa16: false, isHeld: false, isAtOnce: false, rule: 'home-crime' as const, payload };
  const [id] = await transact(db, (tx) => planDispatches(tx, 'system', [{ ...plan, ...more }], clock.now()));
  assert.ok(id);
  const own = openMailer(server.smtpUrl, 'desk@fyr.example.org');
  const door = openPolice({ ...deps, mailer: own });
  const doors = { police: door, iccam: never, ncmec: never, hotline: never, provider: never };
  return {
    deliver: () => deliverDispatch({ db, clock, log: quietLog, doors }, id),
    state: async () =>
      (await listDispatches(db, caseId)).map(({ state, failureCode, attempts }) => ({ state, failureCode, attempts })),
    close: () => own.close(),
  };
}

test('deliverDispatch keeps the package until the mail server takes it when it defers first', async () => {
  const { deliver, state, close } = await planned();
  catcher.behave({ kind: 'defer', times: 1 });
  await assert.rejects(deliver());
  assert.deepEqual(await state(), [{ state: 'planned', failureCode: 'EENVELOPE', attempts: 1 }]);
  await deliver();
  await deliver();
  assert.equal((await state())[0]?.state, 'sent');
  assert.equal(catcher.messages().length, 1);
  close();
});

test('deliverDispatch ends as refused, for a person to look at, when the mail server says a final no', async () => {
  const { deliver, state, close } = await planned();
  catcher.behave({ kind: 'refuse' });
  await deliver();
  assert.deepEqual(await state(), [{ state: 'refused', failureCode: 'smtp-550', attempts: 0 }]);
  close();
});

test('deliverDispatch repeats the very same mail when the connection dies before the answer', async () => {
  const { deliver, state, close } = await planned();
  catcher.behave({ kind: 'drop-after-data', when: 'before-reply', times: 1 });
  await assert.rejects(deliver());
  await deliver();
  assert.equal((await state())[0]?.state, 'sent');
  const mails = catcher.messages();
  assert.equal(new Set(mails.map((mail) => mail.messageId)).size, 1);
  assert.equal(new Set(mails.map((mail) => mail.attachments.map((part) => part.content.toString()).join())).size, 1);
  close();
});

test('deliverDispatch keeps the package when the mail server hangs', async () => {
  const hung = await startMailCatcher();
  hung.behave({ kind: 'hang' });
  const { deliver, state, close } = await planned(hung);
  const delivery = assert.rejects(deliver());
  setTimeout(() => void hung.close(), 300);
  await delivery;
  assert.equal((await state())[0]?.state, 'planned');
  close();
});
