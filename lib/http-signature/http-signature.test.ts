import assert from 'node:assert/strict';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentDigestOf, matchesContentDigest } from './content-digest.ts';
import { SignatureError } from './signature-error.ts';
import { signatureBase, signMessage, verifyMessage, type HttpMessage, type VerifyRules } from './signature.ts';
import { parseDictionary, writeInnerList } from './structured-fields.ts';

/** RFC 9421, appendix B.1.4. */
const RFC_PRIVATE = createPrivateKey({
  key: Buffer.from('MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF', 'base64'),
  format: 'der',
  type: 'pkcs8',
});
const RFC_PUBLIC = createPublicKey({
  key: Buffer.from('MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=', 'base64'),
  format: 'der',
  type: 'spki',
});
/** RFC 9421, appendix B.2: the request that all its examples sign. */
const RFC_BODY = Buffer.from('{"hello": "world"}');
const RFC_REQUEST: HttpMessage = {
  ...{ method: 'POST', authority: 'example.com', path: '/foo', query: '?param=Value&Pet=dog' },
  headers: {
    host: 'example.com',
    date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'content-type': 'application/json',
    'content-digest':
      'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
    'content-length': '18',
  },
};
const B26 = ['date', '@method', '@path', '@authority', 'content-type', 'content-length'];
const B26_INPUT =
  'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"';
const B26_SIGNATURE =
  'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:';

const rules = (change: Partial<VerifyRules> = {}): VerifyRules => ({
  mustCover: ['@method', '@path'],
  findKey: (keyId) => (keyId === 'test-key-ed25519' ? RFC_PUBLIC : undefined),
  nowSeconds: 1_618_884_480,
  maxAgeSeconds: 300,
  skewSeconds: 30,
  ...change,
});
const signed = (message: HttpMessage, fields: Readonly<Record<string, string>>): HttpMessage => ({
  ...message,
  headers: { ...message.headers, ...fields },
});
const refusal = (code: SignatureError['code']) => (error: unknown) =>
  error instanceof SignatureError && error.code === code;

test('signatureBase is that of RFC 9421, B.2.6', () => {
  const params = new Map<string, string | number>([
    ['created', 1_618_884_473],
    ['keyid', 'test-key-ed25519'],
  ]);
  assert.equal(
    signatureBase(RFC_REQUEST, B26, params),
    [
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@method": POST',
      '"@path": /foo',
      '"@authority": example.com',
      '"content-type": application/json',
      '"content-length": 18',
      `"@signature-params": ${B26_INPUT.slice('sig-b26='.length)}`,
    ].join('\n'),
  );
});

test('signMessage makes the very signature of RFC 9421, B.2.6, and verifyMessage takes it', () => {
  const params = { created: 1_618_884_473, keyid: 'test-key-ed25519' };
  const fields = signMessage(RFC_REQUEST, { label: 'sig-b26', components: B26, params }, RFC_PRIVATE);
  assert.deepEqual(fields, { 'signature-input': B26_INPUT, signature: B26_SIGNATURE });
  assert.equal(verifyMessage(signed(RFC_REQUEST, fields), rules()).keyId, 'test-key-ed25519');
});

test('contentDigestOf and matchesContentDigest agree with the examples of RFC 9530 and RFC 9421', () => {
  assert.equal(contentDigestOf(RFC_BODY), 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:');
  assert.ok(matchesContentDigest(RFC_REQUEST.headers['content-digest'], RFC_BODY));
  assert.ok(matchesContentDigest(contentDigestOf(RFC_BODY), RFC_BODY));
});

test('matchesContentDigest refuses other bytes, broken algorithms and what is no digest', () => {
  const md5 = `md5=:${createHash('md5').update(RFC_BODY).digest('base64')}:`;
  for (const field of [undefined, '', md5, 'sha-256=("a")', 'sha-256=:AAAA:', `${contentDigestOf(RFC_BODY)},`])
    assert.equal(matchesContentDigest(field, RFC_BODY), false, field);
  assert.equal(matchesContentDigest(contentDigestOf(RFC_BODY), Buffer.from('other')), false);
  const both = `${contentDigestOf(RFC_BODY)}, sha-512=:AAAA:`;
  assert.equal(matchesContentDigest(both, RFC_BODY), false, 'all that are named must fit');
});

test('verifyMessage refuses any change of what is signed', () => {
  const fields = { 'signature-input': B26_INPUT, signature: B26_SIGNATURE };
  const changes: HttpMessage[] = [
    { ...RFC_REQUEST, method: 'PUT' },
    { ...RFC_REQUEST, path: '/bar' },
    { ...RFC_REQUEST, authority: 'example.net' },
    signed(RFC_REQUEST, { 'content-length': '19' }),
  ];
  for (const changed of changes) assert.throws(() => verifyMessage(signed(changed, fields), rules()), refusal('wrong'));
  const later = B26_INPUT.replace('1618884473', '1618884474');
  const moved = signed(RFC_REQUEST, { ...fields, 'signature-input': later });
  assert.throws(() => verifyMessage(moved, rules()), refusal('wrong'));
});

test('verifyMessage refuses what is late, early, of nobody, or does not cover enough', () => {
  const message = signed(RFC_REQUEST, { 'signature-input': B26_INPUT, signature: B26_SIGNATURE });
  const refuses = (change: Partial<VerifyRules>, code: SignatureError['code']) =>
    assert.throws(() => verifyMessage(message, rules(change)), refusal(code));
  refuses({ nowSeconds: 1_618_884_473 + 331 }, 'expired');
  refuses({ nowSeconds: 1_618_884_473 - 31 }, 'early');
  refuses({ findKey: () => undefined }, 'unknown-key');
  refuses({ findKey: () => generateKeyPairSync('x25519').publicKey }, 'unknown-key');
  refuses({ mustCover: ['content-digest'] }, 'not-covered');
  refuses({ tag: 'other' }, 'missing');
  assert.doesNotThrow(() => verifyMessage(message, rules({ nowSeconds: 1_618_884_473 - 29 })), 'within the skew');
  assert.throws(() => verifyMessage(RFC_REQUEST, rules()), refusal('missing'));
});

test('verifyMessage honours expires however long the caller would take it', () => {
  const params = { created: 1000, expires: 1010, keyid: 'test-key-ed25519', alg: 'ed25519' as const };
  const fields = signMessage(RFC_REQUEST, { label: 's', components: ['@method', '@path'], params }, RFC_PRIVATE);
  const at = (nowSeconds: number) => verifyMessage(signed(RFC_REQUEST, fields), rules({ nowSeconds }));
  assert.equal(at(1010).expires, 1010);
  assert.throws(() => at(1041), refusal('expired'));
});

test('verifyMessage throws nothing but SignatureError, whatever the fields hold', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[sig=();:",\\ ?1abAB/+]*$/),
    fc.constantFrom(B26_INPUT, B26_SIGNATURE),
  );
  fc.assert(
    fc.property(text, text, (input, signature) => {
      const message = signed(RFC_REQUEST, { 'signature-input': input, signature });
      try {
        verifyMessage(message, rules());
        assert.deepEqual([input, signature], [B26_INPUT, B26_SIGNATURE]);
      } catch (error) {
        if (!(error instanceof SignatureError)) throw error;
      }
    }),
    { numRuns: 2000 },
  );
});

test('what signMessage signs verifyMessage takes, for any printable values', () => {
  const printable = fc.stringMatching(/^[\x21-\x7e]{1,40}$/);
  fc.assert(
    fc.property(printable, printable, printable, fc.nat(), (path, nonce, tag, created) => {
      const message: HttpMessage = { method: 'GET', path: `/${path}`, query: '?', authority: 'a', headers: {} };
      const params = { created, expires: created + 60, nonce, keyid: 'test-key-ed25519', tag };
      const components = ['@method', '@authority', '@path', '@query'];
      const fields = signMessage(message, { label: 'fyr', components, params }, RFC_PRIVATE);
      const found = verifyMessage(signed(message, fields), rules({ nowSeconds: created, tag }));
      assert.deepEqual([found.nonce, found.created], [nonce, created]);
    }),
  );
});

test('parseDictionary keeps the order of parameters, and writeInnerList writes back what was read', () => {
  for (const text of ['("a" "@b");created=1;nonce="x\\"y";flag;tag="t"', '()', '("x");b=?0;c=tok/en']) {
    const member = parseDictionary(`sig=${text}`)?.get('sig');
    assert.ok(member !== undefined && !(member.value instanceof Uint8Array));
    assert.equal(writeInnerList(member.value, member.parameters), text);
  }
  for (const bad of ['sig', 'sig=', 'sig=(', 'sig=("a""b")', 'sig=("a";sf)', 'Sig=()', 'sig=(),', 'sig=();a="', 'x=1'])
    assert.equal(parseDictionary(bad), undefined, bad);
});
