import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startNcmecHashes, type NcmecEntry } from './ncmec-hashes.ts';

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const entry = (n: number): NcmecEntry => ({
  medium: 'image',
  member: 42,
  id: `i${n}`,
  at: at(n),
  classification: 'A1',
  fingerprints: { md5: String(n).repeat(32).slice(0, 32) },
});

test('startNcmecHashes answers only with the right user and password', async () => {
  const ncmec = await startNcmecHashes();
  const ask = (credentials: string) =>
    fetch(`${ncmec.url}/v2/status`, {
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    });
  assert.equal((await fetch(`${ncmec.url}/v2/status`)).status, 401);
  assert.equal((await ask('fyr:wrong')).status, 401);
  const right = await ask(`${ncmec.user}:${ncmec.password}`);
  assert.equal(right.status, 200);
  assert.match(await right.text(), /<member id="1">/);
  await ncmec.close();
});

test('startNcmecHashes pages what lies between from and to, out of order, and refuses what is no question', async () => {
  const ncmec = await startNcmecHashes({ pageSize: 4 });
  for (let n = 1; n <= 20; n++) ncmec.put(entry(n));
  ncmec.put({ ...entry(3), at: at(12), isDeleted: true });
  const headers = { authorization: `Basic ${Buffer.from(`${ncmec.user}:${ncmec.password}`).toString('base64')}` };
  let path: string | undefined = `/v2/entries?from=${at(5).toISOString()}&to=${at(15).toISOString()}`;
  const ids: string[] = [];
  const times: string[] = [];
  let pages = 0;
  while (path !== undefined) {
    const text: string = await (await fetch(`${ncmec.url}${path}`, { headers })).text();
    pages += 1;
    ids.push(...[...text.matchAll(/<id>(\w+)<\/id>/g)].flatMap((match) => match.slice(1)));
    times.push(...[...text.matchAll(/<timestamp>(.+?)<\/timestamp>/g)].flatMap((match) => match.slice(1)));
    if (text.includes('i3<')) assert.match(text, /<deletedImage>.*<id>i3<\/id>/);
    path = /<next>(.*)<\/next>/.exec(text)?.[1]?.replaceAll('&amp;', '&');
  }
  assert.equal(pages, 3);
  assert.deepEqual([...ids].sort(), ['i3', ...Array.from({ length: 11 }, (_, n) => `i${n + 5}`)].sort());
  assert.notDeepEqual(times, [...times].sort(), 'not in the order of time');
  for (const bad of [
    '',
    '?from=2026-01-01',
    `?from=${at(2).toISOString()}&to=${at(1).toISOString()}`,
    `?from=${at(1).toISOString()}&to=${at(2).toISOString()}&size=1001`,
  ]) {
    assert.equal((await fetch(`${ncmec.url}/v2/entries${bad}`, { headers })).status, 400, bad);
  }
  await ncmec.close();
});
