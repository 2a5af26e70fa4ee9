import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicaliseUrl } from '../../terms/web-address.ts';
import { AddressResolver } from './resolve-address.ts';

/** The slow way, which the fast one must equal. */
function reference(link: string, base: string): string | undefined {
  if (link.startsWith('#') && !link.startsWith('#!')) return undefined;
  const url = URL.parse(link, base);
  if (url === null) return undefined;
  const result = canonicaliseUrl(url.href);
  return result.ok ? result.address.canonical : undefined;
}

const BASES = [
  'http://example.org/',
  'https://example.org/a/b/page.html',
  'http://example.org:8080/a/?x=/y/z',
  'https://sub.example.org/a//b/c',
  'http://example.org/a%20b/c?d#!e/f',
  'http://[2606:4700::1]/x',
];

test('resolve equals the URL Standard and the canonical form for links of every kind', () => {
  const links = [
    ...[
      '',
      '#',
      '#a',
      '#!a',
      '/#\t!/',
      'a#\n!b',
      '/',
      '//',
      '///',
      '.',
      '..',
      './',
      '../',
      '../../..',
      '/.',
      '/..',
      '/a/./b',
      '/a/../b',
      '/a//b',
      'a//b',
    ],
    ...[
      'page.html',
      'page.html#x',
      'page.html#!x',
      'a/b/c',
      'a/',
      '?',
      '?a',
      '?a=b',
      '?a=b#c',
      '/?a',
      '/a?',
      '/a?b?c',
      '/a?b/../c',
      '.a',
      'a/.b',
    ],
    ...[
      '/a?utm_source=x',
      '/a?b=1&utm_source=x&c',
      '/a?UTM_Source=x',
      '/a?fbclid=1',
      '/a?gclid=1&x',
      '/a?_ga=2',
      '/a?igsh=1',
      'a?mc_cid=1&b',
    ],
    ...[
      '/%7Ea',
      '/%7ea',
      '/a%2fb',
      '/a%2Fb',
      '/%zz',
      '/a%',
      '/å',
      '/a b',
      'a b',
      '/a\tb',
      '/a\nb',
      ' /a ',
      '/a\\b',
      '\\a',
      '/a"b',
      "/a'b",
      "?a'b",
    ],
    ...[
      '/a|b',
      '/a[b]',
      '/a{b}',
      '/a^b',
      '/a`b',
      '/a<b>',
      '/a;b=c',
      '/a,b',
      '/a+b',
      '/a@b',
      '/a:b',
      'a:b',
      '/a!b',
      '/a$b',
      '/(a)',
      '/a*b',
      '/a=b',
    ],
    ...[
      'http://example.com',
      'http://example.com/',
      'http://example.com:80/',
      'https://example.com:443/a',
      'http://example.com:8080/a',
      'http://example.com.',
    ],
    ...[
      'HTTP://EXAMPLE.com/A',
      'http:/a',
      'http:a',
      'https:a',
      'http:',
      'http://',
      'https:///a',
      'http://a@example.com/',
      'http://a:b@example.com/c',
    ],
    ...[
      'http://127.1/',
      'http://0x7f.1/',
      'http://example.1/',
      'http://1.2.3.4/a',
      'http://[::1]/a',
      'http://exa mple.com/',
      'http://exa_mple.com/',
    ],
    ...[
      'http://xn--a/',
      'http://xn--bcher-kva.example/',
      'http://bücher.example/',
      'http://-a.example/',
      'http://a..b/',
      `http://${'a'.repeat(64)}.example/`,
    ],
    ...[
      '//example.com',
      '//example.com/a',
      '//example.com:81/a?b',
      '//EXAMPLE.com',
      'http://example.com?a',
      'http://example.com#a',
      'http://example.com/a#b',
    ],
    ...[
      'mailto:a@example.org',
      'javascript:void(0)',
      'data:image/png;base64,AAAA',
      'tel:1',
      'ftp://example.org/',
      'about:blank',
      'h',
      'http',
      'https/a',
      'hej.html',
    ],
    ...[
      `/${'a'.repeat(2047)}`,
      `/${'a'.repeat(2010)}`,
      `/${'a'.repeat(3000)}`,
      `/${'å'.repeat(400)}`,
      `/${'a'.repeat(5000)}`,
    ],
  ];
  for (const base of BASES) {
    const resolver = new AddressResolver(base);
    for (const link of links) assert.equal(resolver.resolve(link), reference(link, base), `${link} at ${base}`);
  }
});

test('resolve equals the URL Standard and the canonical form for any link', () => {
  const piece = fc.constantFrom(
    ...[
      '/',
      '//',
      '.',
      '..',
      '?',
      '&',
      '=',
      '#',
      '#!',
      ':',
      '@',
      '%',
      '%7e',
      '%2F',
      ' ',
      '\\',
      '+',
      '-',
      '_',
      '~',
      '!',
      "'",
      '(',
      ')',
      '*',
      ',',
      ';',
    ],
    ...[
      'a',
      'B',
      '9',
      'html',
      'http',
      'https',
      'http://',
      'https://',
      'example.org',
      'example.com:80',
      'www.',
      'utm_source',
      'gclid',
      'å',
      '\t',
      '[',
      '|',
    ],
  );
  const link = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(link, fc.constantFrom(...BASES), (text, base) => {
      assert.equal(new AddressResolver(base).resolve(text), reference(text, base));
    }),
    { numRuns: 30_000 },
  );
});

test('resolve follows the base element, and keeps to the document where that is no web address', () => {
  const document = 'https://example.org/a/b';
  for (const base of ['/other/', 'sub/page', '//example.net/x/', '?q', 'http://example.com', 'å/', '#x']) {
    const resolver = new AddressResolver(document);
    resolver.setBase(base);
    const absolute = new URL(base, document).href;
    for (const link of ['c', '/c', '?c', '../c', '//example.se/c']) {
      assert.equal(resolver.resolve(link), reference(link, absolute), `${link} at ${base}`);
    }
  }
  for (const base of ['data:text/html,x', 'javascript:1', 'mailto:a@example.org', 'http://']) {
    const resolver = new AddressResolver(document);
    resolver.setBase(base);
    assert.equal(resolver.resolve('c'), 'https://example.org/a/c', base);
  }
});

test('resolve remembers hosts without growing', () => {
  const resolver = new AddressResolver('http://example.org/');
  for (let count = 0; count < 25_000; count += 1) {
    assert.equal(resolver.resolve(`http://host${count}.example.org/a`), `http://host${count}.example.org/a`);
  }
});
