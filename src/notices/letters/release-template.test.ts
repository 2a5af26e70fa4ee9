import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';
import { composeLetter } from './compose-letter.ts';
import { inputOf } from './letters-for-tests.ts';
import type { LetterTexts, ParagraphCode } from './paragraphs.ts';
import { proposeTemplate, releaseTemplate, withdrawTemplate } from './release-template.ts';
import { SHIPPED_TEMPLATES } from './shipped-templates.ts';
import { TemplateStepError, type TemplateRefusal } from './template.ts';
import {
  countLettersByTemplate,
  listTemplates,
  readCurrentTemplates,
  readTemplate,
  readTemplateVersions,
} from './template-store.ts';

const { db, pool } = await freshDatabase();
const NOW = new Date('2026-03-01T12:00:00Z');

async function newPerson(name: string): Promise<StaffId> {
  const id = staffIdSchema.parse(randomUUID());
  await pool.query(
    `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
     values ($1, $2, $2, 'supervisor', '', '', '', '', '', now())`,
    [id, name],
  );
  return id;
}
const [astrid, birger] = [await newPerson('astrid'), await newPerson('birger')];

beforeEach(async () => {
  await pool.query('truncate letter_template restart identity');
});

const withText = (code: ParagraphCode, text: string, from: LetterTexts = SHIPPED_TEMPLATES.texts): LetterTexts => ({
  ...from,
  en: { ...from.en, [code]: text },
});
const propose = (texts: LetterTexts, by = astrid, basedOn = 0, reason = 'Shorter') =>
  transact(db, (tx) => proposeTemplate(tx, by, { texts, reason, basedOn }, NOW));
const release = (version: number, by: StaffId = birger) => transact(db, (tx) => releaseTemplate(tx, by, version, NOW));
const withdraw = (version: number, by: StaffId = birger) =>
  transact(db, (tx) => withdrawTemplate(tx, by, version, NOW));
const refusedAs = (code: TemplateRefusal) => (error: unknown) =>
  error instanceof TemplateStepError && error.code === code;
const actsOf = async (version: number) =>
  (
    await pool.query<{ actor: string; action: string }>(
      `select actor, action from ledger_act where subject = $1 order by happened_at, action`,
      [`letter-template:${version}`],
    )
  ).rows.map(({ actor, action }) => `${actor} ${action}`);

test('a letter says what two people have released, and what was before as soon as one takes it back', async () => {
  const version = await propose(withText('warning', 'Please do not look.'));
  assert.equal((await readCurrentTemplates(db)).version, 0);
  await release(version);
  const current = await readCurrentTemplates(db);
  assert.deepEqual([current.version, current.texts.en.warning], [version, 'Please do not look.']);
  const letter = composeLetter(inputOf(), current);
  assert.match(letter.text, /^Please do not look\.$/m);
  assert.equal(letter.templateVersion, version);
  assert.equal(await withdraw(version), 0);
  assert.deepEqual(await readCurrentTemplates(db), SHIPPED_TEMPLATES);
  const kept = await readTemplate(db, version);
  assert.deepEqual(
    [kept?.state, kept?.proposedBy, kept?.releasedBy, kept?.withdrawnBy, kept?.texts.en.warning],
    ['withdrawn', astrid, birger, birger, 'Please do not look.'],
  );
  assert.deepEqual(
    (await actsOf(version)).toSorted(),
    [
      `staff:${astrid} letter-template.proposed`,
      `staff:${birger} letter-template.released`,
      `staff:${birger} letter-template.withdrawn`,
    ].toSorted(),
  );
});

test('withdrawTemplate goes back one release at a time, newest first', async () => {
  const first = await propose(withText('urgent', 'Now.'));
  await release(first);
  const second = await propose(withText('urgent', 'At once.'), birger, first);
  await release(second, astrid);
  await assert.rejects(withdraw(first), refusedAs('not-newest'));
  assert.equal(await withdraw(second, astrid), first);
  assert.equal((await readCurrentTemplates(db)).texts.en.urgent, 'Now.');
  await assert.rejects(withdraw(second), refusedAs('wrong-state'));
  await assert.rejects(withdraw(999), refusedAs('no-such-version'));
});

test('releaseTemplate needs a second person, and the database itself holds it to that', async () => {
  const version = await propose(withText('urgent', 'Now.'));
  await assert.rejects(release(version, astrid), refusedAs('same-person'));
  await assert.rejects(
    pool.query(`update letter_template set state = 'released', released_by = $1, released_at = now()`, [astrid]),
    /letter_template_two_people/,
  );
  await assert.rejects(pool.query(`update letter_template set state = 'released'`), /letter_template_released_by_two/);
  await release(version);
  await assert.rejects(release(version), refusedAs('wrong-state'));
  await assert.rejects(release(999), refusedAs('no-such-version'));
});

test('proposeTemplate takes one proposal at a time, based on what is in use, with a change and a reason', async () => {
  await assert.rejects(propose(SHIPPED_TEMPLATES.texts), refusedAs('nothing-changed'));
  await assert.rejects(propose(withText('urgent', 'Now.'), astrid, 0, ' \n '), refusedAs('no-reason'));
  await assert.rejects(propose(withText('urgent', 'Now.'), astrid, 3), refusedAs('changed-since'));
  const version = await propose(withText('urgent', 'Now.'));
  await assert.rejects(propose(withText('urgent', 'Soon.'), birger), refusedAs('proposal-waits'));
  await withdraw(version, astrid);
  const next = await propose(withText('urgent', 'Soon.'), birger);
  assert.deepEqual(
    (await listTemplates(db)).map((each) => [each.version, each.state]),
    [
      [next, 'proposed'],
      [version, 'withdrawn'],
    ],
  );
});

test('releaseTemplate refuses a proposal that was written against other texts than those in use', async () => {
  const first = await propose(withText('urgent', 'Now.'));
  await release(first);
  const second = await propose(withText('urgent', 'Soon.'), astrid, first);
  await withdraw(first);
  await assert.rejects(release(second), refusedAs('changed-since'));
});

test('proposeTemplate refuses texts that lack what they must say, and says which', async () => {
  const texts = withText('page', 'Use our page.');
  await assert.rejects(propose(texts), (error: unknown) => {
    assert.ok(error instanceof TemplateStepError);
    assert.deepEqual(error.problems, [
      { language: 'en', code: 'page', problem: { kind: 'missing-placeholder', name: 'page' } },
    ]);
    return error.code === 'not-right';
  });
  assert.deepEqual(await listTemplates(db), []);
});

test('of two people who release or take back at the same moment, one is told why not', async () => {
  const version = await propose(withText('urgent', 'Now.'));
  const results = await Promise.allSettled([release(version), withdraw(version, astrid), release(version)]);
  const done = results.filter((result) => result.status === 'fulfilled').length;
  assert.ok(done === 1 || done === 2, 'a release may be taken back, and nothing else');
  const state = (await readTemplate(db, version))?.state;
  assert.equal(state === 'released' || state === 'withdrawn', true);
});

test('readTemplateVersions keeps the texts of every version, so that a repeat says what the first try said', async () => {
  const version = await propose(withText('urgent', 'Now.'));
  await release(version);
  await withdraw(version);
  const found = await readTemplateVersions(db, [0, version, version, 999]);
  assert.deepEqual([...found.keys()], [0, version]);
  assert.deepEqual([found.get(0), found.get(version)?.texts.en.urgent], [SHIPPED_TEMPLATES, 'Now.']);
  assert.deepEqual(await readTemplateVersions(db, []), new Map([[0, SHIPPED_TEMPLATES]]));
});

test('countLettersByTemplate counts the letters that have left with each version', async () => {
  const providerId = randomUUID();
  await pool.query(
    `insert into provider (id, contact_digest, shrouded_contact, channel, source, standing, added_at)
     values ($1, '', '', 'mail', 'rule', 'approved', now())`,
    [providerId],
  );
  for (const version of [0, 1, 1, null])
    await pool.query(
      `insert into letter (id, provider_id, is_urgent, state, send_at, token_digest, template_version)
       values ($1, $2, false, 'sent', now(), $3, $4)`,
      [...[randomUUID(), providerId, Buffer.from(randomUUID())], version],
    );
  assert.deepEqual([...(await countLettersByTemplate(db))].toSorted(), [
    [0, 1],
    [1, 2],
  ]);
});

test('readCurrentTemplates completes stored texts with shipped ones that came later, and drops those that went', async () => {
  const version = await propose(withText('urgent', 'Now.'));
  await release(version);
  await pool.query(`update letter_template set texts = (texts #- '{en,warning}') || '{"de": {}}'`);
  await pool.query(`update letter_template set texts = jsonb_set(texts, '{sv,old}', '"gone"')`);
  const { texts } = await readCurrentTemplates(db);
  assert.equal(texts.en.warning, SHIPPED_TEMPLATES.texts.en.warning);
  assert.equal(texts.en.urgent, 'Now.');
  assert.deepEqual(Object.keys(texts.sv), Object.keys(SHIPPED_TEMPLATES.texts.sv));
});
