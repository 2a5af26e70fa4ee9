/** ICCAM over mutual TLS: the hotline's certificate is really used, and ICCAM's is really checked. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makeAuthority, startIccam } from '../../../stand-ins/iccam.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { certificateEnds, ICCAM_DEFINITION, openIccamDesk } from './iccam-desk.ts';

const now = new Date();
const clock = { now: () => new Date() };
const authority = makeAuthority(now);
const other = makeAuthority(now);
const server = authority.issueServer();
const iccam = await startIccam({ country: 'SE', tls: { ...server, ca: authority.certificate } });
after(() => iccam.close());
const desk = await openIccamDesk({
  settings: { mode: 'test', url: undefined, user: undefined, passwordFile: undefined },
  clock,
  homeCountry: 'SE',
});
const pem = ({ certificate, privateKey }: { certificate: string; privateKey: string }) => `${certificate}${privateKey}`;
const ours = pem(authority.issueClient('hotline SE'));

const settingsOf = (change: PartnerSettings['values']): PartnerSettings => ({
  mode: 'test',
  values: {
    url: iccam.url,
    user: iccam.username,
    password: iccam.password,
    authority: authority.certificate,
    ...change,
  },
});

test('a client with a certificate of the authority logs in, asks who it is, and logs out', async () => {
  assert.ok(iccam.url.startsWith('https:'));
  assert.deepEqual(await desk.test(settingsOf({ certificate: ours })), { ok: true });
  const asked = iccam.requests().map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(asked, ['POST Authentication', 'GET Authentication/userinfo', 'POST Authentication/logout']);
});

test('a client without a certificate, or with another authority’s or an expired one, is refused and told so', async () => {
  const before = iccam.requests().length;
  const cases: readonly PartnerSettings['values'][] = [
    {},
    { certificate: pem(other.issueClient('somebody')) },
    { certificate: pem(authority.issueClient('hotline SE', 0.5)) },
  ];
  for (const values of cases) {
    const report = await desk.test(settingsOf(values));
    assert.ok(!report.ok);
    assert.match(report.code, /^iccam-(certificate-refused|connection-lost)$/);
  }
  assert.equal(iccam.requests().length, before, 'nothing was heard of what they asked');
});

test('a server of another authority is not talked to, and a wrong country is named', async () => {
  const impostor = await startIccam({ country: 'SE', tls: { ...other.issueServer(), ca: other.certificate } });
  const report = await desk.test(settingsOf({ url: impostor.url, certificate: ours }));
  assert.deepEqual(report, { ok: false, code: 'iccam-server-untrusted' });
  assert.deepEqual(impostor.requests(), []);
  await impostor.close();
  const foreign = await startIccam({ country: 'NL' });
  const { url, username: user, password } = foreign;
  assert.deepEqual(await desk.test({ mode: 'test', values: { url, user, password } }), {
    ok: false,
    code: 'iccam-other-country',
  });
  await foreign.close();
});

test('the certificate’s field takes a certificate with its own key, and says until when it is valid', () => {
  const check = ICCAM_DEFINITION.fields.find(({ name }) => name === 'certificate')?.check;
  assert.equal(check?.(ours), undefined);
  const [one, another] = [authority.issueClient('a'), authority.issueClient('b')];
  for (const wrong of [one.certificate, one.privateKey, `${one.certificate}${another.privateKey}`, 'words'])
    assert.match(check?.(wrong)?.en ?? '', /PEM|belong together/);
  const ends = certificateEnds(settingsOf({ certificate: ours }));
  assert.ok(ends !== undefined && Math.abs(ends.getTime() - now.getTime() - 29 * 86_400_000) < 60_000);
  assert.equal(certificateEnds(settingsOf({})), undefined);
});

test('the reasons’ fields take the numbers of their kind alone', () => {
  const check = (name: string, value: string) =>
    ICCAM_DEFINITION.fields.find((field) => field.name === name)?.check?.(value);
  for (const [name, good, bad] of [
    ['reason-not-found', ['1', '2', '13'], ['0', '14', 'x', '1.5', '-1']],
    ['reason-not-illegal', ['1', '14', '21'], ['2', '13', '22', '']],
  ] as const) {
    for (const value of good) assert.equal(check(name, value), undefined, `${name} ${value}`);
    for (const value of bad) assert.notEqual(check(name, value), undefined, `${name} ${value}`);
  }
});
