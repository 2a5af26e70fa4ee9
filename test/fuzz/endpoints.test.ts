/**
 * Every route of a running house (the public site, the console, the check API, the partners' API), as the servers themselves tell them,
 * given hostile paths, queries, headers and bodies: with nobody's, a supervisor's and a key holder's credentials.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import fc from 'fast-check';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import { openCaseForTip } from '../../src/cases/door.ts';
import { startServices } from '../../src/commands/start.ts';
import { Visitor } from '../../src/console/console-for-tests.ts';
import { openNetwork } from '../../src/crawl/door.ts';
import { receiveTip } from '../../src/intake/door.ts';
import { createApiKey } from '../../src/known/door.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openDatabase, transact } from '../../src/platform/db.ts';
import { createStaffMember, newestDeskKey, totpCode } from '../../src/staff/door.ts';
import { tipIdSchema } from '../../src/terms/ids.ts';
import { SITE_LANGUAGES } from '../../src/terms/site-languages.ts';
import { freePort } from '../app.ts';
import { freshConnection, quietLog } from '../fresh-database.ts';
import { fuzz, FUZZ_SECONDS, FUZZ_SEED, type Target } from './fuzz.ts';
import { PROBE, requestsTo, type Asked } from './hostile-requests.ts';

const SHARE = 0.4;
const PASSWORD = 'nine dry oars in a boathouse';

/** A server of the house and its routes, `METHOD /path`. */
interface Server {
  readonly http: FastifyInstance;
  readonly routes: Set<string>;
}
const servers: Server[] = [];
diagnostics.subscribe('fastify.initialization', (message) => {
  // Fastify's own channel (its documentation, "Hooks", "Diagnostics Channel Hooks"): no need to open the house up for a test.
  if (!isInitialization(message)) return;
  const server: Server = { http: message.fastify, routes: new Set() };
  message.fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) server.routes.add(`${each} ${url}`);
  });
  servers.push(server);
});
function isInitialization(message: unknown): message is { readonly fastify: FastifyInstance } {
  return typeof message === 'object' && message !== null && 'fastify' in message;
}

const { host, user, database } = await freshConnection();
const at = (role: string) => `postgres://${role}@localhost/${database}?host=${encodeURIComponent(host)}`;
const listen = async () => `127.0.0.1:${await freePort()}`;
const running = await startServices(
  readConfig({
    DATABASE_URL: at(user),
    FYR_SITE_DATABASE_URL: at('fyr_site'),
    FYR_ANSWERS_DATABASE_URL: at('fyr_answers'),
    FYR_CONSOLE_DATABASE_URL: at('fyr_console'),
    FYR_EXCHANGE_DATABASE_URL: at('fyr_exchange'),
    FYR_CHECK_DATABASE_URL: at('fyr_check'),
    FYR_DOCTOR_DATABASE_URL: at('fyr_doctor'),
    FYR_SERVICE_KEY: '09'.repeat(32),
    FYR_SITE_LISTEN: await listen(),
    FYR_CONSOLE_LISTEN: await listen(),
    FYR_CHECK_LISTEN: await listen(),
    FYR_EXCHANGE_LISTEN: await listen(),
    FYR_TIP_EFFORT: 'none',
  }),
  ['web', 'check', 'exchange'],
  {
    log: quietLog,
    network: openNetwork({ kind: 'test', network: { hosts: {}, allowLoopback: false, extraCertificates: [] } }),
  },
);
after(() => running.stop());
const { serviceKey } = running.house;
// Scenes are set as the owner; the house itself has no connection of that role.
const owner = openDatabase({ host, user, database, max: 2 }, quietLog);
after(() => owner.close());
const { db } = owner;

const now = new Date();
const { totpSecret } = await transact(db, (tx) =>
  createStaffMember(tx, serviceKey, { name: 'Signe', login: 'signe', password: PASSWORD, role: 'supervisor', now }),
);
const deskKey = await newestDeskKey(db);
assert.ok(deskKey);
await receiveTip(
  { db, serviceKey, clock: { now: () => now }, deskKey },
  {
    ...{
      submissionKey: randomBytes(16),
      category: 'online',
      language: 'sv',
      source: 'form',
      isUrgent: false,
      wantsAnswer: true,
    },
    ...{ addresses: ['http://example.org/'], report: { narrative: 'Ordinary words.' }, contact: { name: 'Nobody' } },
  },
);
const idsIn = async (table: string) =>
  (await sql<{ id: string }>`select id::text as id from ${sql.table(table)}`.execute(db)).rows.map(({ id }) => id);
for (const id of await idsIn('tip'))
  await transact(db, (tx) => openCaseForTip(tx, serviceKey, tipIdSchema.parse(id), now));
const credentials = await transact(db, (tx) => createApiKey(tx, { name: 'Example platform', now }));
const basic = `Basic ${Buffer.from(`${credentials.id}:${credentials.secret}`).toString('base64')}`;

const real = { tipId: await idsIn('tip'), caseId: await idsIn('case_file'), itemId: await idsIn('item') };
const requestTo = requestsTo(real);

const consoleServer = servers.find(({ routes }) => routes.has('POST /log-in'));
assert.ok(consoleServer);
const signe = new Visitor(consoleServer.http);
await signe.get('/log-in');
assert.equal(
  (await signe.post('/log-in', { login: 'signe', password: PASSWORD, code: totpCode(totpSecret, now) })).statusCode,
  303,
);
await signe.get('/');
const session = [...signe.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

/** Who is known sends what a browser, or a client of the APIs, sends of itself. */
function credentialsFor(
  server: Server,
  { body: { type, payload } }: Asked,
): { headers: Record<string, string>; payload: Buffer | string } {
  if (server !== consoleServer) return { headers: { authorization: basic }, payload };
  const isForm = type === 'application/x-www-form-urlencoded' && typeof payload === 'string';
  return {
    headers: { cookie: session, 'sec-fetch-site': 'same-origin' },
    payload: isForm ? `form-token=${encodeURIComponent(signe.formToken)}&${payload}` : payload,
  };
}

async function ask(server: Server, asked: Asked): Promise<LightMyRequestResponse> {
  const method = methodOf(asked.route);
  const known = asked.isKnown ? credentialsFor(server, asked) : { headers: {}, payload: asked.body.payload };
  const type = asked.body.type === undefined ? {} : { 'content-type': asked.body.type };
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return server.http.inject({
    ...{
      method,
      url: asked.path + asked.query,
      headers: { ...(hasBody ? type : {}), ...known.headers, ...asked.headers },
    },
    ...(hasBody ? { payload: known.payload } : {}),
  });
}
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const;
const methodOf = (route: string) => METHODS.find((method) => route.startsWith(`${method} `)) ?? 'GET';

const ALWAYS = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'strict-transport-security',
  'x-frame-options',
  'cross-origin-resource-policy',
  'cache-control',
];

/** What every answer of the house is like, whatever was asked. @throws AssertionError */
function requireSound(server: Server, asked: Asked, answer: LightMyRequestResponse): void {
  const { statusCode: status, headers: given, body: text } = answer;
  // The check API asks other servers, and says so when they do not answer.
  const isOthers = status === 502 && asked.route === 'POST /v1/url/';
  assert.ok(status < 500 || isOthers, `${status}: ${text.slice(0, 300)}`);
  for (const name of ALWAYS) assert.ok(given[name] !== undefined, `${status} without ${name}`);
  for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
    assert.equal(given[name], undefined, name);
  assert.doesNotMatch(
    text,
    /node_modules|\n\s+at .+:\d+:\d+|ENOENT|syntax error at or near/,
    'something of the inside is told',
  );
  assert.ok(
    !/^text\/html/.test(given['content-type'] ?? '') || !text.includes(PROBE),
    'what was sent is markup in the answer',
  );
  const { location } = given;
  assert.ok(
    location === undefined || /^\/(?![/\\])/.test(location) || location.startsWith('http://127.0.0.1'),
    `leads to ${String(location)}`,
  );
  if (server !== consoleServer) assert.equal(given['set-cookie'], undefined, 'a cookie');
  assert.ok(!asked.route.startsWith('HEAD ') || text === '');
}

/** Would end or lock the session that the others are tried with. */
const NOT_TRIED = /^POST \/(?:log-out|lock)$/;

/** Every language has the same pages: one of them is tried, another with each seed. */
const LANGUAGE = SITE_LANGUAGES[FUZZ_SEED % SITE_LANGUAGES.length] ?? 'sv';
const isOfOtherLanguage = (route: string) =>
  SITE_LANGUAGES.some((language) => language !== LANGUAGE && new RegExp(` /${language}(?:/|$)`).test(route));

/** `routes`: which of them, one after the other or any. */
const targetOf = (name: string, routes: readonly (readonly [Server, string])[]) => ({
  name,
  inputs: fc
    .constantFrom(...routes)
    .chain(([server, route]) => requestTo(route).map((asked): Sent => ({ server, asked }))),
  throws: [],
  read: async (input: unknown) => {
    assert.ok(input instanceof Object && isSent(input));
    requireSound(input.server, input.asked, await ask(input.server, input.asked));
  },
});

test('no route of the house answers with an error of its own, a stack, markup that was sent or fewer headers, whatever it is asked', async (t) => {
  const routes = servers.flatMap((server) =>
    [...server.routes]
      .filter((route) => !NOT_TRIED.test(route) && !isOfOtherLanguage(route))
      .map((route) => [server, route] as const),
  );
  assert.ok(routes.length > 200, String(routes.length));
  const problems: string[] = [];
  let inputs = 0;
  const feed = async (target: Target, seconds: number, least: number) => {
    inputs += await fuzz(target, seconds, least, FUZZ_SEED + inputs).catch((error: unknown) => {
      problems.push(error instanceof Error ? error.message : String(error));
      return 0;
    });
  };
  for (const route of routes) await feed(targetOf(route[1], [route]), 0, 1);
  const until = performance.now() + FUZZ_SECONDS * SHARE * 1000;
  // A finding ends a round, and the next one goes on.
  while (performance.now() < until && problems.length < 20)
    await feed(targetOf('any route', routes), (until - performance.now()) / 1000, 1);
  t.diagnostic(
    `FYR_FUZZ_SEED=${FUZZ_SEED}: ${inputs} requests to ${routes.length} routes of ${servers.length} servers`,
  );
  assert.deepEqual(problems, []);
  assert.equal((await signe.get('/')).statusCode, 200, 'the supervisor is still logged in');
});
interface Sent {
  readonly server: Server;
  readonly asked: Asked;
}
const isSent = (input: object): input is Sent => 'server' in input && 'asked' in input;

/** What an answer of Fastify's own, or one of ours with 500, was once given to. */
const FOUND: readonly (readonly [route: string, path: string, headers?: Record<string, string>])[] = [
  ['GET /', '/%ff'],
  ['GET /', `/${'a'.repeat(300)}`],
  ['POST /log-in', '/queue/bulk/%00/undo'],
  ['GET /', '/sv/poster', { host: 'a'.repeat(5_000) }],
  ['GET /', '/sv/provider/%00'],
];

test('what was once found is answered as it should, by every server', async () => {
  for (const server of servers) {
    for (const [route, path, headers = {}] of FOUND) {
      const asked = { route, path, query: '', headers, body: { type: undefined, payload: '' }, isKnown: true };
      requireSound(server, asked, await ask(server, asked));
    }
  }
});

test('what is no HTTP at all is refused or hung up on, and the server goes on', async () => {
  const lines = [
    'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    `GET /${'a'.repeat(70_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: a\r\n${'x: y\r\n'.repeat(20_000)}\r\n`,
    'GET http://example.org/ HTTP/1.1\r\nHost: a\r\n\r\n',
    'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    '\0'.repeat(4_000),
  ];
  for (const { http } of servers) {
    for (const line of lines) {
      const answer = await exchangeRaw(http, line);
      assert.doesNotMatch(answer, /^HTTP\/1\.1 5|node_modules|\n\s+at |smuggled/, line.slice(0, 60));
    }
    assert.ok((await fetch(`http://127.0.0.1:${portOf(http)}/`, { redirect: 'manual' })).status < 500);
  }
});

function portOf(http: FastifyInstance): number {
  const address = http.server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

/** Sends bytes, ends the sending side, and gives what came back before the connection closed. */
async function exchangeRaw(http: FastifyInstance, line: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: portOf(http) });
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.end(Buffer.from(line, 'latin1'));
  await closed;
  return answer;
}
