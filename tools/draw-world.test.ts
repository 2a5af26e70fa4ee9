import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { drawWorld } from './draw-world.ts';

const kept: unknown = JSON.parse(readFileSync(new URL('../src/console/map/world.json', import.meta.url), 'utf8'));
const drawn = drawWorld();

test('drawWorld makes what the console has, again', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(drawn)), kept);
});

test('drawWorld has a place for every country that hosts are in, the small ones too, and all of it on the map', () => {
  const points = new Map(Object.entries(drawn.points));
  for (const code of [
    'SE',
    'NL',
    'DE',
    'US',
    'RU',
    'SG',
    'HK',
    'MT',
    'LU',
    'SC',
    'VG',
    'LI',
    'PA',
    'IS',
    'MC',
    'BZ',
    'CW',
  ])
    assert.ok(points.has(code), code);
  for (const [code, [x, y]] of points)
    assert.ok(x >= 0 && x <= drawn.width && y >= 0 && y <= drawn.height, `${code} ${x} ${y}`);
  assert.ok(points.size > 220, String(points.size));
});
