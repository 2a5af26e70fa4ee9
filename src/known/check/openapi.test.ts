import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { openTestApi } from './check-for-tests.ts';

const { db } = await freshDatabase();
const documentSchema = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) }))),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

test('GET /v1/openapi.json describes every route, and every reference in it leads somewhere', async (t) => {
  const api = await openTestApi(t, db, []);
  const response = await fetch(`${api.base}/v1/openapi.json`);
  const text = await response.text();
  const document = documentSchema.parse(JSON.parse(text));
  for (const path of Object.keys(document.paths)) {
    const answer = await api.post(path.replace('{algorithm}', 'md5'), '', { authorization: 'none' });
    assert.equal(answer.status, 401, path);
    assert.ok('401' in (document.paths[path]?.['post']?.responses ?? {}));
  }
  for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
    assert.ok(name !== undefined && name in document.components.schemas, name);
  }
  assert.ok(!text.includes('$schema') && !text.includes('"$id"'));
});

test('GET /v1/openapi.json gives schemas that accept real answers and refuse foreign ones', async (t) => {
  const api = await openTestApi(t, db, []);
  const { components } = documentSchema.parse(await (await fetch(`${api.base}/v1/openapi.json`)).json());
  const resolved: unknown = JSON.parse(
    JSON.stringify({ ...components.schemas['ScannedMedia'], $defs: components.schemas }).replaceAll(
      '#/components/schemas/',
      '#/$defs/',
    ),
  );
  const schema = z.fromJSONSchema(z.record(z.string(), z.json()).parse(resolved));
  assert.ok(schema.safeParse((await api.post('/v1/media/', 'text')).json).success);
  assert.equal(schema.safeParse({ detail: 'x' }).success, false);
});
