import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { freshConnection, quietLog } from '../../../test/fresh-database.ts';
import { openDatabase, transact } from '../../platform/db.ts';
import { staffIdSchema, tipIdSchema, type StaffId } from '../../terms/ids.ts';
import { openTip } from '../open-tip.ts';
import { openTestSite, stateOf } from '../site-for-tests.ts';
import { readTip } from '../tip-store.ts';
import { editFormSet, type FormEdit } from './edit-form-set.ts';
import { FormKeeper } from './form-keeper.ts';
import { listFormVersions, readFormsInUse, readFormVersion } from './form-set-store.ts';
import { FormStepError, type FormRefusal } from './form-version.ts';
import {
  beginDraft,
  editDraft,
  proposeForms,
  readFormSet,
  releaseForms,
  reopenForms,
  withdrawForms,
} from './release-forms.ts';

const keepers: FormKeeper[] = [];
const site = await openTestSite({
  forms: (own) => {
    const made = new FormKeeper(own);
    keepers.push(made);
    return made;
  },
});
const { db, pool } = site;
const refresh = () => Promise.all(keepers.map((keeper) => keeper.refresh()));
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
const [astrid, birger, cecilia] = [await newPerson('astrid'), await newPerson('birger'), await newPerson('cecilia')];

beforeEach(async () => {
  await pool.query('truncate public_form');
  await refresh();
});

const begin = (by = astrid, from?: number) => transact(db, (tx) => beginDraft(tx, by, from, NOW));
const edit = async (version: number, change: FormEdit, by = astrid, revision?: number) => {
  const newest = (await readFormVersion(db, version))?.revision ?? 0;
  const draft = { version, revision: revision ?? newest };
  await transact(db, (tx) => editDraft(tx, by, draft, (set) => editFormSet(set, change), NOW));
};
const propose = async (version: number, reason = 'Ask for the game', by = astrid) => {
  const revision = (await readFormVersion(db, version))?.revision ?? 0;
  await transact(db, (tx) => proposeForms(tx, by, { version, revision, reason }, NOW));
};
const release = (version: number, by = birger) => transact(db, (tx) => releaseForms(tx, by, version, NOW));
const withdraw = (version: number, by = birger) => transact(db, (tx) => withdrawForms(tx, by, version, NOW));
const refusedAs = (code: FormRefusal) => (error: unknown) => error instanceof FormStepError && error.code === code;

const newQuestion: FormEdit = {
  ...{ kind: 'new-question', id: 'q-gaming', answers: 'line' },
  titles: { sv: 'Vilket spel?', en: 'Which game?' },
};
const askIt: FormEdit = { kind: 'ask', category: 'grooming', page: 'narrative', question: 'q-gaming' };

async function releaseGame(): Promise<number> {
  const version = await begin();
  await edit(version, newQuestion);
  await edit(version, askIt);
  await propose(version);
  await release(version);
  await refresh();
  return version;
}

test('the public meets what two people have released, and what was before as soon as one takes it back', async () => {
  const version = await begin();
  await edit(version, newQuestion);
  await edit(version, askIt);
  await propose(version);
  await refresh();
  const page = async () => {
    const path = '/en/tip/grooming';
    return (await site.post(path, { state: stateOf((await site.get(path)).body), step: 'danger', go: 'next' })).body;
  };
  assert.doesNotMatch(await page(), /Which game/, 'a proposal is nobody’s form');
  await release(version);
  await refresh();
  assert.match(await page(), /Which game/);
  assert.equal(await withdraw(version), 0);
  await refresh();
  assert.doesNotMatch(await page(), /Which game/);
  const acts = await pool.query<{ act: string }>(
    `select actor || ' ' || action as act from ledger_act where subject = $1 order by arrival`,
    [`public-form:${version}`],
  );
  const [a, b] = [`staff:${astrid}`, `staff:${birger}`];
  assert.deepEqual(
    acts.rows.map(({ act }) => act),
    [
      `${a} public-form.begun`,
      `${a} public-form.edited`,
      `${a} public-form.edited`,
      `${a} public-form.proposed`,
      `${b} public-form.released`,
      `${b} public-form.withdrawn`,
    ],
  );
});

test('releaseForms refuses everybody who had a hand in it, also at the database', async () => {
  const version = await begin();
  await edit(version, newQuestion);
  await edit(version, askIt, cecilia);
  await propose(version, 'Ask for the game', astrid);
  for (const editor of [astrid, cecilia]) await assert.rejects(release(version, editor), refusedAs('same-person'));
  await assert.rejects(
    pool.query(`update public_form set state = 'released', released_by = $1, released_at = now()`, [cecilia]),
    /public_form_two_people/,
  );
  await release(version);
  assert.equal(await readFormsInUse(db), version);
});

test('a step out of order, over another’s change or without a reason is refused, and changes nothing', async () => {
  const version = await begin();
  await assert.rejects(begin(cecilia), refusedAs('draft-waits'));
  await assert.rejects(propose(version), refusedAs('nothing-changed'));
  await edit(version, newQuestion);
  await assert.rejects(edit(version, askIt, cecilia, 1), refusedAs('edited-meanwhile'));
  await edit(version, { kind: 'do-not-ask', category: 'online', question: 'addresses' });
  await assert.rejects(
    propose(version),
    (error) => error instanceof FormStepError && error.faults.some(({ code }) => code === 'addresses-kept'),
  );
  await edit(version, { kind: 'ask', category: 'online', page: 'addresses', question: 'addresses' });
  await assert.rejects(propose(version, ' \n '), refusedAs('no-reason'));
  await assert.rejects(release(version), refusedAs('wrong-state'));
  await propose(version);
  await assert.rejects(edit(version, askIt), refusedAs('wrong-state'));
  await transact(db, (tx) => reopenForms(tx, birger, version, NOW));
  await edit(version, askIt);
  assert.equal((await readFormVersion(db, version))?.state, 'draft');
  await assert.rejects(release(99), refusedAs('no-such-version'));
});

test('an earlier version comes back by a draft that begins from it, and again needs two people', async () => {
  const first = await releaseGame();
  const second = await begin();
  await edit(second, { kind: 'withhold', category: 'travel' });
  await propose(second);
  await release(second);
  const back = await begin(astrid, first);
  assert.deepEqual(await readFormSet(db, back), await readFormSet(db, first));
  await propose(back);
  await release(back);
  assert.equal(await readFormsInUse(db), back);
  assert.deepEqual(
    (await listFormVersions(db)).map(({ version }) => version),
    [back, second, first],
  );
  await assert.rejects(withdraw(first), refusedAs('not-newest'));
});

test('a page that was opened under an earlier version completes in it, with the question as it was asked', async () => {
  const version = await releaseGame();
  const path = '/en/tip/grooming';
  const first = await site.post(path, { state: stateOf((await site.get(path)).body), step: 'danger', go: 'next' });
  assert.match(first.body, /Which game/);
  await withdraw(version);
  await refresh();
  const next = await site.post(path, {
    ...{ state: stateOf(first.body), step: 'narrative', go: 'next' },
    ...{ 'q-gaming': 'Chess online', narrative: 'Told' },
  });
  assert.equal(next.statusCode, 200);
  const again = await site.post(path, { state: stateOf(next.body), step: 'suspect', go: 'edit-narrative' });
  assert.match(again.body, /value="Chess online"/, 'the answer is there, under its question');
  const sent = await site.post(path, { state: stateOf(again.body), step: 'review', go: 'send' });
  assert.match(sent.body, /class="code"/, 'a receipt');
  const { rows } = await pool.query<{ id: string }>('select id from tip');
  const record = await readTip(db, tipIdSchema.parse(rows[0]?.id));
  assert.deepEqual(openTip(record, site.deskIdentities).report, {
    narrative: 'Told',
    own: [{ question: 'q-gaming', label: 'Vilket spel?', answer: 'Chess online' }],
  });
  // Another process, which has never seen that version, goes on in it as well.
  assert.equal((await new FormKeeper(db).ofVersion(version))?.version, version);
});

test('a category that is not offered any more leads to the first page, which does not name it', async () => {
  const version = await begin();
  await edit(version, { kind: 'withhold', category: 'travel' });
  await propose(version, 'Others take these');
  await release(version);
  await refresh();
  assert.doesNotMatch((await site.get('/en')).body, /\/en\/tip\/travel/);
  const reply = await site.get('/en/tip/travel');
  assert.deepEqual([reply.statusCode, reply.headers.location], [303, '/en']);
});

test('FormKeeper keeps its forms while the database is away, and asks it for nothing but versions it has not seen', async () => {
  const gone = openDatabase({ ...(await freshConnection()), max: 1 }, quietLog);
  const keeper = new FormKeeper(gone.db);
  await keeper.refresh();
  await gone.close();
  await assert.rejects(keeper.refresh());
  assert.equal(keeper.inUse().version, 0);
  assert.equal(await keeper.ofVersion(0), keeper.inUse());
  assert.equal(await keeper.ofVersion(4_000), undefined);
});
