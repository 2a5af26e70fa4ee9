import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { roleSchema, ROLES, worksOnCases } from '../staff/door.ts';
import { ACCESS, homeOf, mayUse, type Access, type Route } from './access.ts';
import { openConsole, PASSWORD, Visitor } from './console-for-tests.ts';

const { db } = await freshDatabase();
const console_ = await openConsole(db);

const isRoute = (text: string): text is Route => Object.hasOwn(ACCESS, text);

/** From the server itself, not from the table: what is reachable is what is tested. */
const ROUTES = [...new Set(console_.routes.map((route) => route.replace(/^HEAD /, 'GET ')))];

/** The path with something in place of each named part: nothing that exists. */
const pathOf = (route: string): string =>
  route
    .slice(route.indexOf(' ') + 1)
    .replace(':language', 'en')
    .replace(/:\w+/g, () => randomUUID());

const ask = (visitor: Visitor, route: string) =>
  route.startsWith('GET') ? visitor.get(pathOf(route)) : visitor.post(pathOf(route));

test('the access table holds exactly the routes that are registered', () => {
  assert.deepEqual(ROUTES.toSorted(), Object.keys(ACCESS).toSorted());
  assert.ok(ROUTES.length >= 30);
});

test('every route is closed to whoever has no session, unless the table opens it to anyone', async () => {
  for (const route of ROUTES) {
    assert.ok(isRoute(route), route);
    const access: Access = ACCESS[route];
    const visitor = new Visitor(console_.http);
    await visitor.get('/log-in');
    const response = await ask(visitor, route);
    if (access === 'anyone') {
      assert.doesNotMatch(response.headers.location ?? '', /^\/log-in\?/, route);
    } else {
      assert.equal(response.statusCode, 303, route);
      assert.match(response.headers.location ?? '', /^\/log-in/, route);
      assert.equal(response.body, '', route);
    }
  }
});

const LAST = ['POST /lock', 'POST /log-out'];

for (const role of ROLES) {
  test(`every route lets the ${role} through when the table says so, and else says in words that it does not`, async () => {
    const visitor = await console_.logIn(`${role}-of-the-table`, role);
    await visitor.get('/');
    // Locking and logging out come last: they end what the others are tried with.
    const order = ROUTES.toSorted((a, b) => LAST.indexOf(a) - LAST.indexOf(b));
    for (const route of order) {
      assert.ok(isRoute(route), route);
      const response = await ask(visitor, route);
      if (mayUse(route, role)) {
        assert.notEqual(response.statusCode, 403, route);
        assert.ok(response.statusCode < 500, `${route} ${response.statusCode}`);
      } else if (route === 'GET /') {
        assert.equal(response.headers.location, homeOf(role), 'they begin elsewhere');
        assert.equal((await visitor.get(homeOf(role))).statusCode, 200);
      } else {
        assert.equal(response.statusCode, 403, route);
        assert.match(response.body, /Your role does not allow this/, route);
      }
    }
    assert.equal((await visitor.get('/')).headers.location, '/log-in');
  });
}

/** A person's own password, sessions and second factors. */
const isOnesOwn = (route: string) => /^(GET|POST) \/(presence|lock|password|sessions|passkeys|oidc)(\/|$)/.test(route);

test('mayUse opens nothing to the police but their own pages, and none of those to the hotline', () => {
  for (const route of Object.keys(ACCESS).filter(isRoute)) {
    if (ACCESS[route] === 'anyone') continue;
    const isOwn = /^(GET|POST) \/police(\/|$)/.test(route);
    assert.equal(mayUse(route, 'police'), isOwn || isOnesOwn(route), route);
    assert.equal(mayUse(route, 'analyst') && isOwn, false, route);
  }
});

test('mayUse opens no case and no tip to whoever does not work on cases, and auditors change nothing', () => {
  for (const route of Object.keys(ACCESS).filter(isRoute)) {
    if (/^(GET|POST) \/(cases|queue|second|search|day)(\/|$)/.test(route) || route === 'GET /')
      for (const role of ROLES.filter((each) => !worksOnCases(each)))
        assert.equal(mayUse(route, role), false, `${role} ${route}`);
    // Two that read every entry, which no link should start.
    const isOwn = isOnesOwn(route) || ['POST /ledger/verify', 'POST /health'].includes(route);
    if (route.startsWith('POST') && ACCESS[route] !== 'anyone') assert.equal(mayUse(route, 'auditor'), isOwn, route);
  }
});

test('mayUse opens the people’s page to supervisors and administrators alone', () => {
  for (const route of ['GET /staff', 'POST /staff/invite', 'POST /staff/:staffId/disable'] as const)
    for (const role of [...ROLES, undefined])
      assert.equal(
        mayUse(route, role),
        role === 'supervisor' || role === 'administrator',
        `${role ?? 'nobody'} ${route}`,
      );
});

test('an administrator lets nobody in or out who holds the desk key', async () => {
  const ada = await console_.logIn('ada', 'administrator');
  const anna = await console_.logIn('anna', 'analyst');
  const rolf = await console_.logIn('rolf', 'auditor');
  await ada.get('/staff');
  for (const role of ['analyst', 'lead', 'supervisor'])
    assert.equal((await ada.post('/staff/invite', { role })).headers.location, '/staff?not=not-yours-to-manage', role);
  assert.match((await ada.post('/staff/invite', { role: 'auditor', password: PASSWORD })).body, /\/set-up\//);
  for (const what of ['disable', 'invite-again', 'end-sessions']) {
    const refused = await ada.post(`/staff/${anna.staffId ?? ''}/${what}`);
    assert.equal(refused.headers.location, '/staff?not=not-yours-to-manage', what);
  }
  assert.equal((await anna.get('/')).statusCode, 200);
  assert.match(
    (await ada.post(`/staff/${rolf.staffId ?? ''}/end-sessions`)).headers.location ?? '',
    /done=sessions-ended/,
  );
  assert.equal((await rolf.get('/ledger')).statusCode, 303);
  const disabled = await ada.post(`/staff/${rolf.staffId ?? ''}/disable`, { password: PASSWORD });
  assert.match(disabled.headers.location ?? '', /done=disabled/);
});

test('the desk key is sealed to those who work on cases, and to nobody else', async () => {
  for (const role of ROLES) await console_.logIn(`keys-${role}`, role);
  const { rows } = await sql<{ role: string; holds: boolean }>`select s.role, exists (
      select 1 from desk_key_share d where d.staff_id = s.id
    ) as holds from staff s where s.disabled_at is null`.execute(db);
  for (const { role, holds } of rows) assert.equal(holds, worksOnCases(roleSchema.parse(role)), role);
});
