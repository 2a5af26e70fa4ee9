/**
 * Fetches IANA's newest lists of RDAP servers into the folder of refreshed files. A file replaces the one in use only when it
 * is right, not older, and has lost no more than a fifth of its entries: a cut or foreign one would silence registries.
 */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Network } from '../../crawl/door.ts';
import type { Mode } from '../../platform/config.ts';
import { BOOTSTRAP_FILES, parseBootstrap, readBootstrap, type Bootstrap, type BootstrapFile } from './bootstrap.ts';
import { fetchJson } from './fetch-json.ts';
import { loopbackOnly } from './loopback-only.ts';
import { openPacer } from './pacer.ts';

/** `newer` and `same` are as they should be; at `kept` the file in use stays, and `why` says what was wrong. */
export type RefreshResult =
  | { readonly file: BootstrapFile; readonly kind: 'newer' | 'same'; readonly publication: Date }
  | { readonly file: BootstrapFile; readonly kind: 'kept'; readonly publication: Date; readonly why: string };

/** What a refresh needs. */
export interface RefreshDeps {
  readonly network: Network;
  /** In test mode nothing outside of this machine is asked. */
  readonly mode: Mode;
  readonly userAgent: string;
  readonly folder: string;
  readonly now: Date;
  /** Where the files are published; IANA by default. */
  readonly from?: string;
}

const IANA_URL = 'https://data.iana.org/rdap/';
const LEAST_SHARE = 0.8;

/** Refreshes the four files, each by itself. @throws Error when the folder cannot be written */
export async function refreshBootstrap(deps: RefreshDeps): Promise<readonly RefreshResult[]> {
  const inUse = await readBootstrap(deps.folder);
  const results: RefreshResult[] = [];
  for (const file of BOOTSTRAP_FILES) results.push(await refreshOne(deps, file, inUse[file]));
  return results;
}

async function refreshOne(deps: RefreshDeps, file: BootstrapFile, inUse: Bootstrap): Promise<RefreshResult> {
  const kept = (why: string): RefreshResult => ({ file, kind: 'kept', publication: inUse.publication, why });
  const network = deps.mode === 'live' ? deps.network : loopbackOnly(deps.network);
  const pacer = openPacer({ gapMs: 0, mostWaitMs: 0, nowMs: () => 0, pause: () => Promise.resolve() });
  const fetched = await fetchJson(
    { network, pacer, userAgent: deps.userAgent, now: () => deps.now },
    `${deps.from ?? IANA_URL}${file}.json`,
  );
  if (fetched.kind !== 'json') return kept(fetched.kind === 'none' ? 'it is not there' : fetched.because);
  const text = JSON.stringify(fetched.value);
  let fresh: Bootstrap;
  try {
    fresh = parseBootstrap(file, text);
  } catch (error) {
    return kept(error instanceof Error ? error.message : 'not a bootstrap file');
  }
  if (fresh.publication < inUse.publication) return kept('it is older than the one in use');
  if (fresh.publication.getTime() === inUse.publication.getTime())
    return { file, kind: 'same', publication: inUse.publication };
  const [before, after] = [countEntries(inUse), countEntries(fresh)];
  if (after < before * LEAST_SHARE) return kept(`it has ${after} entries, and the one in use ${before}`);
  await replaceFile(path.join(deps.folder, `${file}.json`), `${text}\n`);
  return { file, kind: 'newer', publication: fresh.publication };
}

const countEntries = (bootstrap: Bootstrap): number =>
  bootstrap.services.reduce((count, [entries]) => count + entries.length, 0);

/** Whole or not at all: whoever reads meanwhile has the old one. */
async function replaceFile(target: string, text: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  const fresh = `${target}.${process.pid}.new`;
  try {
    const handle = await open(fresh, 'w', 0o644);
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await rename(fresh, target);
  } finally {
    await rm(fresh, { force: true });
  }
}
