/** Where cryptography stands: docs/keys.md held against every file of ours (OWASP ASVS 5.0, 11.1.3). */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** May stand anywhere: they hold no key, and nothing opens by them. */
const FREE = /^(?:type \w+|createHash|hash|randomBytes|randomInt|randomUUID|timingSafeEqual)$/;
/** Packages whose work is cryptography; importing a type of theirs is none. */
const PACKAGES = /^import (?!type\b)[^;]*?from '(?:openpgp|pkijs|otpauth|openid-client|@simplewebauthn\/server)/m;
const LOADED_LATE = /import\(\s*'(?:openpgp|pkijs|otpauth|openid-client|@simplewebauthn\/server)/;
/** Where media are recognised by the digests that others list. */
const MAY_USE_OLD_DIGESTS = ['lib/pdq/exact-hashes.ts', 'src/crawl/media/media-visit.ts'];

const source = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:[mc]?[jt]s|tsx)$/.test(file) && !/\.test\.tsx?$|-for-tests\.tsx?$|node_modules/.test(file))
    .map((file) => `${root}/${file}`);
const FILES = [...source('src'), ...source('lib')];

/** What a text does that holds a key, in words for a failure. */
function keyedUsesIn(text: string): string[] {
  const named = [...text.matchAll(/import (type )?(\{[^}]*\}|\* as \w+|\w+) from '(?:node:)?crypto'/g)].flatMap(
    ([, isType, names = '']) =>
      isType === undefined
        ? names
            .replace(/[{}]/g, '')
            .split(',')
            .map((name) => name.trim())
            .filter((name) => name !== '')
        : [],
  );
  const loaded = /(?:require|import)\(\s*['"](?:node:)?crypto['"]/.test(text) ? ['node:crypto loaded by hand'] : [];
  const inBrowser = /subtle\s*\.\s*(?!digest\b)\w+|getBuiltinModule/.exec(text)?.[0];
  return [
    ...named.filter((name) => !FREE.test(name.replace(/ as \w+$/, ''))),
    ...loaded,
    ...(inBrowser === undefined ? [] : [inBrowser]),
    ...(PACKAGES.test(text) || LOADED_LATE.test(text) ? ['a package for cryptography'] : []),
  ];
}

test('what signs, seals or derives stands in the files that docs/keys.md names, and in no other', () => {
  const listed = new Set(
    [...readFileSync('docs/keys.md', 'utf8').matchAll(/^\| `((?:src|lib)\/[\w./-]+)` +\|/gm)].map(
      ([, file = '']) => file,
    ),
  );
  assert.ok(FILES.length > 500 && listed.size > 20, `${FILES.length} files, ${listed.size} listed`);
  const found = new Map(FILES.map((file) => [file, keyedUsesIn(readFileSync(file, 'utf8'))] as const));
  const using = [...found].filter(([, uses]) => uses.length > 0);
  assert.deepEqual(
    using.filter(([file]) => !listed.has(file)).map(([file, uses]) => `${file}: ${uses.join(', ')}`),
    [],
    'add it to docs/keys.md, with what it does and whether a quantum computer breaks it, or use what is there',
  );
  assert.deepEqual(
    [...listed].filter((file) => !using.some(([each]) => each === file)),
    [],
    'docs/keys.md names a file that does nothing of the kind',
  );
});

test('keyedUsesIn sees each way in, and lets digests and types be', () => {
  for (const text of [
    `import { createHash, createHmac } from 'node:crypto';`,
    `import {\n  randomBytes,\n  sign as signBytes,\n} from 'node:crypto';`,
    `import * as crypto from 'crypto';`,
    `import crypto from 'node:crypto';`,
    `const { scrypt } = await import('node:crypto');`,
    `const crypto = require("crypto");`,
    `crypto.subtle.encrypt(algorithm, key, bytes)`,
    `import { readKey, type PublicKey } from 'openpgp';`,
    `const { verify } = await import('@simplewebauthn/server');`,
    `import {\n  discovery,\n} from 'openid-client';`,
  ])
    assert.notDeepEqual(keyedUsesIn(text), [], text);
  for (const text of [
    `import { createHash, randomUUID, timingSafeEqual, type KeyObject } from 'node:crypto';`,
    `import type { KeyObject } from 'node:crypto';`,
    `crypto.subtle.digest('SHA-256', bytes)`,
    `import type { PublicKey } from 'openpgp';`,
    `import { sign } from './signature.ts';\nimport type { Key } from 'openpgp';`,
  ])
    assert.deepEqual(keyedUsesIn(text), [], text);
});

test('MD5 and SHA-1 are made where known media are recognised, and nowhere else', () => {
  const makes = (file: string) => {
    const text = readFileSync(file, 'utf8');
    return text.includes('node:crypto') && /(?:createHash|hash|createHmac)\(\s*['"](?:md5|sha-?1)['"]/i.test(text);
  };
  assert.deepEqual(FILES.filter(makes).sort(), MAY_USE_OLD_DIGESTS);
});
