import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { policeJsonSchema } from './json-schema.ts';

test('policeJsonSchema is what docs/partners publishes: run tools/police-schema.ts after a change', async () => {
  const file = new URL('../../../docs/partners/police-package.schema.json', import.meta.url);
  assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), JSON.parse(JSON.stringify(policeJsonSchema())));
});

test('policeJsonSchema closes every object, so that nothing leaves that is not named', () => {
  const open: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
    const fields = new Map(entries);
    if (fields.get('type') === 'object' && fields.has('properties') && fields.get('additionalProperties') !== false)
      open.push(path);
    for (const [name, each] of entries) walk(each, `${path}/${name}`);
  };
  walk(policeJsonSchema(), '');
  assert.deepEqual(open, []);
});
