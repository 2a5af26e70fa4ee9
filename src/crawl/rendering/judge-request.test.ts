import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeRequest, type AskedFor } from './judge-request.ts';

const PAGE = 'https://www.example.org/a';
const judge = (url: string, more: Partial<AskedFor> = {}, page = PAGE) =>
  judgeRequest({ url, method: 'GET', kind: 'fetch', isNavigation: false, ...more }, page).kind;

test('judgeRequest fetches script and data of the own site alone', () => {
  assert.equal(judge('https://www.example.org/app.json'), 'fetch');
  assert.equal(judge('https://api.example.org/app', { kind: 'xhr' }), 'fetch');
  assert.equal(judge('http://www.example.org/app', { kind: 'script' }), 'fetch');
  assert.equal(judge('https://example.net/app.js', { kind: 'script' }), 'refuse');
  assert.equal(judge('https://127.0.0.1/app'), 'refuse');
  assert.equal(judge('https://www.example.org:8443/app'), 'refuse');
  assert.equal(judge('https://www.example.org:8443/app', {}, 'https://www.example.org:8443/'), 'fetch');
  assert.equal(judge('https://www.example.org/app', { method: 'POST' }), 'refuse');
  assert.equal(judge('ftp://www.example.org/app'), 'refuse');
  for (const kind of ['font', 'websocket', 'eventsource', 'manifest', 'ping', 'other'])
    assert.equal(judge('https://www.example.org/app', { kind }), 'refuse', kind);
});

test('judgeRequest takes two sites on one hoster for two', () => {
  assert.equal(judge('https://b.github.io/app', {}, 'https://a.github.io/'), 'refuse');
});

test('judgeRequest notes media and other documents, and gives empty style sheets', () => {
  assert.equal(judge('https://cdn.example.net/p', { kind: 'image' }), 'note-media');
  assert.equal(judge('https://cdn.example.net/p', { kind: 'media' }), 'note-media');
  assert.equal(judge('https://www.example.org/p.jpg'), 'note-media');
  assert.equal(judge('https://example.net/', { kind: 'document', isNavigation: true }), 'note-page');
  assert.equal(judge('https://example.net/s', { kind: 'stylesheet' }), 'empty');
});
