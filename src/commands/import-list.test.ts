import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { PassThrough } from 'node:stream';
import { startNcmecHashes } from '../../stand-ins/ncmec-hashes.ts';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { openMatcher } from '../known/door.ts';
import { transact } from '../platform/db.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { createStaffMember, totpCode } from '../staff/door.ts';
import { runKnownCommand } from './import-list.ts';

const { db, pool } = await freshDatabase();
const serviceKey = serviceKeyFrom(randomBytes(32));
const PASSWORD = 'nine dry oars in a boathouse';
let nowMs = Date.parse('2026-04-01T10:00:00Z');
const clock = { now: () => new Date(nowMs) };
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-lists-command-'));
after(() => rm(folder, { recursive: true, force: true }));
const fileOf = async (name: string, text: string) => {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
};
const md5Of = (n: number) => createHash('md5').update(`entry ${n}`).digest();

const secrets = new Map<string, string>();
for (const login of ['anna', 'bo']) {
  const { totpSecret } = await transact(db, (tx) =>
    createStaffMember(tx, serviceKey, { name: login, login, password: PASSWORD, role: 'analyst', now: clock.now() }),
  );
  secrets.set(login, totpSecret);
}

/** Runs `lists ...`, `login` answering what is asked. */
async function lists(
  args: readonly string[],
  login = 'anna',
  password = PASSWORD,
): Promise<{ code: number; text: string }> {
  // A code is good once: each log-in is in a time of its own.
  nowMs += 60_000;
  const out = new PassThrough().setEncoding('utf8');
  if (!isTerminalLike(out)) throw new Error('Not a stream.');
  const ask = (_question: string, isSecret: boolean) =>
    Promise.resolve(isSecret ? password : totpCode(secrets.get(login) ?? '', clock.now()));
  const code = await runKnownCommand(args, { db, serviceKey, clock, ask }, out);
  const text: unknown = out.read();
  return { code, text: typeof text === 'string' ? text : '' };
}
/** What the commands use of a terminal, every stream has; `isTTY` is not set, as in a pipe. */
const isTerminalLike = (stream: unknown): stream is NodeJS.WriteStream & PassThrough => stream instanceof PassThrough;

const CSV = `md5,category\n${Array.from({ length: 5 }, (_, n) => `${md5Of(n).toString('hex')},${n === 4 ? 'odd' : 'x'}`).join('\n')}\n`;

test('runKnownCommand imports a list, two people activate it with password and code, one withdraws it', async () => {
  const file = await fileOf('list.csv', CSV);
  const map = await fileOf('map.json', '{"X": "illegal-baseline"}');
  const importing = [
    'import',
    file,
    '--format',
    'plain',
    '--source',
    'Example authority',
    '--map',
    map,
    '--trust',
    'illegal-baseline',
  ];
  const imported = await lists(importing);
  assert.equal(imported.code, 1, 'a row was set aside');
  assert.match(imported.text, /List 1, a draft:\n +5 {2}rows read\n +4 {2}entries added\n +1 {2}set aside/);
  assert.match((await lists(importing)).text, /in already, as list 1/);
  assert.match((await lists(['activate', '1', '--as', 'anna'], 'anna', 'wrong password here')).text, /wrong/);
  const proposed = await lists(['activate', '1', '--as', 'anna'], 'anna');
  assert.match(proposed.text, /x -> illegal-baseline \(trusted\)\nList 1 is proposed/);
  assert.match((await lists(['activate', '1', '--as', 'anna'], 'anna')).text, /Another person has to confirm/);
  assert.equal(
    (await lists([])).text.trim(),
    '1  proposed             4 entries  list.csv (Example authority, plain; trusted: illegal-baseline)',
  );
  const confirmed = await lists(['activate', '1', '--as', 'bo'], 'bo');
  assert.deepEqual([confirmed.code, /is active/.test(confirmed.text)], [0, true]);
  const matcher = await openMatcher({ db, pool, serviceKey, log: quietLog });
  assert.deepEqual(
    matcher.matchExact({ md5: md5Of(1) }).map(({ entryId, isTrusted }) => [entryId, isTrusted]),
    [[2, true]],
  );
  assert.equal((await lists(['find', md5Of(1).toString('hex')])).text, 'list 1, entry 2\n');
  assert.equal((await lists(['withdraw', '1', '2', '--as', 'bo'], 'bo')).code, 0);
  await matcher.refresh();
  assert.equal(matcher.matchExact({ md5: md5Of(1) }).length, 0);
  assert.equal((await lists(['find', md5Of(1).toString('hex')])).text, 'list 1, entry 2 (withdrawn)\n');
  assert.match((await lists(['withdraw', '1', '--as', 'anna'], 'anna')).text, /list 1 is out of use/i);
  await matcher.refresh();
  assert.deepEqual(matcher.size(), { entries: 0, lists: 0 });
  await matcher.close();
  const sessions = await pool.query<{ n: number }>('select count(*)::int as n from session');
  assert.equal(sessions.rows[0]?.n, 0, 'nobody stays logged in');
});

test('runKnownCommand follows NCMEC hash sharing, in test mode on this machine alone', async () => {
  const ncmec = await startNcmecHashes();
  ncmec.put({
    medium: 'image',
    member: 1,
    id: 'a',
    at: new Date('2026-01-01T00:00:00Z'),
    classification: 'A1',
    fingerprints: { md5: md5Of(50).toString('hex') },
  });
  const passwordFile = await fileOf('password', `${ncmec.password}\n`);
  const args = (url: string) => ['ncmec', '--url', url, '--user', ncmec.user, '--password-file', passwordFile];
  assert.match((await lists(args(ncmec.url))).text, /1 added, 0 changed, 0 taken back/);
  assert.match((await lists(args(ncmec.url))).text, /0 added/);
  const outside = await lists(args('https://hashsharing.example.org/npo'));
  assert.deepEqual([outside.code, /test mode/.test(outside.text)], [2, true]);
  const wrong = await lists(['ncmec', '--url', ncmec.url, '--user', 'somebody', '--password-file', passwordFile]);
  assert.deepEqual([wrong.code, /check user and password/.test(wrong.text)], [1, true]);
  await ncmec.close();
});

test('runKnownCommand says what is missing or wrong, and changes nothing', async () => {
  const file = await fileOf('some.csv', CSV);
  const before = (await lists([])).text;
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['import'], /Which file/],
    [['import', '/no/such/file'], /There is no file/],
    [['import', file], /--format/],
    [['import', file, '--format', 'plain'], /--source is needed/],
    [['import', file, '--format', 'plain', '--source', 's'], /--map is needed/],
    [['import', file, '--format', 'plain', '--source', 's', '--map', file], /cannot be read as JSON/],
    [['import', file, '--format', 'icse', '--source', 's', '--trust', 'to-assess'], /--trust takes/],
    [['import', file, '--wrong'], /wrong/],
    [['activate', 'x', '--as', 'anna'], /LIST is a number/],
    [['activate', '77', '--as', 'anna'], /no list of this number/],
    [['activate', '1'], /--as is needed/],
    [['find', 'zz'], /hexadecimal/],
    [['dance'], /No such command/],
  ];
  for (const [args, expected] of cases) {
    const { code, text } = await lists(args);
    assert.ok(code > 0, args.join(' '));
    assert.match(text, expected);
  }
  assert.equal((await lists([])).text, before);
});
