import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { testServiceKey } from '../notices-for-tests.ts';
import { contactSchema, type ContactSource, type ProviderContact } from '../takedown/rung.ts';
import { providerFor, providersFor, type ContactFound } from './provider-store.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const { db, pool } = await freshDatabase();
beforeEach(() => pool.query('truncate provider cascade'));

const mail = (name: string, email = `abuse@${name}.example`): ProviderContact =>
  contactSchema.parse({ channel: 'mail', name, email, country: 'NL' });
const find = (found: readonly ContactFound[], newContacts: 'use' | 'ask' = 'use') =>
  transact(db, (tx) => providersFor(tx, testServiceKey, found, newContacts, NOW));
const findOne = (contact: ProviderContact, source: ContactSource, newContacts: 'use' | 'ask' = 'use') =>
  transact(db, (tx) => providerFor(tx, testServiceKey, { contact, source }, newContacts, NOW));

test('providersFor adds each contact once and gives them in the order asked', async () => {
  const api: ProviderContact = { channel: 'api', name: 'Big Host', account: 'bighost' };
  const contacts = [mail('b'), api, mail('a'), mail('b', 'ABUSE@B.example')];
  const first = await find(contacts.map((contact) => ({ contact, source: 'rdap' })));
  assert.equal(first[0]?.id, first[3]?.id, 'mailboxes know no case');
  assert.equal(new Set(first.map(({ id }) => id)).size, 3);
  const again = await find(contacts.toReversed().map((contact) => ({ contact, source: 'rdap' })));
  assert.deepEqual(again.toReversed(), first);
  const { rows } = await pool.query(
    'select channel, country, source, added_at from provider order by channel, country',
  );
  assert.equal(rows.length, 3);
  assert.deepEqual(rows[0], { channel: 'api', country: null, source: 'rdap', added_at: NOW });
  assert.deepEqual(await find([]), []);
});

test('providersFor gives a new contact its standing by who named it', async () => {
  const table: readonly [ContactSource, 'use' | 'ask', string][] = [
    ['rule', 'ask', 'approved'],
    ['console', 'ask', 'approved'],
    ['rdap', 'use', 'approved'],
    ['rdap', 'ask', 'new'],
    ['ripe', 'use', 'approved'],
    ['ripe', 'ask', 'new'],
    ['answer', 'use', 'new'],
    ['answer', 'ask', 'new'],
  ];
  for (const [source, setting, standing] of table)
    assert.equal(
      (await findOne(mail(`${source}-${setting}`), source, setting)).standing,
      standing,
      `${source} ${setting}`,
    );
});

test('providersFor lets a rule approve who was waiting, and leaves a refusal', async () => {
  const waiting = await findOne(mail('waiting'), 'rdap', 'ask');
  assert.equal((await findOne(mail('waiting'), 'ripe', 'use')).standing, 'new', 'found again is not approved');
  assert.deepEqual(await findOne(mail('waiting'), 'rule', 'ask'), { id: waiting.id, standing: 'approved' });
  assert.equal((await findOne(mail('waiting'), 'rdap', 'ask')).standing, 'approved');
  const refused = await findOne(mail('refused'), 'rdap');
  await pool.query(`update provider set standing = 'refused' where id = $1`, [refused.id]);
  assert.equal((await findOne(mail('refused'), 'rule')).standing, 'refused');
});

test('providersFor makes one provider of a contact that many add at the same time', async () => {
  const names = Array.from({ length: 8 }, (_, index) => mail(`p${index}`));
  const rounds = await Promise.all(
    Array.from({ length: 8 }, (_, turn) =>
      find([...names.slice(turn), ...names.slice(0, turn)].map((contact) => ({ contact, source: 'rdap' }))),
    ),
  );
  assert.equal(new Set(rounds.flat().map(({ id }) => id)).size, 8);
});

test('provider rows name nobody', async () => {
  await findOne(mail('secret'), 'rdap');
  const { rows } = await pool.query<{ text: string }>(
    `select provider::text || encode(shrouded_contact, 'escape') as text from provider`,
  );
  assert.doesNotMatch(rows[0]?.text ?? '', /secret|example/);
});
