import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { z } from 'zod';
import { contentDigestOf, signMessage } from '../../../lib/http-signature/door.ts';
import { recipientFromText, seal } from '../../../lib/seal/door.ts';
import { transact } from '../../platform/db.ts';
import { staffIdSchema, tipIdSchema } from '../../terms/ids.ts';
import { addSitePartner, listSitePartners, newSitePartnerSchema, openTip, revokeSitePartner } from '../door.ts';
import { readReportedAddresses } from '../open-tip.ts';
import { openTestSite } from '../site-for-tests.ts';
import { readTip } from '../tip-store.ts';

const site = await openTestSite();
const now = new Date('2026-03-04T15:42:10Z');
const act = { staffId: staffIdSchema.parse(randomUUID()), now };
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'spki' }).toString();
const given = newSitePartnerSchema.parse({ name: 'An app', key: pem(publicKey) });
await transact(site.db, (tx) => addSitePartner(tx, act, given));
const [partner] = await listSitePartners(site.db);
const keyId = partner?.keyId ?? '';

interface Signing {
  readonly key?: KeyObject;
  readonly keyid?: string;
  readonly nonce?: string;
  readonly created?: number;
  readonly path?: string;
  readonly signed?: Buffer;
}

/** Sends a body, signed as a partner does; each part can be made wrong. */
async function handOver(tip: unknown, signing: Signing = {}) {
  const body = Buffer.isBuffer(tip) ? tip : Buffer.from(JSON.stringify(tip));
  const created = signing.created ?? now.getTime() / 1_000;
  const headers = { 'content-digest': contentDigestOf(signing.signed ?? body) };
  const message = { method: 'POST', authority: 'tips.example.org', path: signing.path ?? '/api/v1/tips', headers };
  const params = { created, nonce: signing.nonce ?? randomUUID(), keyid: signing.keyid ?? keyId, tag: 'fyr-tip-1' };
  const components = ['@method', '@authority', '@path', 'content-digest'];
  const signature = signMessage(message, { label: 'tip', components, params }, signing.key ?? privateKey);
  const reply = await site.http.inject({
    ...{ method: 'POST', url: '/api/v1/tips', payload: body },
    headers: { host: 'tips.example.org', 'content-type': 'application/json', ...headers, ...signature },
  });
  return { status: reply.statusCode, json: answerSchema.parse(reply.json()), headers: reply.headers };
}
const answerSchema = z.object({
  receipt: z.string().optional(),
  isNew: z.boolean().optional(),
  code: z.string().optional(),
  detail: z.string().optional(),
});

const tipOf = (change: object = {}) => ({
  ...{ id: randomUUID(), category: 'online', language: 'sv', addresses: ['hxxps://a.example[.]org/x'] },
  ...change,
});

async function newestTip() {
  const result = await site.pool.query<{ id: string }>('select id from tip order by ctid desc limit 1');
  const record = await readTip(site.db, tipIdSchema.parse(result.rows[0]?.id));
  return { record, ...openTip(record, site.deskIdentities) };
}

test('a signed tip is taken with everything in it, and its receipt opens its mailbox', async () => {
  const report = { narrative: 'Ett löv\u0007', seenWhen: 'i går' };
  const { status, json } = await handOver(tipOf({ report, contact: { email: 'a@example.org' }, wantsAnswer: true }));
  assert.deepEqual([status, json.isNew], [201, true]);
  const tip = await newestTip();
  assert.deepEqual(tip.report, { narrative: 'Ett löv', seenWhen: 'i går' });
  assert.deepEqual(tip.contact, { email: 'a@example.org' });
  assert.deepEqual([tip.record.source, tip.record.wantsAnswer], ['partner', true]);
  assert.deepEqual(await readReportedAddresses(site.db, site.serviceKey, tip.record.id), ['https://a.example.org/x']);
  const mailbox = await site.post('/sv/mailbox', { receipt: json.receipt ?? '' });
  assert.equal(mailbox.statusCode, 200);
});

test('the same tip again is the same receipt, however often it is signed and sent at once', async () => {
  const tip = tipOf();
  const answers = await Promise.all([handOver(tip), handOver(tip), handOver(tip)]);
  assert.equal(new Set(answers.map(({ json }) => json.receipt)).size, 1);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 201]);
});

test('a sealed tip is taken closed, and the desk reads it', async () => {
  const key = z.object({ keyId: z.string(), recipient: z.string() }).parse((await site.get('/api/v1/key')).json());
  const boxOf = (part: unknown) =>
    seal(Buffer.from(JSON.stringify(part)), [recipientFromText(key.recipient)]).toString('base64');
  const sealed = {
    keyId: key.keyId,
    report: boxOf({ narrative: 'Kanariefågel' }),
    contact: boxOf({ phone: '070' }),
  };
  const tip = { id: randomUUID(), category: 'grooming', language: 'en', sealed };
  assert.equal((await handOver(tip)).status, 201);
  const { report, contact, record } = await newestTip();
  assert.deepEqual([report, contact, record.hasContact], [{ narrative: 'Kanariefågel' }, { phone: '070' }, true]);
  const strange = await handOver({ ...tip, sealed: { ...sealed, keyId: randomUUID() } });
  assert.deepEqual([strange.status, strange.json.code], [409, 'unknown-desk-key']);
  const noBox = await handOver({ ...tip, sealed: { ...sealed, report: 'AAAA' } });
  assert.match(noBox.json.detail ?? '', /^sealed\.report: must be an age box/);
  for (const words of [{ narrative: 7 }, 'x', { narrative: 'a\u0000b', unknown: 'c' }]) {
    await handOver({ ...tip, id: randomUUID(), sealed: { keyId: key.keyId, report: boxOf(words) } });
  }
  const last = await newestTip();
  assert.deepEqual([last.report, last.unreadable], [{ narrative: 'ab' }, []]);
  await handOver({ ...tip, id: randomUUID(), sealed: { keyId: key.keyId, report: boxOf([]) } });
  assert.deepEqual((await newestTip()).unreadable, ['report']);
});

test('what is not signed as it must be is refused, in words', async () => {
  const other = generateKeyPairSync('ed25519');
  const nonce = randomUUID();
  assert.equal((await handOver(tipOf(), { nonce })).status, 201);
  const cases: [Signing, string][] = [
    [{ key: other.privateKey }, 'wrong'],
    [{ keyid: 'nobody' }, 'unknown-key'],
    [{ nonce }, 'replayed'],
    [{ nonce: 'short' }, 'malformed'],
    [{ created: now.getTime() / 1_000 - 900 }, 'expired'],
    [{ created: now.getTime() / 1_000 + 900 }, 'early'],
    [{ path: '/api/v2/tips' }, 'wrong'],
    [{ signed: Buffer.from('something else') }, 'wrong'],
  ];
  for (const [signing, code] of cases) {
    const { status, json } = await handOver(tipOf(), signing);
    assert.deepEqual([status, json.code], [401, code]);
    assert.ok((json.detail ?? '').length > 10);
  }
  const plain = await site.http.inject({ method: 'POST', url: '/api/v1/tips', payload: tipOf() });
  assert.equal(answerSchema.parse(plain.json()).code, 'missing');
});

test('what is no tip is refused, saying where and never what was sent', async () => {
  const cases: [unknown, number, RegExp][] = [
    [Buffer.from('{'), 400, /not JSON/],
    [tipOf({ id: 'short' }), 400, /^id: must be 22 to 64/],
    [tipOf({ category: 'kanarie' }), 400, /^category: /],
    [tipOf({ addresses: [] }), 400, /says nothing/],
    [tipOf({ report: { narrative: 'kanarie'.repeat(2_000) } }), 400, /^report\.narrative: /],
    [tipOf({ files: ['x'] }), 400, /files/],
    [tipOf({ addresses: Array(51).fill('https://a.example.org/') }), 400, /^addresses: /],
    [tipOf({ report: { narrative: 'k'.repeat(140_000) } }), 413, /too large/],
  ];
  for (const [tip, status, detail] of cases) {
    const answer = await handOver(tip);
    assert.equal(answer.status, status);
    assert.match(answer.json.detail ?? '', detail);
    assert.doesNotMatch(answer.json.detail ?? '', /kanarie/);
  }
  const form = await site.post('/api/v1/tips', { a: 'b' });
  assert.equal(form.statusCode, 415);
});

test('a revoked partner hands nothing over, and its key is not taken twice', async () => {
  assert.equal(await transact(site.db, (tx) => addSitePartner(tx, act, given)), false);
  assert.equal(await transact(site.db, (tx) => revokeSitePartner(tx, act, partner?.id ?? '')), true);
  assert.equal((await handOver(tipOf())).json.code, 'unknown-key');
  assert.equal(await transact(site.db, (tx) => revokeSitePartner(tx, act, partner?.id ?? '')), false);
});

test('newSitePartnerSchema takes an Ed25519 public key and nothing else', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const secret = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  for (const key of ['', 'x', pem(rsa.publicKey), secret, `${pem(publicKey)}${secret}`])
    assert.equal(newSitePartnerSchema.safeParse({ name: 'A', key }).success, false);
});

test('the example in the docs hands a tip over', async () => {
  const url = await site.http.listen({ host: '127.0.0.1', port: 0 });
  const keys = generateKeyPairSync('ed25519');
  await transact(site.db, (tx) => addSitePartner(tx, act, { name: 'Example', key: keys.publicKey }));
  const example = new URL('../../../docs/examples/hand-over-tip.mjs', import.meta.url);
  const isFunction = (loaded: unknown) => typeof loaded === 'function';
  const loaded = z
    .object({ handOverTip: z.custom<(options: object) => Promise<unknown>>(isFunction) })
    .parse(await import(example.href));
  const options = {
    site: url,
    privateKey: keys.privateKey.export({ format: 'pem', type: 'pkcs8' }),
    now,
    tip: tipOf({ report: { narrative: 'From the example' } }),
  };
  const answer = answerSchema.parse(await loaded.handOverTip(options));
  assert.match(answer.receipt ?? '', /^(?:[0-9A-Z]{4} ){6}[0-9A-Z]{4}$/);
  assert.equal((await newestTip()).report.narrative, 'From the example');
  await site.http.close();
});
