/** Logging in by an identity provider, against one that misbehaves. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startOidcProvider, type OidcBehaviour } from '../../stand-ins/oidc.ts';
import { openOidc } from './oidc.ts';

const provider = await startOidcProvider();
after(() => provider.close());
const { issuer, clientId, clientSecret } = provider;
const settings = {
  mode: 'test',
  issuer,
  clientId,
  clientSecret,
  name: 'Example',
  strength: { acr: [], amr: [] },
} as const;
const door = openOidc(settings);
const BACK = 'http://127.0.0.1:8081/log-in/oidc/back';

/** As a browser does: to the provider, and where it sends back to. */
async function visit(url: string): Promise<URL> {
  const response = await fetch(url, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '');
}

test('openOidc brings back whom the provider knows, by code and PKCE, and one code is good once', async () => {
  provider.behave('ok');
  provider.logInAs('account-7');
  const { url, trip } = await door.begin(BACK);
  const asked = new URL(url).searchParams;
  assert.deepEqual(
    [asked.get('response_type'), asked.get('code_challenge_method'), asked.get('scope'), asked.get('redirect_uri')],
    ['code', 'S256', 'openid', BACK],
  );
  const back = await visit(url);
  assert.deepEqual(await door.finish(back, trip), { issuer, subject: 'account-7' });
  await assert.rejects(door.finish(back, trip));
});

for (const behaviour of [
  ...(['wrong-nonce', 'wrong-audience', 'wrong-issuer', 'expired', 'alg-none', 'foreign-key'] as const),
  ...(['wrong-state', 'denied', 'broken'] as const),
] satisfies readonly OidcBehaviour[]) {
  test(`finish lets nobody in when the provider sends: ${behaviour}`, async () => {
    provider.behave('ok');
    const { url, trip } = await door.begin(BACK);
    provider.behave(behaviour);
    const back = await visit(url);
    await assert.rejects(door.finish(back, trip));
    provider.behave('ok');
    const again = await door.begin(BACK);
    assert.ok(await door.finish(await visit(again.url), again.trip), 'and the next one is let in');
  });
}

test('finish refuses a code that another browser began with, since state and verifier are not its own', async () => {
  const [mine, other] = [await door.begin(BACK), await door.begin(BACK)];
  const back = await visit(other.url);
  await assert.rejects(door.finish(back, mine.trip));
  await assert.rejects(door.finish(back, { ...mine.trip, state: other.trip.state, nonce: other.trip.nonce }));
});

test('finish asks for a strength that the settings name, and takes what is not said for the weakest', async () => {
  const acr = ['urn:example:loa:3', 'urn:example:loa:4'];
  const strong = openOidc({ ...settings, strength: { acr, amr: ['mfa', 'hwk'] } });
  const finish = async (said: Readonly<Record<string, unknown>>) => {
    provider.say(said);
    const { url, trip } = await strong.begin(BACK);
    assert.equal(new URL(url).searchParams.get('acr_values'), acr.join(' '));
    return strong.finish(await visit(url), trip);
  };
  const enough = { acr: 'urn:example:loa:4', amr: ['pwd', 'hwk', 'mfa'] };
  assert.deepEqual(await finish(enough), { issuer, subject: 'account-7' });
  for (const said of [
    ...[{}, { acr: enough.acr }, { amr: enough.amr }, { ...enough, acr: 'urn:example:loa:2' }],
    ...[
      { ...enough, acr: acr.join(' ') },
      { ...enough, acr },
      { ...enough, amr: ['mfa'] },
      { ...enough, amr: 'mfa hwk' },
    ],
  ])
    await assert.rejects(finish(said), { code: 'oidc-too-weak' }, JSON.stringify(said));
  provider.say({});
  const { url, trip } = await door.begin(BACK);
  assert.equal(new URL(url).searchParams.get('acr_values'), null);
  assert.ok(await door.finish(await visit(url), trip), 'where the settings name none, nothing is asked for');
});

test('openOidc reaches this machine alone in test mode, and https alone when live', async () => {
  assert.throws(() => openOidc({ ...settings, issuer: 'https://login.example.org' }), /on this machine/);
  assert.throws(() => openOidc({ ...settings, mode: 'live' }), /https/);
  assert.ok(openOidc({ ...settings, mode: 'live', issuer: 'https://login.example.org' }));
  const nobody = openOidc({ ...settings, issuer: 'http://127.0.0.1:9' });
  await assert.rejects(nobody.begin(BACK));
});
