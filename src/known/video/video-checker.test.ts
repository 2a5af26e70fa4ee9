import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fstatSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { PdqEngine } from '../../../lib/pdq/door.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { firstSupervisor, invited } from '../../staff/staff-for-tests.ts';
import { mediaAnswerSchema } from '../check/answers.ts';
import { openTestApi, START } from '../check/check-for-tests.ts';
import { addKnownVideo, withdrawKnownVideo } from './add-known-video.ts';
import { withMemoryFile } from './memory-file.ts';
import { readFrames } from './read-frames.ts';
import { findSandbox, sandboxOf } from './sandbox.ts';
import { openVideoChecker } from './video-checker.ts';
import { SOURCES } from '../../platform/sources.ts';

const { db, pool } = await freshDatabase();
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 7));
const limits = { cpuSeconds: 30, memoryBytes: 2 ** 31 };
const readLimits = { wallMs: 30_000, maxFrames: 60 };
const engine = new PdqEngine();

/** Names in /dev/shm, without those of the databases, browsers and test runs beside this. */
const sharedMemoryNames = () =>
  readdirSync('/dev/shm').filter((name) => !/^(PostgreSQL|\.org\.chromium|fyr-test-\d)/.test(name));

const hasFfmpeg = (() => {
  try {
    return execFileSync('ffmpeg', ['-version']).length > 0;
  } catch {
    return false;
  }
})();
const sandbox = hasFfmpeg ? await findSandbox(limits, ['ffmpeg', '-version']) : undefined;
const skip =
  sandbox === undefined ? `no videos here: ${hasFfmpeg ? 'no sandbox works' : 'ffmpeg is not installed'}` : false;

/** A generated film, made in memory: ffmpeg writes fragments, since a pipe cannot be gone back in. */
function film(source: string, seconds: number, more: readonly string[] = []): Buffer {
  const input = ['-f', 'lavfi', '-i', `${source}=size=320x240:rate=10`, '-t', String(seconds)];
  const coding = ['-c:v', 'mpeg4', '-q:v', '4', ...more];
  const output = ['-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', 'pipe:1'];
  return execFileSync('ffmpeg', ['-loglevel', 'error', ...input, ...coding, ...output], { maxBuffer: 2 ** 26 });
}

/** The same film as telephones write it: its index at the end. Written to an unnamed memory file, since this needs seeking. */
function filmWithIndexAtEnd(source: string, seconds: number): Promise<Buffer> {
  return withMemoryFile(new Uint8Array(0), (fd) => {
    const input = [
      '-f',
      'lavfi',
      '-i',
      `${source}=size=320x240:rate=10`,
      '-t',
      String(seconds),
      '-c:v',
      'mpeg4',
      '-q:v',
      '4',
    ];
    const args = ['-y', '-loglevel', 'error', ...input, '-f', 'mp4', '/dev/stdin'];
    execFileSync('ffmpeg', args, { stdio: [fd, 'ignore', 'inherit'] });
    return Promise.resolve(execFileSync('cat', ['/dev/stdin'], { stdio: [fd, 'pipe', 'ignore'], maxBuffer: 2 ** 26 }));
  });
}

const commandLines = () =>
  readdirSync('/proc').flatMap((pid) => {
    try {
      return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')] : [];
    } catch {
      return [];
    }
  });

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries += 1) {
    assert.ok(tries < 100, 'it did not come about within ten seconds');
    await sleep(100);
  }
}

async function openList(): Promise<number> {
  const insert = `insert into known_list (name, source, kind, format, state, category_map, trusted, created_at)
    values ('Example', 'Example body', 'file', 'ndjson', 'draft', '{}', '{illegal-baseline}', now()) returning id`;
  const { rows } = await pool.query<{ id: number }>(insert);
  return rows[0]?.id ?? 0;
}

const people = await (async () => {
  const first = await firstSupervisor(db);
  return [first.session.staffId, (await invited(db, first, 'supervisor', 'berit')).session.staffId];
})();

const activate = (listId: number) =>
  pool.query(`update known_list set state = 'active', proposed_by = $2, activated_by = $3 where id = $1`, [
    listId,
    ...people,
  ]);

test('readFrames hashes one frame a second, whether the index is at the start or at the end', { skip }, async () => {
  if (sandbox === undefined) return;
  for (const bytes of [film('testsrc2', 5), await filmWithIndexAtEnd('testsrc2', 5)]) {
    const read = await readFrames(sandbox, engine, bytes, readLimits);
    assert.ok(read.kind === 'read' && read.isWhole, read.kind);
    assert.deepEqual(
      read.frames.map((frame) => frame.atSeconds),
      [0, 1, 2, 3, 4],
    );
    assert.ok(read.frames.every((frame) => frame.hash.length === 32 && frame.quality > 50));
  }
  assert.ok((await filmWithIndexAtEnd('testsrc2', 5)).lastIndexOf('moov') > 1000, 'the index is at the end');
});

test('readFrames ends at its limits and says that it has not seen all', { skip }, async () => {
  if (sandbox === undefined) return;
  const bytes = film('testsrc2', 8);
  const cut = await readFrames(sandbox, engine, bytes, { wallMs: 30_000, maxFrames: 3 });
  assert.ok(cut.kind === 'read' && cut.frames.length === 3 && !cut.isWhole);
  const late = await readFrames(sandbox, engine, bytes, { wallMs: 1, maxFrames: 60 });
  // On a busy machine the first frames may be there before the limit is noticed; the whole film never is.
  if (late.kind === 'not-decodable') assert.equal(late.reason, 'time-limit');
  else assert.ok(!late.isWhole && late.frames.length < 8);
  const half = await readFrames(sandbox, engine, bytes.subarray(0, Math.floor(bytes.length * 0.6)), readLimits);
  assert.ok(half.kind === 'not-decodable' || half.frames.length < 8);
});

test(
  'readFrames answers what is no video, a playlist that names files, and noise, and leaves nothing behind',
  { skip },
  async () => {
    if (sandbox === undefined) return;
    const before = sharedMemoryNames().length;
    const hostile = [
      Buffer.from('ffconcat version 1.0\nfile /etc/passwd\n'),
      Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'),
      Buffer.concat([Buffer.from('\0\0\0\x18ftypisom', 'latin1'), randomBytes(20_000)]),
      Buffer.concat([Buffer.from('\x1a\x45\xdf\xa3', 'latin1'), randomBytes(20_000)]),
      Buffer.alloc(0),
    ];
    for (const bytes of hostile) {
      assert.deepEqual(await readFrames(sandbox, engine, bytes, readLimits), {
        kind: 'not-decodable',
        reason: 'broken',
      });
    }
    const base = film('mandelbrot', 2);
    for (let n = 0; n < 12; n += 1) {
      const mutated = Buffer.from(base);
      for (const at of randomBytes(20)) mutated[(at * 997 * (n + 1)) % mutated.length] = at;
      const read = await readFrames(sandbox, engine, mutated, readLimits);
      assert.ok(read.kind === 'read' || read.reason === 'broken');
    }
    assert.equal(sharedMemoryNames().length <= before, true);
  },
);

test('withMemoryFile gives a file that has never had a name, and frees it', async () => {
  const before = sharedMemoryNames().join();
  let kept = -1;
  await withMemoryFile(Buffer.from('abc'), (fd) => {
    kept = fd;
    const { nlink, size } = fstatSync(fd);
    assert.deepEqual({ nlink, size }, { nlink: 0, size: 3 });
    assert.equal(sharedMemoryNames().join(), before);
    return Promise.resolve();
  });
  assert.throws(() => fstatSync(kept), { code: 'EBADF' });
});

test('a process that is killed in the middle leaves no file behind', async () => {
  const program = `
    const { withMemoryFile } = await import(${JSON.stringify(new URL('memory-file.ts', import.meta.url).href)});
    await withMemoryFile(Buffer.alloc(1e6, 'x'), () => { console.log('open'); return new Promise((r) => setTimeout(r, 60000)); });`;
  const before = sharedMemoryNames();
  const child = spawn(process.execPath, [...SOURCES, '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  assert.deepEqual(sharedMemoryNames(), before);
});

test('a decoder in bubblewrap ends with the process that started it, however that ends', { skip }, async (t) => {
  if (sandbox?.kind !== 'bubblewrap') {
    t.skip('bubblewrap does not work here');
    return;
  }
  const seconds = `60.${process.pid}`;
  const { file, args } = sandbox.wrap(['sleep', seconds]);
  const program = `require('node:child_process').spawn(${JSON.stringify(file)}, ${JSON.stringify(args)}); console.log('started'); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await until(() => commandLines().some((line) => line.startsWith(`sleep ${seconds}`)));
  child.kill('SIGKILL');
  await until(() => !commandLines().some((line) => line.includes(seconds)));
});

test('what a sandbox leaves behind when its first process is killed is killed with it', async () => {
  const seconds = `30.${process.pid}`;
  const leaving = {
    kind: 'bubblewrap',
    wrap: () => ({ file: '/bin/sh', args: ['-c', `sleep ${seconds} & wait`] }),
  } as const;
  const startedAt = performance.now();
  const read = await readFrames(leaving, engine, Buffer.from('any'), { ...readLimits, wallMs: 300 });
  assert.deepEqual(read, { kind: 'not-decodable', reason: 'time-limit' });
  assert.ok(performance.now() - startedAt < 20_000, 'nobody waits for what was left');
  await until(() => !commandLines().some((line) => line.startsWith(`sleep ${seconds}`)));
});

test('a decoder that is out of time while its sandbox starts ends whole, at whatever moment', { skip }, async () => {
  if (sandbox === undefined) return;
  const bytes = film('mandelbrot', 2);
  const before = commandLines().filter((line) => line.includes('ffmpeg')).length;
  for (let n = 0; n < 60; n += 1) {
    const read = await readFrames(sandbox, engine, bytes, { ...readLimits, wallMs: 1 + (n % 30) });
    assert.ok(read.kind === 'read' || read.reason === 'time-limit');
  }
  await until(() => commandLines().filter((line) => line.includes('ffmpeg')).length <= before);
});

test('each sandbox keeps the network away, and bubblewrap every file but the system itself', { skip }, () => {
  const inside = (kind: 'bubblewrap' | 'namespaces', command: readonly string[]) => {
    const { file, args } = sandboxOf(kind, limits).wrap(command);
    return execFileSync(file, [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  };
  for (const kind of ['bubblewrap', 'namespaces'] as const) {
    let devices = '';
    try {
      devices = inside(kind, ['cat', '/proc/self/net/dev']);
    } catch {
      continue; // This kind does not work on this machine; findSandbox would not have chosen it.
    }
    const names = [...devices.matchAll(/^\s*(\w+):/gm)].map((match) => match[1]);
    assert.ok(
      names.every((name) => name === 'lo'),
      `${kind}: ${names.join()}`,
    );
    assert.match(inside(kind, ['cat', '/proc/self/status']), /^CapEff:\s+0+$/m);
    if (kind === 'bubblewrap') {
      assert.deepEqual(
        inside(kind, ['ls', '/'])
          .trim()
          .split('\n')
          .filter((name) => !/^(bin|dev|etc|lib|lib64|proc|usr)$/.test(name)),
        [],
      );
      assert.throws(() => inside(kind, ['touch', '/usr/x']));
      assert.throws(() => inside(kind, ['cat', '/etc/passwd']));
    }
  }
});

test(
  'a video of an active list is found again by the check API, transcoded or cut, until it is withdrawn',
  { skip },
  async (t) => {
    if (sandbox === undefined) return;
    const original = film('testsrc2', 8);
    const read = await readFrames(sandbox, engine, original, readLimits);
    assert.ok(read.kind === 'read');
    const listId = await openList();
    const actor = 'operator' as const;
    const id = await transact(db, (tx) =>
      addKnownVideo(tx, serviceKey, { listId, category: 'illegal-baseline', frames: read.frames, actor, now: START }),
    );
    const stored = await pool.query<{ shrouded: Buffer }>('select shrouded from known_video');
    const first = Buffer.from(read.frames[0]?.hash ?? []);
    assert.ok(
      stored.rows.every((row) => !row.shrouded.includes(first) && !row.shrouded.includes(first.toString('base64'))),
    );

    const api = await openTestApi(t, db, [], { video: {} });
    const ask = async (bytes: Buffer) => mediaAnswerSchema.parse((await api.post('/v1/media/', bytes)).json);
    assert.equal((await ask(original)).match_type, null, 'its list is not active yet');
    await activate(listId);
    await api.tools.video.refresh();

    const transcoded = await ask(film('testsrc2', 8, ['-vf', 'scale=480:360', '-q:v', '9']));
    assert.deepEqual(
      [transcoded.match_type, transcoded.classification, transcoded.near_matching.hash_path],
      ['near', 'csam', 'video'],
    );
    const [hit] = transcoded.near_match_details;
    assert.ok(
      hit?.entry === id && hit.video !== null && hit.video.share_of_media > 0.8 && hit.video.share_of_entry > 0.8,
    );
    assert.equal((await ask(film('testsrc2', 3))).match_type, 'near', 'a piece of it');
    assert.equal((await ask(film('mandelbrot', 4))).match_type, null, 'another film');

    await transact(db, (tx) => withdrawKnownVideo(tx, id, { actor, now: START }));
    await api.tools.video.refresh();
    assert.equal((await ask(original)).match_type, null, 'withdrawn');
  },
);

test('a frame of a video that is a known picture is a near hit with its second', { skip }, async (t) => {
  if (sandbox === undefined) return;
  const bytes = film('mandelbrot', 4);
  const read = await readFrames(sandbox, engine, bytes, readLimits);
  assert.ok(read.kind === 'read');
  const frame = read.frames[2];
  assert.ok(frame !== undefined);
  const api = await openTestApi(t, db, [{ hashes: { pdq: frame.hash } }], { video: {} });
  const answer = mediaAnswerSchema.parse((await api.post('/v1/media/', bytes)).json);
  const [hit] = answer.near_match_details;
  assert.deepEqual([answer.match_type, hit?.timestamp, hit?.distance, hit?.video], ['near', 2, 0, null]);
});

test('addKnownVideo refuses a list that two people have activated already, and a video without a usable frame', async () => {
  const listId = await openList();
  const frames = [{ hash: randomBytes(32), quality: 90 }];
  const video = { listId, category: 'to-assess', frames, actor: 'operator', now: START } as const;
  await assert.rejects(
    transact(db, (tx) => addKnownVideo(tx, serviceKey, { ...video, frames: [{ hash: randomBytes(32), quality: 49 }] })),
    RangeError,
  );
  await assert.rejects(
    transact(db, (tx) => addKnownVideo(tx, serviceKey, { ...video, frames: [{ hash: randomBytes(31), quality: 90 }] })),
    RangeError,
  );
  await transact(db, (tx) => addKnownVideo(tx, serviceKey, video));
  const { rows } = await pool.query('select change from known_list where id = $1', [listId]);
  assert.deepEqual(rows, [{ change: 1 }]);
  await activate(listId);
  await assert.rejects(
    transact(db, (tx) => addKnownVideo(tx, serviceKey, video)),
    /takes no more videos/,
  );
});

test('openVideoChecker says clearly that it is off where there is no decoder', async () => {
  const checker = await openVideoChecker(
    { db, serviceKey, log: quietLog },
    { sandbox: { off: 'ffmpeg is not installed here' } },
  );
  const off = { kind: 'off', because: 'ffmpeg is not installed here' };
  assert.deepEqual([checker.status, await checker.readVideo(Buffer.alloc(9))], [off, off]);
  checker.close();
});
