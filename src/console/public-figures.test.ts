import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openConsole } from './console-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const [astrid, birger, cecilia] = [
  await desk.logIn('astrid', 'supervisor'),
  await desk.logIn('birger', 'supervisor'),
  await desk.logIn('cecilia', 'analyst'),
];

test('figures for the public are taken by one person, seen as the public would, and published by another', async () => {
  await desk.openCase();
  await astrid.get('/figures/public');
  assert.equal((await astrid.post('/figures/public/prepare')).headers.location, '/figures/public?done=prepared');
  assert.equal((await astrid.post('/figures/public/prepare')).headers.location, '/figures/public?not=snapshot-waits');
  const { rows } = await sql<{ id: number }>`select id from public_figures`.execute(db);
  const id = rows[0]?.id ?? 0;
  assert.doesNotMatch((await astrid.get('/figures/public')).body, /\/publish"/, 'not by whoever took it');
  assert.equal(
    (await astrid.post(`/figures/public/${id}/publish`)).headers.location,
    '/figures/public?not=same-person',
  );
  const shown = (await birger.get(`/figures/public/${id}`)).body;
  assert.match(shown, /<main id="content" class="wide">/);
  assert.match(shown, /class="preview-bar"/);
  await birger.get('/figures/public');
  assert.equal((await birger.post(`/figures/public/${id}/publish`)).headers.location, '/figures/public?done=published');
  assert.match((await cecilia.get('/figures/public?done=published')).body, /Published\./);
  assert.equal(
    (await astrid.post(`/figures/public/${id}/withdraw`)).headers.location,
    '/figures/public?done=withdrawn',
  );
  assert.equal(
    (await astrid.post(`/figures/public/${id}/withdraw`)).headers.location,
    '/figures/public?not=wrong-state',
  );
  const acts = await sql<{ action: string }>`
    select action from ledger_act where subject = ${`public-figures:${id}`} order by arrival`.execute(db);
  assert.deepEqual(
    acts.rows.map(({ action }) => action),
    ['public-figures.prepared', 'public-figures.published', 'public-figures.withdrawn'],
  );
});
