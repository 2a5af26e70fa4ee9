/** Requests that are made to break servers: paths, queries, headers and bodies. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { hostileInput, hostileJson } from './hostile-input.ts';

/** Ids that there are, by the name that a path gives them. */
export type RealIds = Readonly<Record<string, readonly string[]>>;

/** What stands in a path in place of a named part. */
const nameOf = (real: RealIds, name: string): fc.Arbitrary<string> => {
  const known = Object.entries(real).find(([key]) => key === name)?.[1] ?? [];
  const odd = fc.oneof(
    fc.constantFrom(
      'en',
      'sv',
      'ar',
      'online',
      '1',
      '-1',
      '0',
      '1e9',
      '99999999999999999999',
      randomUUID(),
      '..',
      '%00',
      '%ff',
      '__proto__',
      'constructor',
      "'",
    ),
    fc.string({ unit: 'binary', maxLength: 60 }).map((text) => encodeURIComponent(text.toWellFormed())),
  );
  return known.length === 0
    ? odd
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: odd });
};

/** Shows in an answer's markup when nobody escaped it. */
export const PROBE = '<fyr-probe x="y">';
const word = fc.oneof(
  fc.constantFrom(
    PROBE,
    '',
    'yes',
    'on',
    '1',
    '-1',
    '1e400',
    'null',
    '\0',
    '\r\nSet-Cookie: a=b',
    '=cmd()',
    '/\\example.org',
    '//example.org',
    "' or 1=1 --",
    'a'.repeat(3_000),
    '\ud800',
    '2026-13-45',
    randomUUID(),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const fieldName = fc.oneof(
  fc.constantFrom(
    'category',
    'narrative',
    'addresses',
    'receipt',
    'state',
    'go',
    'text',
    'login',
    'code',
    'to',
    'reason',
    'item',
    'after',
    'lane',
    'from',
    'format',
    '__proto__',
    'constructor',
    'q',
    'mode',
    'url',
    'name',
    'email',
  ),
  fc.string({ maxLength: 8 }),
);
const form = fc
  .array(fc.tuple(fieldName, word), { maxLength: 8 })
  .map((pairs) => new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value.toWellFormed()])));
const bytes = hostileInput([
  Buffer.from('a=b&c=d'),
  Buffer.from('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--'),
  Buffer.from('{"url":"http://example.org/"}'),
]);
const json = hostileJson([
  { url: 'http://example.org/' },
  { hashes: ['AAAA'], state: 's', prefixes: ['AAAA'] },
  {
    id: 'a'.repeat(22),
    category: 'online',
    language: 'sv',
    addresses: ['http://example.org/'],
    report: { narrative: 'Words.' },
  },
  {
    reference: 'r',
    category: 'online',
    receivedHour: '2026-01-01T10:00:00Z',
    url: 'http://example.org/',
    outcome: 'illegal-baseline',
    answers: {},
    chain: [],
  },
  { since: '2026-01-01T10:00:00Z', counts: { waiting: 1 } },
]);

/** What is sent, and as what. */
export interface Body {
  readonly type: string | undefined;
  readonly payload: Buffer | string;
}
const body: fc.Arbitrary<Body> = fc.oneof(
  {
    weight: 4,
    arbitrary: form.map((fields) => ({ type: 'application/x-www-form-urlencoded', payload: fields.toString() })),
  },
  { weight: 2, arbitrary: json.map((value) => ({ type: 'application/json', payload: JSON.stringify(value) })) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'application/x-www-form-urlencoded',
        'application/json; charset=utf-7',
        'application/octet-stream',
        'multipart/form-data; boundary=x',
        'text/plain',
        'image/jpeg',
        '',
        undefined,
      ),
      payload: bytes.map((each) => each.subarray(0, 70_000)),
    }),
  },
);
const headerValue = fc
  .oneof(
    word,
    bytes.map((each) => each.toString('latin1')),
  )
  .map((text) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '').slice(0, 4_000));
const headers = fc.dictionary(
  fc.constantFrom(
    'accept-language',
    'cookie',
    'authorization',
    'signature',
    'signature-input',
    'content-digest',
    'x-forwarded-for',
    'host',
    'origin',
    'referer',
    'if-none-match',
    'range',
    'sec-fetch-site',
    'accept',
    'webhook-id',
    'webhook-timestamp',
    'webhook-signature',
    'x-http-method-override',
    'idempotency-key',
  ),
  headerValue,
  { maxKeys: 3 },
);

/** One request. */
export interface Asked {
  readonly route: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly isKnown: boolean;
}
/** Requests to a route, `METHOD /path/:name`; `isKnown`: with the credentials that get in. */
export const requestsTo =
  (real: RealIds) =>
  (route: string): fc.Arbitrary<Asked> => {
    const parts = route.slice(route.indexOf(' ') + 1).split(/(:\w+|\*)/);
    const path = fc
      .tuple(
        ...parts.map((part) =>
          part.startsWith(':') || part === '*' ? nameOf(real, part.slice(1)) : fc.constant(part),
        ),
      )
      .map((each) => each.join(''));
    return fc.record({
      route: fc.constant(route),
      path,
      query: fc.oneof(
        fc.constant(''),
        form.map((fields) => `?${fields.toString()}`),
        word.map((text) => `?${encodeURI(text.toWellFormed())}`),
      ),
      headers,
      body,
      isKnown: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
    });
  };
