/** The files that say what may stay and how long. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { acceptedSchema, judgeAccepted, readStated, type Accepted, type Stated } from './advisories.ts';

interface Files {
  readonly stated: Stated;
  readonly accepted: Accepted;
  /** Names of all packages in the lock file. */
  readonly locked: ReadonlySet<string>;
}

/** @throws Error naming the file that is not there or not right */
export function readFiles(): Files {
  const lock = z
    .object({ packages: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const names = Object.keys(lock.packages).map((place) => place.slice(place.lastIndexOf('node_modules/') + 13));
  return {
    stated: readStated(readFileSync('docs/security/dependencies.md', 'utf8')),
    accepted: acceptedSchema.parse(JSON.parse(readFileSync('docs/security/accepted-advisories.json', 'utf8'))),
    locked: new Set(names),
  };
}

/** What is wrong with them on `today`, with nobody asked: part of the gate (tools/check.ts). */
export function judgeFiles({ stated, accepted, locked }: Files, today: string): string[] {
  const unknown = [...stated.exposed].filter((name) => !locked.has(name));
  return [
    ...unknown.map((name) => `docs/security/dependencies.md names ${name}, which is not in package-lock.json.`),
    ...judgeAccepted(accepted, stated, locked, today),
  ];
}
