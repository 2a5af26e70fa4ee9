/**
 * Which server has the registration of a domain, an IP or an AS (RFC 9224): IANA's four bootstrap files, shipped in
 * `config/rdap` and refreshed by `npm run fyr -- contacts refresh`. Pure, but for `readBootstrap`.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import type { RegistryQuestion } from './registration.ts';

/** The files, by what is looked up in them. */
export const BOOTSTRAP_FILES = ['dns', 'ipv4', 'ipv6', 'asn'] as const;
export type BootstrapFile = (typeof BOOTSTRAP_FILES)[number];

const urlSchema = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:\/\//i.test(text), 'must be a web address');
const ENTRIES: Readonly<Record<BootstrapFile, RegExp>> = {
  dns: /^(?:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*)?$/i,
  ipv4: /^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/,
  ipv6: /^[0-9a-f:]+\/\d{1,3}$/i,
  asn: /^\d{1,10}(?:-\d{1,10})?$/,
};

/** RFC 9224, 10.2: members that are not known are passed over. */
const fileSchema = (kind: BootstrapFile) =>
  z.object({
    version: z.literal('1.0'),
    publication: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    services: z.array(z.tuple([z.array(z.string().regex(ENTRIES[kind])).min(1), z.array(urlSchema).min(1)])).min(1),
  });

/** One file as it was read. */
export interface Bootstrap {
  readonly publication: Date;
  /** Networks, ranges or labels, each list with the servers that have them. */
  readonly services: readonly (readonly [readonly string[], readonly string[]])[];
}

/** Reads a bootstrap file's text. @throws Error when it is not one of this kind */
export function parseBootstrap(kind: BootstrapFile, json: string): Bootstrap {
  const parsed = fileSchema(kind).safeParse(JSON.parse(json));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`Not a bootstrap file for ${kind}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { publication, services } = parsed.data;
  if (kind === 'ipv4' || kind === 'ipv6') {
    const wrong = services.flatMap(([networks]) => networks).find((network) => !ipaddr.isValidCIDR(network));
    if (wrong !== undefined) throw new Error(`Not a bootstrap file for ${kind}: ${wrong} is no network.`);
  }
  return { publication, services };
}

/** Where to ask. */
export interface Directory {
  /** The base addresses of the servers that have it, `https` ones first, each with a slash at its end; none: nobody has it. */
  serversFor(question: RegistryQuestion): readonly string[];
  /** All base addresses. */
  servers(): readonly string[];
}

/** Puts the four files together. */
export function openDirectory(files: Readonly<Record<BootstrapFile, Bootstrap>>): Directory {
  const labels = new Map(
    files.dns.services.flatMap(([names, urls]) => names.map((name) => [name.toLowerCase(), urls] as const)),
  );
  const networks = [...files.ipv4.services, ...files.ipv6.services]
    .flatMap(([cidrs, urls]) => cidrs.map((cidr) => ({ cidr: ipaddr.parseCIDR(cidr), urls })))
    .sort((a, b) => b.cidr[1] - a.cidr[1]);
  const ranges = files.asn.services.flatMap(([spans, urls]) =>
    spans.map((span) => {
      const [low = 0, high = low] = span.split('-').map(Number);
      return { low, high, urls };
    }),
  );
  const all = Object.values(files).flatMap((file) => file.services.flatMap(([, urls]) => urls));
  return {
    servers: () => [...new Set(all)],
    serversFor: (question) => {
      switch (question.kind) {
        case 'domain':
          return inOrder(longestMatch(labels, question.name));
        case 'ip': {
          const address = ipaddr.parse(question.ip);
          const found = networks.find(
            ({ cidr: [base, bits] }) => base.kind() === address.kind() && address.match(base, bits),
          );
          return inOrder(found?.urls);
        }
        case 'asn':
          return inOrder(ranges.find(({ low, high }) => low <= question.asn && question.asn <= high)?.urls);
      }
    },
  };
}

/** RFC 9224, 4: label by label from the right, the longest entry wins. */
function longestMatch(labels: ReadonlyMap<string, readonly string[]>, name: string): readonly string[] | undefined {
  const parts = name.toLowerCase().split('.');
  for (let from = 0; from < parts.length; from += 1) {
    const urls = labels.get(parts.slice(from).join('.'));
    if (urls !== undefined) return urls;
  }
  return undefined;
}

const inOrder = (urls: readonly string[] | undefined): readonly string[] =>
  (urls ?? [])
    .map((url) => (url.endsWith('/') ? url : `${url}/`))
    .toSorted((a, b) => Number(b.startsWith('https:')) - Number(a.startsWith('https:')));

/** The folder of the files that are shipped. */
export const SHIPPED_FOLDER = path.resolve(import.meta.dirname, '../../../config/rdap');

/**
 * Reads the four files, each from the first folder that has it newer than the shipped one: a file that was refreshed and
 * cannot be read is passed over, as the shipped one serves. @throws Error when a shipped file is not right
 */
export async function readBootstrap(refreshedFolder: string | undefined): Promise<Record<BootstrapFile, Bootstrap>> {
  const read = async (kind: BootstrapFile): Promise<Bootstrap> => {
    const shipped = parseBootstrap(kind, await readFile(path.join(SHIPPED_FOLDER, `${kind}.json`), 'utf8'));
    const refreshed = refreshedFolder === undefined ? undefined : await readIfRight(refreshedFolder, kind);
    return refreshed !== undefined && refreshed.publication > shipped.publication ? refreshed : shipped;
  };
  const [dns, ipv4, ipv6, asn] = await Promise.all([read('dns'), read('ipv4'), read('ipv6'), read('asn')]);
  return { dns, ipv4, ipv6, asn };
}

/** The directory of the files as they are now: they are read anew whenever one has changed. Rejects as `readBootstrap` throws. */
export function openBootstrapFolder(refreshedFolder: string): () => Promise<Directory> {
  let kept: { readonly stamp: string; readonly directory: Directory } | undefined;
  return async () => {
    const stamps = BOOTSTRAP_FILES.map(async (kind) => {
      const found = await stat(path.join(refreshedFolder, `${kind}.json`)).catch(() => undefined);
      return found === undefined ? '' : `${found.mtimeMs} ${found.ino}`;
    });
    const stamp = (await Promise.all(stamps)).join();
    if (kept?.stamp !== stamp) kept = { stamp, directory: openDirectory(await readBootstrap(refreshedFolder)) };
    return kept.directory;
  };
}

async function readIfRight(folder: string, kind: BootstrapFile): Promise<Bootstrap | undefined> {
  try {
    return parseBootstrap(kind, await readFile(path.join(folder, `${kind}.json`), 'utf8'));
  } catch {
    return undefined;
  }
}
