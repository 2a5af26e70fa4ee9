/** The pages that the house is kept by: two people where law 7 asks for them, secrets shown once, and acts looked up and proved. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { ledgerSignerFrom, sequenceOnce } from '../ledger/door.ts';
import type { Finding } from '../doctor/door.ts';
import { openConsole, PASSWORD } from './console-for-tests.ts';

const { db } = await freshDatabase();
const findings: Finding[] = [
  { level: 'fine', check: 'disk', code: 'disk-roomy', facts: { freeBytes: 5e11, totalBytes: 1e12 } },
  { level: 'wrong', check: 'tips.case', code: 'tips-without-case', facts: { count: 3 } },
];
const desk = await openConsole(db, {}, {}, { examine: () => Promise.resolve(findings) });
const signe = await desk.logIn('signe', 'supervisor');
const sixten = await desk.logIn('sixten', 'supervisor');
const adam = await desk.logIn('adam', 'administrator');
const aud = await desk.logIn('aud', 'auditor');
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-acts-'));
after(() => rm(folder, { recursive: true, force: true }));

async function newList(name: string): Promise<number> {
  const result = await sql<{ id: number }>`
    insert into known_list (name, source, kind, format, state, category_map, trusted, codes, entries, created_at)
    values (${name}, 'National police', 'file', 'vics', 'draft', '{"1":"illegal-baseline","0":"skip"}',
      array['illegal-baseline'], array['1'], 2, now()) returning id`.execute(db);
  return result.rows[0]?.id ?? 0;
}

test('a known list becomes active by two supervisors, and is ended by one', async () => {
  const id = await newList('Autumn');
  const page = await signe.get('/lists');
  assert.match(page.body, /Autumn[^]*National police[^]*left out[^]*Illegal, baseline/);
  const step = async (who: typeof signe, act: string) => {
    await who.get('/lists');
    return (await who.post(`/lists/${id}/${act}`)).headers.location;
  };
  assert.equal(await step(signe, 'confirm'), '/lists?not=wrong-state');
  assert.equal(await step(signe, 'propose'), '/lists?done=proposed');
  assert.doesNotMatch((await signe.get('/lists')).body, /Make it active/);
  assert.equal(await step(signe, 'confirm'), '/lists?not=same-person');
  assert.match((await sixten.get('/lists')).body, /proposed by Person signe[^]*Make it active/);
  assert.equal(await step(sixten, 'confirm'), '/lists?done=confirmed');
  assert.equal(await step(sixten, 'withdraw'), '/lists?done=withdrawn');
  assert.equal((await signe.post('/lists/999/withdraw')).headers.location, '/lists?not=no-such-list');
  assert.doesNotMatch((await aud.get('/lists')).body, /<button type="submit" aria-label/);
  assert.equal((await adam.post(`/lists/${id}/propose`)).statusCode, 403);
});

test('a key of the check API is shown once, and ended', async () => {
  await adam.get('/check-keys');
  const wrong = await adam.post('/check-keys', { name: '', quotaPerMinute: '0', quotaPerDay: 'many' });
  assert.equal(wrong.statusCode, 400);
  assert.equal(wrong.body.match(/class="problem" id/g)?.length, 3);
  const asked = { name: 'A platform', quotaPerMinute: '60', quotaPerDay: '1000' };
  const unproved = await adam.post('/check-keys', { ...asked, password: 'not the right password' });
  assert.equal(unproved.statusCode, 400);
  assert.match(unproved.body, /href="#password"[^]*not your password, so nothing was changed/);
  assert.match((await adam.get('/check-keys')).body, /No key has been made/);
  const made = await adam.post('/check-keys', { ...asked, password: PASSWORD });
  const [, id = '', secret = ''] = /(fyr-[0-9a-f]{16}):([\w-]{43})/.exec(made.body) ?? [];
  const later = await adam.get('/check-keys');
  assert.ok(later.body.includes(id) && secret !== '' && !later.body.includes(secret));
  assert.match(later.body, /60 a minute · 0 of 1,000 taken today/);
  assert.equal((await adam.post(`/check-keys/${id}/revoke`)).headers.location, '/check-keys?done=revoked');
  assert.equal((await adam.post(`/check-keys/${id}/revoke`)).headers.location, '/check-keys?not=no-such-key');
  assert.equal((await aud.get('/check-keys')).statusCode, 403);
});

test('retention is changed by two supervisors one after the other, one change at a time', async () => {
  assert.match((await aud.get('/retention')).body, /erased 365 days after/);
  const post = async (who: typeof signe, route: string, fields: Record<string, string> = {}) => {
    await who.get('/retention');
    return (await who.post(`/retention/${route}`, fields)).headers.location;
  };
  for (const days of ['', '29', '3651', '1.5', 'many'])
    assert.equal(await post(signe, 'propose', { days }), '/retention?not=days-form', days);
  assert.equal(await post(signe, 'propose', { days: '365' }), '/retention?not=same-days');
  assert.equal(await post(signe, 'propose', { days: '180' }), '/retention?done=days-proposed');
  assert.equal(await post(sixten, 'propose', { days: '90' }), '/retention?not=waits-already');
  const page = (await sixten.get('/retention')).body;
  assert.match(page, /Person signe wants 180 days/);
  const [, id = ''] = /action="\/retention\/(\d+)\/confirm"/.exec(page) ?? [];
  assert.equal(await post(signe, `${id}/confirm`), '/retention?not=same-person');
  assert.match((await sixten.get('/retention')).body, /erased 365 days after/, 'a refusal changes nothing');
  assert.equal(await post(sixten, `${id}/confirm`), '/retention?done=days-changed');
  assert.match((await signe.get('/retention')).body, /erased 180 days after/);
  assert.equal(await post(sixten, `${id}/confirm`), '/retention?not=gone');
  assert.equal(await post(signe, 'propose', { days: '200' }), '/retention?done=days-proposed');
  const [, other = ''] = /retention\/(\d+)\/withdraw/.exec((await signe.get('/retention')).body) ?? [];
  assert.equal(await post(signe, `${other}/withdraw`), '/retention?done=days-withdrawn');
  assert.equal((await adam.post('/retention/propose', { days: '90' })).statusCode, 403);
});

test('health says in words of the reader’s language what is wrong first, and what to do', async () => {
  assert.doesNotMatch((await aud.get('/health')).body, /tips have no case/);
  const { body } = await aud.post('/health');
  assert.match(body, /Something is wrong[^]*3 tips have no case[^]*report it[^]*500.0 GB of 1000.0 GB are free/);
  await aud.get('/language/sv');
  const swedish = (await aud.post('/health')).body;
  assert.match(swedish, /3 tips saknar ärende[^]*rapportera det[^]*500 GB av 1\s000 GB är lediga/);
  await aud.get('/language/en');
});

test('acts are looked up by who, what and about what, page by page, and proved for whoever checks without us', async () => {
  const signer = ledgerSignerFrom(desk.deps.serviceKey.ledgerSeed);
  await sequenceOnce({ db, checkpointFolder: folder, clock: desk.deps.clock, signer });
  const find = async (query: string) => {
    const { body } = await aud.get(`/ledger/acts?${query}`);
    return [...body.matchAll(/data-label="What"><code>([^<]+)/g)].map(([, action]) => action);
  };
  assert.deepEqual(await find('about=house:retention'), [
    ...['retention.proposal-withdrawn', 'retention.proposed', 'retention.changed', 'retention.proposed'],
  ]);
  assert.deepEqual(await find(`about=house:retention&who=staff:${sixten.staffId ?? ''}`), ['retention.changed']);
  assert.deepEqual(await find('what=known-list.'), [
    ...['known-list.withdrawn', 'known-list.activated', 'known-list.activation-proposed'],
  ]);
  assert.deepEqual(await find('what=known-list'), []);
  assert.deepEqual(await find('who=staff:nobody'), []);
  const proofs = await aud.get('/ledger/proofs?about=house:retention');
  assert.match(String(proofs.headers['content-disposition']), /attachment/);
  const told: unknown = JSON.parse(proofs.body);
  assert.ok(typeof told === 'object' && told !== null && 'entries' in told && Array.isArray(told.entries));
  assert.equal(told.entries.length, 4);
  assert.equal((await aud.get('/ledger/proofs?about=nothing')).headers.location, '/ledger/acts?not=no-proofs');
  const signers = await sql<{ count: number }>`select count(*) as count from ledger_entry`.execute(db);
  assert.ok((signers.rows[0]?.count ?? 0) > 10);
});
