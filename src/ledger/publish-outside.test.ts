import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { request } from 'undici';
import { startTimestampAuthority } from '../../stand-ins/timestamp-authority.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { transact } from '../platform/db.ts';
import type { Mail } from '../platform/mail.ts';
import { formatVerifierKey, ledgerSignerFrom } from './checkpoint.ts';
import { publishOutside, type PublishDeps } from './publish-outside.ts';
import { recordAct } from './record-act.ts';
import { runWitness } from './run-witness.ts';
import { sequenceOnce } from './sequence-acts.ts';
import { makeTimestampQuery, parseCertificate, readTimestamp } from './timestamp.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-publish-'));
const stampedAt = new Date('2026-11-26T11:22:33Z');
const authority = await startTimestampAuthority(() => stampedAt);
after(async () => {
  await authority.close();
  await rm(folder, { recursive: true, force: true });
});
const certificate = parseCertificate(authority.certificate);
const ask = async (body: Buffer): Promise<Buffer> => {
  const headers = { 'content-type': 'application/timestamp-query' };
  const answer = await request(authority.url, { method: 'POST', headers, body });
  return Buffer.from(await answer.body.arrayBuffer());
};

test('readTimestamp takes the stamp of these bytes by this authority, and nothing else', async () => {
  const bytes = Buffer.from('a checkpoint');
  const stamp = async () => {
    const { body, nonce } = makeTimestampQuery(bytes);
    return { token: await ask(body), nonce };
  };
  const { token, nonce } = await stamp();
  assert.deepEqual(await readTimestamp(token, { bytes, nonce, authority: certificate }), stampedAt);
  assert.deepEqual(await readTimestamp(token, { bytes, authority: certificate }), stampedAt);
  await assert.rejects(
    readTimestamp(token, { bytes: Buffer.from('another'), authority: certificate }),
    /something else/,
  );
  await assert.rejects(
    readTimestamp(token, { bytes, nonce: Buffer.alloc(8, 1), authority: certificate }),
    /another question/,
  );
  const stranger = await startTimestampAuthority();
  await assert.rejects(
    readTimestamp(token, { bytes, authority: parseCertificate(stranger.certificate) }),
    /not signed by the authority/,
  );
  await stranger.close();
  for (const [temper, why] of [
    ['refuse', /refused, with status 2/],
    ['other-hash', /something else/],
    ['other-nonce', /another question/],
    ['other-signer', /not signed by the authority|not one for time stamps/],
    ['broken', /no time stamp response/],
  ] as const) {
    authority.behave(temper);
    const bad = await stamp();
    await assert.rejects(readTimestamp(bad.token, { bytes, nonce: bad.nonce, authority: certificate }), why, temper);
  }
  authority.behave('honest');
  for (let at = 0; at < token.length; at += 37) {
    const altered = Buffer.from(token);
    altered[at] = (altered[at] ?? 0) ^ 0x55;
    const read = await readTimestamp(altered, { bytes, nonce, authority: certificate }).catch(() => undefined);
    // Of what is not signed (the outer status, the root's own copy) a change may do no harm; the time must not change.
    assert.ok(read === undefined || read.getTime() === stampedAt.getTime(), `byte ${at}`);
  }
  assert.throws(() => parseCertificate('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'), SyntaxError);
});

test('publishOutside sends the newest checkpoint once a day to each channel, and again the next day, whatever fails between', async () => {
  const { db } = await freshDatabase();
  const signer = ledgerSignerFrom(Buffer.alloc(32, 3));
  let now = new Date('2026-11-26T12:00:00Z');
  const clock = { now: () => now };
  const act = async () => {
    await transact(db, (tx) =>
      recordAct(tx, { at: now, actor: 'system', action: 'test.done', subject: 'test:1', payload: {} }),
    );
    await sequenceOnce({ db, signer, clock, checkpointFolder: folder });
  };
  const mails: Mail[] = [];
  let isMailDown = true;
  const send = (mail: Mail) => (isMailDown ? Promise.reject(new Error('down')) : Promise.resolve(mails.push(mail)));
  const deps: PublishDeps = {
    ...{ db, clock, checkpointFolder: folder },
    mail: { to: 'auditor@example.org', send },
    authority: { certificate, ask },
  };
  await publishOutside(deps);
  await act();
  const before = authority.count();
  await assert.rejects(publishOutside(deps), /down/);
  isMailDown = false;
  await publishOutside(deps);
  await publishOutside(deps);
  assert.deepEqual(
    [mails.length, authority.count() - before],
    [1, 1],
    'what was down is made up for, what was done is not done again',
  );
  await act();
  now = new Date('2026-11-27T12:00:00Z');
  await publishOutside(deps);
  assert.deepEqual([mails.length, authority.count() - before], [2, 2]);
  assert.match(mails[1]?.text ?? '', /^fyr-ledger\/[0-9a-f]{16}\n2\n/);

  const stamped = (await readdir(folder)).filter((name) => name.includes('stamped')).sort();
  assert.equal(stamped.length, 4);
  const [token, note] = [path.join(folder, stamped.at(-2) ?? ''), path.join(folder, stamped.at(-1) ?? '')];
  assert.ok(token.endsWith('.tsr') && note.endsWith('.txt'));
  const pem = path.join(folder, 'tsa.pem');
  await writeFile(pem, authority.certificate);
  const lines: string[] = [];
  const witness = (...args: string[]) => runWitness(args, { write: (line) => lines.push(line), now: () => now });
  const log = `--log=${formatVerifierKey(signer)}`;
  assert.equal(await witness('stamp', note, token, log, `--ca=${pem}`), 0, lines.join());
  assert.match(lines[0] ?? '', /^2 entries, signed by the log; the authority saw it at 2026-11-26T11:22:33/);
  assert.equal(await witness('stamp', pem, token, log, `--ca=${pem}`), 1);
  if (spawnSync('openssl', ['version']).status !== 0) return;
  // Another implementation says the same.
  const said = execFileSync('openssl', ['ts', '-verify', '-data', note, '-in', token, '-CAfile', pem], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  assert.match(said.toString(), /Verification: OK/);
  assert.ok((await readFile(token)).length > 500);
});
