import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  checkEmail,
  checkPem,
  checkServiceUrl,
  readSettings,
  type PartnerDefinition,
  type SettingValues,
} from './partner-setting.ts';

const words = (text: string) => ({ sv: text, en: text });
const DEFINITION: PartnerDefinition = {
  name: 'iccam',
  fields: [
    { name: 'url', kind: 'line', label: words('Address'), help: words(''), isNeeded: true, check: checkServiceUrl },
    { name: 'password', kind: 'secret', label: words('Password'), help: words(''), isNeeded: true },
    {
      ...{ name: 'certificate', kind: 'secret-block', label: words('Certificate'), help: words(''), isNeeded: false },
      check: checkPem('CERTIFICATE', 'PRIVATE KEY'),
    },
    {
      ...{ name: 'pace', kind: 'choice', label: words('Pace'), help: words(''), isNeeded: false },
      options: [{ value: 'slow', label: words('slow') }],
    },
  ],
};
const read = (values: SettingValues, options: { mode?: string; before?: SettingValues; forget?: string[] } = {}) =>
  readSettings(DEFINITION, options.before ?? {}, {
    mode: options.mode ?? 'test',
    values,
    forget: new Set(options.forget ?? []),
  });
const fieldsOf = ({ problems }: ReturnType<typeof readSettings>) => problems.map(({ field }) => field);

test('readSettings takes what is right and leaves out what is empty', () => {
  const { settings, problems } = read({
    url: ' https://iccam.example.org/ ',
    password: 'a b',
    pace: 'slow',
    other: 'x',
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(settings, {
    mode: 'test',
    values: { url: 'https://iccam.example.org/', password: 'a b', pace: 'slow' },
  });
});

test('readSettings keeps a secret that was left empty, and forgets it only when told to', () => {
  const before = { password: 'the old one' };
  assert.equal(read({}, { before }).settings.values['password'], 'the old one');
  assert.equal(read({ password: 'a new one' }, { before }).settings.values['password'], 'a new one');
  assert.equal(read({}, { before, forget: ['password'] }).settings.values['password'], undefined);
  assert.equal(read({}, { before: { url: 'https://old.example.org/' } }).settings.values['url'], undefined);
});

test('readSettings names all that is wrong at once', () => {
  assert.deepEqual(fieldsOf(read({}, { mode: 'live' })), ['url', 'password']);
  assert.deepEqual(fieldsOf(read({ url: 'http://iccam.example.org/', pace: 'fast' }, { mode: 'sometimes' })), [
    'mode',
    'url',
    'pace',
  ]);
  assert.deepEqual(fieldsOf(read({ password: 'two\nlines' })), ['password']);
  assert.deepEqual(fieldsOf(read({ password: 'x'.repeat(501) })), ['password']);
  assert.deepEqual(fieldsOf(read({ certificate: 'no PEM' })), ['certificate']);
});

test('readSettings never says a value back in a problem', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12 }), fc.string({ minLength: 12 }), (url, password) => {
      const said = JSON.stringify(read({ url, password, certificate: password }).problems);
      assert.ok(!said.includes(JSON.stringify(password).slice(1, -1)) || password.trim() === '');
    }),
  );
});

test('checkServiceUrl wants TLS beyond this machine, and no log-in in the address', () => {
  for (const fine of ['https://a.example.org/x', 'http://127.0.0.1:4500/', 'http://localhost:1/', 'http://[::1]:9/'])
    assert.equal(checkServiceUrl(fine), undefined, fine);
  for (const wrong of [
    'http://a.example.org/',
    'ftp://a.example.org',
    'https://me:word@a.example.org/',
    'a.example.org',
  ])
    assert.ok(checkServiceUrl(wrong), wrong);
});

test('checkEmail and checkPem take what they name and nothing else', () => {
  assert.equal(checkEmail('tips@police.example.org'), undefined);
  assert.ok(checkEmail('tips at police'));
  const pem = (kind: string) => `-----BEGIN ${kind}-----\nAAAA\n-----END ${kind}-----\n`;
  assert.equal(checkPem('CERTIFICATE')(pem('CERTIFICATE')), undefined);
  assert.equal(checkPem('CERTIFICATE', 'PRIVATE KEY')(pem('CERTIFICATE') + pem('PRIVATE KEY')), undefined);
  assert.ok(checkPem('CERTIFICATE')(pem('PRIVATE KEY')));
  assert.ok(checkPem('CERTIFICATE')(''));
});
