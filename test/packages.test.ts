/** What others wrote and this builds on: where it comes from, under which licence, and that it can be listed. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { z } from 'zod';

const packageSchema = z.object({
  license: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
});
const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) });
const lock = lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
const PACKAGES = Object.entries(lock.packages)
  .filter(([place]) => place !== '')
  .map(([place, found]) => ({
    name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
    ...found,
  }));

/** May be joined to a work under the EUPL 1.2 (its appendix, and what those licences themselves allow). */
const FREE: ReadonlySet<string> = new Set([
  ...[
    '0BSD',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'BlueOak-1.0.0',
    'CC0-1.0',
    'ISC',
    'MIT',
    'MIT-0',
    'Python-2.0',
  ],
]);
/** Libraries that are used as they come, beside ours (LGPL 3, 4d: each can be replaced in node_modules). */
const BESIDE: ReadonlySet<string> = new Set(['LGPL-3.0', 'LGPL-3.0+', 'LGPL-3.0-or-later', 'MPL-2.0']);
/** Whose manifest does not say it in one word; each was read. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  'png-js': 'MIT, in its LICENSE',
  'incremental-encoder': 'MPL 2.0, as its package.json says with a space; installed and never run',
  'dejavu-fonts-ttf': 'the fonts’ own, free, and the public domain (LICENSE)',
};

/** Every part of an `AND`, one part of an `OR`. */
function isAllowed(licence: string): boolean {
  const bare = licence.replace(/^\((.*)\)$/, '$1');
  if (bare.includes(' OR ')) return bare.split(' OR ').some(isAllowed);
  return bare.split(' AND ').every((part) => FREE.has(part) || BESIDE.has(part));
}

test('every package is under a licence that this one may be joined with', () => {
  assert.ok(PACKAGES.length > 200, String(PACKAGES.length));
  const others = PACKAGES.filter(({ name, license }) => !isAllowed(license ?? '') && READ_BY_HAND[name] === undefined);
  assert.deepEqual(
    others.map(({ name, license }) => `${name}: ${license ?? 'says none'}`),
    [],
  );
  for (const licence of ['AGPL-3.0-only', 'GPL-3.0-or-later', 'SSPL-1.0', 'UNLICENSED', 'MIT AND GPL-2.0', ''])
    assert.ok(!isAllowed(licence), licence);
});

test('every package comes from the one registry, with its hash', () => {
  for (const { name, resolved, integrity } of PACKAGES) {
    // The lock file names no place where it is npm's own registry.
    assert.ok(resolved === undefined || resolved.startsWith('https://registry.npmjs.org/'), name);
    assert.match(integrity ?? '', /^sha512-/, name);
  }
});

test('npm run sbom lists what an installation has in CycloneDX, and nothing that only we need', async () => {
  const sbom = ['sbom', '--sbom-format=cyclonedx', '--omit=dev'];
  const manifest = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  assert.equal(manifest.scripts['sbom'], `npm ${sbom.join(' ')}`);
  const { stdout } = await promisify(execFile)('npm', sbom, { maxBuffer: 64 * 1024 * 1024 });
  const schema = z.object({
    bomFormat: z.literal('CycloneDX'),
    components: z.array(
      z.object({ name: z.string(), version: z.string(), purl: z.string(), hashes: z.array(z.unknown()).min(1) }),
    ),
  });
  const names = new Set(schema.parse(JSON.parse(stdout)).components.map(({ name }) => name));
  assert.ok(names.has('fastify') && names.has('pg') && !names.has('eslint'), String(names.size));
});
