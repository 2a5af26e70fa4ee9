import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ALLOW_ALL, DISALLOW_ALL, parseRobots, ROBOTS_MAX_BYTES } from './robots.ts';
import { processorMs } from '../../platform/processor-time-for-tests.ts';

const agent = 'FyrHotline';
const rulesOf = (text: string) => parseRobots(Buffer.from(text), agent);
const everybody = (...lines: string[]) => rulesOf(['User-agent: *', ...lines].join('\n'));

test('isAllowed lets the longest rule decide, and of two equals the one that allows (RFC 9309, 2.2.2)', () => {
  const rules = everybody('Disallow: /', 'Allow: /public', 'Disallow: /public/not', 'Allow: /same', 'Disallow: /same');
  assert.equal(rules.isAllowed('/'), false);
  assert.equal(rules.isAllowed('/private'), false);
  assert.equal(rules.isAllowed('/public/page'), true);
  assert.equal(rules.isAllowed('/public/not/here'), false);
  assert.equal(rules.isAllowed('/same'), true);
  assert.equal(rules.isAllowed('/robots.txt'), true);
});

test('isAllowed understands stars and the dollar sign', () => {
  const cases: [string, string, boolean][] = [
    ['/*.gif$', '/a/b.gif', false],
    ['/*.gif$', '/a/b.gif?x', true],
    ['/*.gif', '/a/b.gif?x', false],
    ['/a*b*c', '/a-b-c-d', false],
    ['/a*b*c', '/a-c-b', true],
    ['*', '/anything', false],
    ['/$', '/', false],
    ['/$', '/a', true],
    ['/a$b', '/a$b', false],
    ['/*a*a$', '/a', true],
    ['/*a*a$', '/aa', false],
    ['/fish', '/fish.html', false],
    ['/fish', '/Fish.asp', true],
    ['/fish/', '/fish', true],
    ['/*?', '/a?b=c', false],
    ['fish', '/fish', false],
    ['/a**b', '/a-b', false],
    ['', '/a', true],
  ];
  for (const [rule, path, expected] of cases)
    assert.equal(everybody(`Disallow: ${rule}`).isAllowed(path), expected, `${rule} ${path}`);
});

test('isAllowed compares octets however they are spelt (RFC 9309, 2.2.2)', () => {
  assert.equal(everybody('Disallow: /å').isAllowed('/%C3%A5'), false);
  assert.equal(everybody('Disallow: /%c3%a5').isAllowed('/%C3%A5'), false);
  assert.equal(everybody('Disallow: /%7Euser').isAllowed('/~user'), false);
  assert.equal(everybody('Disallow: /a%2fb').isAllowed('/a%2Fb'), false);
  assert.equal(everybody('Disallow: /a%2Fb').isAllowed('/a/b'), true);
});

test('parseRobots takes the groups that name us, together, or else those for everybody', () => {
  const text = [
    'User-agent: *',
    'Disallow: /all',
    'User-agent: OtherBot',
    'User-agent: fyrhotline/2.0',
    'Disallow: /one',
    '',
    'User-agent: FyrHotlineX',
    'Disallow: /not-ours',
    'User-Agent : FYRHOTLINE # comment',
    'Disallow: /two # comment',
  ].join('\r\n');
  const rules = rulesOf(text);
  assert.deepEqual(
    ['/all', '/one', '/two', '/not-ours'].map((path) => rules.isAllowed(path)),
    [true, false, false, true],
  );
  const others = parseRobots(Buffer.from(text), 'SomebodyElse');
  assert.deepEqual(
    ['/all', '/one'].map((path) => others.isAllowed(path)),
    [false, true],
  );
  assert.equal(rulesOf('User-agent: FyrHotline\nUser-agent: *\nDisallow: /').isAllowed('/a'), false);
  assert.equal(rulesOf('User-agent: FyrHotline\n\nUser-agent: *\nDisallow: /').isAllowed('/a'), false);
  assert.equal(rulesOf('Disallow: /\nUser-agent: *\nAllow: /a').isAllowed('/b'), true);
});

test('parseRobots reads delays and sitemaps, and passes over what it does not understand', () => {
  const text =
    '\ufeffUser-agent: *\nCrawl-delay: 2.5\nSitemap: https://example.org/s.xml\nNoindex: /a\nwords\nDisallow /b\n:\nDisallow: /c';
  const rules = rulesOf(text);
  assert.equal(rules.crawlDelayMs, 2500);
  assert.deepEqual(rules.sitemaps, ['https://example.org/s.xml']);
  assert.deepEqual(
    ['/a', '/b', '/c'].map((path) => rules.isAllowed(path)),
    [true, true, false],
  );
  assert.equal(everybody('Crawl-delay: soon').crawlDelayMs, undefined);
  assert.equal(everybody('Crawl-delay: -1').crawlDelayMs, undefined);
  assert.equal(everybody('Crawl-delay: 1e9').crawlDelayMs, 3_600_000);
  assert.equal(everybody('Crawl-delay:').crawlDelayMs, undefined);
  assert.equal(rulesOf('User-agent: x\nCrawl-delay: 9\nUser-agent: FyrHotline\nDisallow: /a').crawlDelayMs, undefined);
});

test('parseRobots reads 500 KiB and no more', () => {
  const filler = '#'.repeat(1023) + '\n';
  const within = `User-agent: *\n${filler.repeat(499)}Disallow: /a\n`;
  assert.equal(rulesOf(within).isAllowed('/a'), false);
  const beyond = `User-agent: *\n${filler.repeat(500)}Disallow: /a\n`;
  assert.ok(beyond.length > ROBOTS_MAX_BYTES);
  assert.equal(rulesOf(beyond).isAllowed('/a'), true);
});

test('parseRobots and isAllowed are quick however hostile the file', () => {
  const files = [
    'Disallow: /*a*a*a*a*a*a*a*a*b$\n',
    'Disallow: /' + '*a'.repeat(1000) + '\n',
    'Allow: /' + 'a'.repeat(40) + '*\n',
    'Sitemap: x\n',
    '\r',
    ':',
    'User-agent: *\n',
  ];
  for (const line of files) {
    const startedAt = processorMs();
    const rules = rulesOf(`User-agent: *\n${line.repeat(Math.floor(ROBOTS_MAX_BYTES / line.length))}`);
    const readMs = processorMs() - startedAt;
    for (let count = 0; count < 10; count += 1) rules.isAllowed(`/${'a'.repeat(2000)}`);
    const askMs = (processorMs() - startedAt - readMs) / 10;
    assert.ok(readMs < 1000, `${line.slice(0, 20)} took ${readMs.toFixed(0)} ms to read`);
    assert.ok(askMs < 50, `${line.slice(0, 20)} took ${askMs.toFixed(0)} ms to ask`);
  }
});

test('isAllowed agrees with a plain reading of the rules for any rules and path', () => {
  const pattern = fc
    .array(fc.constantFrom('/', 'a', 'b', '*', '$', '%7e', '?'), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(''));
  const rule = fc.record({ isAllow: fc.boolean(), pattern });
  const path = fc
    .array(fc.constantFrom('/', 'a', 'b', '~', '?', '$'), { maxLength: 10 })
    .map((parts) => `/${parts.join('')}`);
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 6 }), path, (rules, asked) => {
      const parsed = everybody(...rules.map((one) => `${one.isAllow ? 'Allow' : 'Disallow'}: ${one.pattern}`));
      const matching = rules.filter((one) => regexOf(one.pattern).test(asked));
      const longest = Math.max(...matching.map((one) => one.pattern.length));
      const deciding = matching.filter((one) => one.pattern.length === longest);
      assert.equal(parsed.isAllowed(asked), deciding.length === 0 || deciding.some((one) => one.isAllow));
    }),
    { numRuns: 5000 },
  );
});

function regexOf(pattern: string): RegExp {
  const isAnchored = pattern.endsWith('$');
  const body = (isAnchored ? pattern.slice(0, -1) : pattern).replaceAll('%7e', '~');
  const rooted = /^[/*]/.test(body) ? body : `/${body}`;
  const escaped = rooted.replace(/[$?]/g, String.raw`\$&`).replace(/\*+/g, '.*');
  return new RegExp(`^${escaped}${isAnchored ? '$' : ''}`, 's');
}

test('ALLOW_ALL and DISALLOW_ALL say the same of every path but robots.txt itself', () => {
  assert.equal(ALLOW_ALL.isAllowed('/a'), true);
  assert.equal(DISALLOW_ALL.isAllowed('/a'), false);
  assert.equal(DISALLOW_ALL.isAllowed('/robots.txt'), true);
});
