import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTrap } from './traps.ts';
import { processorMs } from '../../platform/processor-time-for-tests.ts';

const trapAt = (path: string) => findTrap(`https://example.org${path}`, 2026);

test('findTrap knows paths that repeat themselves or go too deep', () => {
  assert.equal(trapAt('/a/b/a/b/a/b/'), 'trap-repeats');
  assert.equal(trapAt('/x/x/x/x'), 'trap-repeats');
  assert.equal(trapAt('/about/contact/about/contact/about/contact/index.html'), 'trap-repeats');
  assert.equal(trapAt(`/${Array.from({ length: 21 }, (_, at) => `s${at}`).join('/')}`), 'trap-depth');
  assert.equal(trapAt(`/${'a'.repeat(1100)}`), 'trap-depth');
});

test('findTrap knows calendars far from now, in path and query, and leaves those near', () => {
  for (const path of [
    '/calendar/2099/01',
    '/events/1999-12-31',
    '/kalender?year=2093&month=5',
    '/x?date=1950-01-01',
    '/calendar/day/2077/3',
  ])
    assert.equal(trapAt(path), 'trap-calendar', path);
  for (const path of [
    '/calendar/2026/11',
    '/events/2020-12-31',
    '/kalender?year=2030&month=5',
    '/films/1999/a',
    '/album-2099',
    '/archive/item-199912',
  ])
    assert.equal(trapAt(path), undefined, path);
});

test('findTrap knows session numbers and endless combinations in the query', () => {
  for (const path of [
    '/a;jsessionid=1A2B3C',
    '/a?PHPSESSID=0123456789abcdef0123',
    '/a?x=1&sid=abcdefabcdefabcdef',
    '/a?session_id=ABCDEFGHIJKLMNOPQ',
  ])
    assert.equal(trapAt(path), 'trap-session', path);
  assert.equal(trapAt('/a?f[]=1&f[]=2&f[]=3&f[]=4'), 'trap-query');
  assert.equal(trapAt(`/a?${Array.from({ length: 13 }, (_, at) => `p${at}=1`).join('&')}`), 'trap-query');
  assert.equal(trapAt(`/a?q=${'x'.repeat(1100)}`), 'trap-query');
});

test('findTrap leaves the shapes of ordinary sites alone', () => {
  const ordinary = [
    ...[
      '/',
      '/index.html',
      '/a/b/c/d/e/f',
      '/2026/11/26/title-of-a-post',
      '/1998/05/old-post',
      '/blog/2003/04/page/2/',
      '/wiki/Page_of_a_wiki',
    ],
    ...[
      '/forum/viewtopic.php?f=12&t=3456&start=25',
      '/thread-12345-6.html',
      '/gallery/album12/picture-0034.jpg',
      '/p?id=123',
      '/user/123/photos/456',
    ],
    ...[
      '/search?q=a&page=2&sort=new',
      '/board/thread/1/1/1',
      '/a/1/b/1/c/1',
      '/img/2019/2019-01/2019-01-02.jpg',
      '/en/en-us/en',
      '/watch?v=abcdefghijk',
    ],
    ...[
      '/s/abc?sid=12',
      '/calendar/',
      '/events',
      '/cgi-bin/board.cgi?mode=res&no=1234',
      '/~user/',
      '/files/0123456789abcdef0123456789abcdef.png',
    ],
  ];
  for (const path of ordinary) assert.equal(trapAt(path), undefined, path);
});

test('findTrap is quick for the longest addresses', () => {
  const startedAt = processorMs();
  for (let count = 0; count < 2000; count += 1) {
    findTrap(`https://example.org/${'a/'.repeat(500)}`, 2026);
    findTrap(`https://example.org/?${'a=b&'.repeat(500)}`, 2026);
    findTrap(`https://example.org/calendar/${'2020-'.repeat(190)}`, 2026);
  }
  assert.ok(processorMs() - startedAt < 2000);
});
