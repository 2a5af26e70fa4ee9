import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runTextsCommand } from '../../commands/texts.ts';
import { countUnread, reviewOf } from './review.ts';

test('reviewOf calls a section a draft until its very words were read, and again when they change', () => {
  const [first] = reviewOf('fi', {});
  assert.equal(first?.state, 'draft');
  const stateWith = (digest: string) => reviewOf('fi', { fi: { [first.section]: digest } })[0]?.state;
  assert.equal(stateWith(first.digest), 'reviewed');
  assert.equal(stateWith('000000000000'), 'changed');
  assert.ok(reviewOf('sv', {}).every(({ state }) => state === 'source'));
});

test('countUnread leaves nothing to read in the source languages', () => {
  const unread = new Map(countUnread().map(([language, count]) => [language, count]));
  assert.deepEqual([unread.get('sv'), unread.get('en')], [0, 0]);
  assert.ok((unread.get('th') ?? 0) > 10);
});

test('runTextsCommand lists languages, sections and texts, and refuses what there is not', () => {
  const run = (...args: string[]) => {
    let text = '';
    const code = runTextsCommand(args, { write: (part) => (text += part) });
    return { code, text };
  };
  assert.match(run().text, /^fi {2}Finnish +\d+ of \d+ sections are drafts$/m);
  assert.match(run('fi').text, /^police +draft +[0-9a-f]{12}$/m);
  assert.match(run('fi', 'police').text, /Is a child in danger now\?\n {2}Onko lapsi vaarassa/);
  assert.deepEqual([run('xx').code, run('fi', 'nothing').code], [2, 2]);
});
