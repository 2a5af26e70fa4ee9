/** Services as they run: whose connections are open, how many, and what a start says when it cannot work. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../test/app.ts';
import { freshConnection, quietLog } from '../../test/fresh-database.ts';
import { openNetwork } from '../crawl/door.ts';
import { ConfigError, readConfig, SERVICES, type Config, type Service } from '../platform/config.ts';
import { connectionsOf, POOL_SIZES, ROLES_OF_SERVICE } from '../platform/pool-sizes.ts';
import { settingOf } from '../platform/role-config.ts';
import { SERVICE_ROLES, type ServiceRole } from '../platform/roles.ts';
import { startServices } from './start.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-services-'));
after(() => rm(folder, { recursive: true, force: true }));
const owner = await freshConnection();
const onlooker = new pg.Client(owner);
await onlooker.connect();
after(() => onlooker.end());

const address = (role: string) =>
  `postgres://${role}@localhost/${owner.database}?host=${encodeURIComponent(owner.host)}`;
const addressesOf = (roles: readonly ServiceRole[]) =>
  Object.fromEntries(roles.map((role) => [settingOf(role), address(role)]));
const NETWORK = openNetwork({
  kind: 'test',
  network: { hosts: {}, allowLoopback: false, extraCertificates: [] },
});

async function configOf(env: Readonly<Record<string, string>>): Promise<Config> {
  const listen = async () => `127.0.0.1:${await freePort()}`;
  return readConfig({
    ...{ FYR_DATA_DIR: folder, FYR_SERVICE_KEY: '09'.repeat(32), FYR_LOG_LEVEL: 'silent' },
    ...{ FYR_SITE_LISTEN: await listen(), FYR_CONSOLE_LISTEN: await listen() },
    ...{ FYR_CHECK_LISTEN: await listen(), FYR_EXCHANGE_LISTEN: await listen() },
    ...env,
  });
}

/** Starts them, lets `look` look, and stops them. */
async function withServices(
  services: readonly Service[],
  env: Readonly<Record<string, string>>,
  look: () => Promise<void>,
): Promise<void> {
  const running = await startServices(await configOf(env), services, { log: quietLog, network: NETWORK });
  try {
    await look();
  } finally {
    await running.stop();
  }
}

/** Sessions by role, without the onlooker's own. */
async function readSessions(): Promise<ReadonlyMap<string, number>> {
  const { rows } = await onlooker.query<{ role: string; count: string }>(
    `select usename as role, count(*) from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid() group by 1 order by 1`,
  );
  return new Map(rows.map(({ role, count }) => [role, Number(count)]));
}

/** The crawler's process takes some seconds until it has its own. */
async function untilAllAreThere(roles: readonly ServiceRole[]): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const sessions = await readSessions();
    if (roles.every((role) => sessions.has(role))) return;
    await sleep(100);
  }
  assert.fail(`These never connected: ${roles.join()}; there are ${[...(await readSessions()).keys()].join()}`);
}

test('startServices leaves no session of the owner open, and each service keeps within its number of connections', async () => {
  const env = { DATABASE_URL: address(owner.user), ...addressesOf(SERVICE_ROLES) };
  await withServices(SERVICES, env, async () => {
    // The doctor connects when its page is asked for.
    await untilAllAreThere(['fyr_jobs', 'fyr_recheck', 'fyr_check', 'fyr_crawl']);
    for (let looks = 0; looks < 20; looks += 1) {
      const sessions = await readSessions();
      assert.equal(sessions.get(owner.user), undefined, 'the owner has a session');
      for (const role of SERVICE_ROLES) assert.ok((sessions.get(role) ?? 0) <= POOL_SIZES[role], role);
      await sleep(100);
    }
  });
});

test('startServices takes a service that knows only its own addresses where the schema is up to date', async () => {
  for (const service of SERVICES.filter((each) => each !== 'crawl'))
    await withServices([service], addressesOf(ROLES_OF_SERVICE[service]), async () => {
      const sessions = await readSessions();
      assert.deepEqual(
        [...sessions.keys()].filter((role) => !ROLES_OF_SERVICE[service].some((own) => own === role)),
        [],
        service,
      );
    });
});

test('startServices serves no figures of the house in a process without the role that reads them, and says that it is ready', async () => {
  const port = await freePort();
  const env = { ...addressesOf(['fyr_recheck']), FYR_METRICS_LISTEN: `127.0.0.1:${port}` };
  await withServices(['recheck'], env, async () => {
    assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 200);
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    assert.match(text, /^fyr_process_resident_memory_bytes \d/m);
    assert.doesNotMatch(text, /^fyr_(outbox|cases|dispatches)/m);
  });
});

test('startServices says which migrations are missing and who runs them, and changes nothing', async () => {
  const { rows } = await onlooker.query('delete from migration where name >= $1 returning name, sha256', ['0250']);
  try {
    await assert.rejects(
      withServices(['web'], addressesOf(ROLES_OF_SERVICE.web), () => Promise.resolve()),
      /^Error: fyr_site cannot use its database: its schema is older .* \d+ migrations have not run \(the first is 0250-.*\)\. Run "npm run fyr -- migrate" with the owner's DATABASE_URL first\.$/,
    );
    const { rows: left } = await onlooker.query('select from migration where name >= $1', ['0250']);
    assert.equal(left.length, 0);
  } finally {
    for (const { name, sha256 } of rows)
      await onlooker.query('insert into migration (name, sha256) values ($1, $2)', [name, sha256]);
  }
  await onlooker.query(`insert into migration (name, sha256) values ('9999-later.sql', '')`);
  try {
    await assert.rejects(
      withServices(['recheck'], addressesOf(['fyr_recheck']), () => Promise.resolve()),
      /does not know \(9999-later\.sql\): start the newer version/,
    );
  } finally {
    await onlooker.query(`delete from migration where name = '9999-later.sql'`);
  }
});

test('startServices refuses an address that lets a service in as the owner, and one that lets nobody in', async () => {
  const tryOut = (url: string) => withServices(['recheck'], { FYR_RECHECK_DATABASE_URL: url }, () => Promise.resolve());
  await assert.rejects(tryOut(address(owner.user)), /fyr_recheck cannot .* as fyr, who owns Fyr's tables/);
  await assert.rejects(tryOut(address('nobody_known')), /lets no fyr_recheck in/);
  await assert.rejects(tryOut(address('fyr_recheck').replace(owner.database, 'not_there')), /no database of this name/);
  await assert.rejects(tryOut('postgres://fyr_recheck@127.0.0.1:9/fyr'), /nothing answers there/);
  await assert.rejects(
    tryOut(address('fyr_recheck').replace(owner.database, 'postgres')),
    /no tables of Fyr yet: run "npm run fyr -- migrate"/,
  );
});

test('startServices names the settings that are missing on a server of ones own, before it opens anything', async () => {
  const start = async (env: Readonly<Record<string, string>>, services: readonly Service[]) =>
    withServices(services, env, () => Promise.resolve());
  await assert.rejects(start({ DATABASE_URL: address(owner.user) }, ['web', 'crawl']), (error) => {
    assert.ok(error instanceof ConfigError);
    for (const name of ['SITE', 'ANSWERS', 'CONSOLE', 'DOCTOR'])
      assert.match(error.message, new RegExp(`FYR_${name}_DATABASE_URL \\(web\\)`));
    return true;
  });
  await assert.rejects(start(addressesOf(['fyr_jobs']), ['jobs']), /Not set: FYR_ERASE_DATABASE_URL \(jobs\)\./);
});

test('all services of one process together stay within half of what a server allows by default', () => {
  const all = connectionsOf(SERVICE_ROLES);
  assert.ok(all <= 45, String(all));
  const ofServices = SERVICES.flatMap((service) => ROLES_OF_SERVICE[service]);
  assert.deepEqual([...ofServices].sort(), [...SERVICE_ROLES].sort(), 'each role is of one service');
});
