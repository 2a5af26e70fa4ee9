import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Said } from './finding.ts';
import { findingsEn } from './findings-en.ts';
import { findingsSv } from './findings-sv.ts';
import { describeFindings, sayFinding } from './say-finding.ts';
import { worstOf } from './finding.ts';

const bare = (code: BareCode): Said => ({ code, facts: {} });
type BareCode = Extract<Said, { readonly facts: Readonly<Record<string, never>> }>['code'];
const BARE: readonly BareCode[] = [
  ...(['database-without-sums', 'roles-there', 'rows-kept', 'clocks-agree', 'files-closed'] as const),
  ...(['service-key-fits', 'service-key-foreign', 'erased-whole', 'tips-in-cases', 'tips-with-mailbox'] as const),
  ...(['content-gone', 'work-in-time', 'nobody-yet', 'figures-exact', 'retention-kept'] as const),
  ...(['no-recovery-key', 'no-backup'] as const),
];
const COUNTED = [
  ...(['tips-sealed', 'tips-not-sealed', 'erased-half', 'tips-without-case', 'tips-without-mailbox'] as const),
  ...(['content-kept', 'desk-keys-held', 'desk-keys-lost', 'jobs-given-up', 'jobs-held', 'dispatches-late'] as const),
  ...(['rows-lost', 'dispatches-refused', 'supervisors', 'figures-wrong', 'retention-overdue'] as const),
];
/** One of each sentence, with 7,654 wherever a number goes in: it must come out, in the language's own spelling. */
const N = 7_654;
const SAMPLES: readonly Said[] = [
  ...BARE.map(bare),
  ...COUNTED.map((code): Said => ({ code, facts: { count: N } })),
  { code: 'database-durable', facts: { version: 18 } },
  { code: 'database-hasty', facts: { fsync: 'off', synchronousCommit: 'on', fullPageWrites: 'on' } },
  { code: 'roles-missing', facts: { roles: ['fyr_erase', 'fyr_doctor'] } },
  { code: 'connections-fit', facts: { budget: 43, allowed: N, open: 21 } },
  { code: 'connections-few', facts: { budget: N, allowed: 97, open: 21 } },
  { code: 'table-fits', facts: { version: 3, rows: N } },
  { code: 'table-refused', facts: { version: 3, rows: ['own-aaaaaa', 'inhope'] } },
  { code: 'table-altered', facts: { version: 3 } },
  { code: 'clocks-apart', facts: { seconds: N } },
  { code: 'checkpoint-ahead', facts: { seconds: N } },
  { code: 'disk-roomy', facts: { freeBytes: 1.25e12, totalBytes: 2e12 } },
  { code: 'disk-filling', facts: { freeBytes: 1.25e9, totalBytes: 2e12 } },
  { code: 'files-open', facts: { files: ['/x/a.key', '/x/b.key'] } },
  { code: 'events-wait', facts: { seconds: N } },
  { code: 'supervisors-few', facts: { count: 1 } },
  { code: 'ledger-whole', facts: { entries: N, waiting: 2 } },
  { code: 'ledger-broken', facts: { misfit: { kind: 'missing', position: 12 } } },
  { code: 'backup-new', facts: { hours: 3 } },
  { code: 'backup-old', facts: { hours: N } },
  { code: 'backup-opens-erased', facts: { hours: 30, erased: N } },
  { code: 'modes', facts: { live: ['police'] } },
];
const found = (said: Said, level: Finding['level'] = 'wrong'): Finding => ({ ...said, level, check: 'x' });

test('sayFinding has a sentence of its own in both languages for whatever an examination finds', () => {
  const codes = SAMPLES.map(({ code }) => code).toSorted();
  assert.deepEqual(codes, Object.keys(findingsEn).toSorted(), 'each sentence is tried here');
  assert.deepEqual(codes, Object.keys(findingsSv).toSorted());
  for (const said of SAMPLES) {
    const [en, sv] = [sayFinding(found(said), 'en'), sayFinding(found(said), 'sv')];
    assert.notEqual(en.what, sv.what, said.code);
    assert.equal(en.toDo === undefined, sv.toDo === undefined, `${said.code}: something to do in one language alone`);
    for (const { what } of [en, sv]) assert.match(what, /^\S.*\S[.]$/u, said.code);
    if (JSON.stringify(said.facts).includes(String(N))) {
      assert.match(en.what, /\b7654\b/, said.code);
      assert.match(sv.what, /\b7\s654\b/u, said.code);
    }
  }
});

test('sayFinding leaves no English in a Swedish sentence', () => {
  const english = /\b(the|is|are|was|were|and|has|have|that|what|with|nobody|every|not)\b/i;
  for (const said of SAMPLES) {
    const { what, toDo = '' } = sayFinding(found(said), 'sv');
    assert.doesNotMatch(`${what} ${toDo}`, english, said.code);
  }
});

test('sayFinding names the files to shut and the destinations that are live', () => {
  const files = sayFinding(found({ code: 'files-open', facts: { files: ['/x/a.key', '/x/b.key'] } }), 'sv');
  assert.equal(files.toDo, 'chmod go= /x/a.key /x/b.key');
  for (const language of ['en', 'sv'] as const) {
    const live = sayFinding(found({ code: 'modes', facts: { live: ['police', 'iccam'] } }), language);
    assert.match(live.what, /police, iccam/);
    assert.notEqual(sayFinding(found({ code: 'modes', facts: { live: [] } }), language).what, live.what);
  }
});

test('describeFindings puts the worst last, and worstOf is that of any order', () => {
  const of = (level: Finding['level']) => found({ code: 'clocks-agree', facts: {} }, level);
  const lines = describeFindings([of('wrong'), of('fine'), of('soon')]);
  assert.deepEqual(
    lines.map((line) => line.slice(0, 5)),
    ['ok   ', 'SOON ', 'WRONG'],
  );
  assert.equal(worstOf([of('wrong'), of('fine')]), 'wrong');
  assert.equal(worstOf([]), 'fine');
});
