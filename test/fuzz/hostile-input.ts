/** What the fuzzers send: things that break parsers, corpora taken apart and put together wrongly, and plain noise. All of it shrinks. */
import fc from 'fast-check';

/** A piece of text or bytes that some parser, somewhere, has been broken by. */
const TOKENS: readonly string[] = [
  ...[
    '__proto__',
    'constructor',
    'prototype',
    '{"__proto__":{"polluted":1}}',
    '"constructor":{"prototype":{"polluted":1}}',
  ],
  ...[
    '\0',
    '\r\n',
    '\r\n\r\n',
    '\n\n',
    '\u2028',
    '\u202e',
    '\ufeff',
    '\ufffd',
    '\ud800',
    '𝕏',
    'ß',
    'İ',
    '\u0300'.repeat(60),
  ],
  ...[
    'null',
    'NaN',
    '-0',
    '-1',
    '1e999',
    '9007199254740993',
    '9'.repeat(400),
    '0x7fffffff',
    '18446744073709551616',
    'true',
  ],
  ...[
    '%00',
    '%2e%2e%2f',
    '%',
    '%zz',
    '../../',
    '\\',
    '//',
    '@',
    ':',
    '::',
    '[::1]',
    'xn--',
    'xn--a',
    '.',
    '..',
    '#',
    '?',
  ],
  ...[
    '<!DOCTYPE x [<!ENTITY a "aa">]>',
    '<!ENTITY',
    '&a;',
    '&#x0;',
    '&#1114112;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<',
    '</',
    '/>',
  ],
  ...['[', ']', '{', '}', '"', "'", ',', ';', '=', '(', ')', '`', '$(', '=cmd()', '+1', '\t', ' ', ''],
  ...[
    '['.repeat(3_000),
    '{"a":'.repeat(3_000),
    '<a>'.repeat(3_000),
    '('.repeat(3_000),
    'a'.repeat(20_000),
    ' '.repeat(20_000),
  ],
  ...[
    '--b1',
    '--b1--',
    'Content-Type: message/rfc822\r\n',
    'boundary=""',
    '=?utf-8?B?',
    '=?x?Q?=?=',
    'charset=utf-16',
    'begin 644 a',
  ],
  ...[
    '--',
    ' or 1=1',
    "'; select pg_sleep(9)",
    '${7*7}',
    '{{7*7}}',
    '<script>',
    'javascript:',
    'data:',
    '\u0001\u0002',
  ],
];

interface Change {
  readonly kind: 'flip' | 'cut' | 'drop' | 'insert' | 'repeat' | 'splice' | 'number';
  /** Where, and of what length: shares of the whole, 0 to 1. */
  readonly at: number;
  readonly length: number;
  readonly bytes: Buffer;
  readonly value: number;
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const piece: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TOKENS).map((token) => Buffer.from(token)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map((text) => Buffer.from(text)) },
);

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('flip', 'cut', 'drop', 'insert', 'insert', 'repeat', 'splice', 'number'),
  at: share,
  length: share,
  bytes: piece,
  value: fc.nat(255),
});

/** More than any parser is given here: what is larger is refused by limits that have tests of their own. */
const MOST_BYTES = 128 * 1024;

function changed(input: Buffer, { kind, at, length, bytes, value }: Change, other: Buffer): Buffer {
  const from = Math.floor(at * input.length);
  const to = Math.min(input.length, from + Math.ceil(length * length * input.length));
  const before = input.subarray(0, from);
  const after = input.subarray(to);
  switch (kind) {
    case 'flip': {
      const copy = Buffer.from(input);
      if (from < copy.length) copy[from] = value;
      return copy;
    }
    case 'cut':
      return before;
    case 'drop':
      return Buffer.concat([before, after]);
    case 'insert':
      return Buffer.concat([before, bytes, input.subarray(from)]);
    case 'repeat':
      return Buffer.concat([before, ...new Array<Buffer>(2 + (value % 40)).fill(input.subarray(from, to)), after]);
    case 'splice':
      return Buffer.concat([before, other.subarray(Math.floor(length * other.length))]);
    case 'number':
      // Lengths and counts in binary formats, and numbers in text ones.
      return Buffer.concat([before, Buffer.alloc(value % 9, value % 2 === 0 ? 0xff : 0x39), input.subarray(from)]);
  }
}

/** Inputs around `corpus`: each one of it as it is or changed up to eight times, joined with another, or nothing like it. */
export function hostileInput(corpus: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const seed = fc.constantFrom(...corpus);
  const mutated = fc
    .tuple(seed, seed, fc.array(change, { maxLength: 8 }))
    .map(([first, other, changes]) =>
      changes
        .reduce((input, each) => changed(input, each, other).subarray(0, MOST_BYTES), first)
        .subarray(0, MOST_BYTES),
    );
  return fc.oneof(
    { weight: 12, arbitrary: mutated },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 5 }).map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.array(piece, { maxLength: 6 }).map((parts) => Buffer.concat(parts)) },
  );
}

/** The same for what is already JSON, as a body, an answer or a file of settings: also the right fields with the wrong things in them. */
export function hostileJson(examples: readonly unknown[]): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(
      ...TOKENS,
      null,
      true,
      0,
      -1,
      1e308,
      2 ** 53,
      [],
      {},
      [[]],
      JSON.parse('{"__proto__":{"polluted":1}}'),
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const step = fc.record({ path: fc.array(share, { minLength: 1, maxLength: 6 }), value: leaf, drops: fc.boolean() });
  const mutated = fc
    .tuple(fc.constantFrom(...examples), fc.array(step, { maxLength: 5 }))
    .map(([example, steps]) =>
      steps.reduce(
        (value: unknown, { path, value: put, drops }) => replacedAt(value, path, put, drops),
        structuredClone(example),
      ),
    );
  return fc.oneof({ weight: 5, arbitrary: mutated }, { weight: 1, arbitrary: leaf });
}

/** Walks down by shares of each level's length, and puts a value there, or takes what is there away. */
function replacedAt(value: unknown, path: readonly number[], put: unknown, drops: boolean): unknown {
  const [at = 0, ...rest] = path;
  if (rest.length === 0 || typeof value !== 'object' || value === null) return put;
  const entries = Object.entries(value);
  const chosen = Math.min(entries.length - 1, Math.floor(at * entries.length));
  const next = entries.flatMap(([key, held], index): [string, unknown][] => {
    if (index !== chosen) return [[key, held]];
    return drops && rest.length === 1 ? [] : [[key, replacedAt(held, rest, put, drops)]];
  });
  return Array.isArray(value) ? next.map(([, held]) => held) : Object.fromEntries(next);
}
