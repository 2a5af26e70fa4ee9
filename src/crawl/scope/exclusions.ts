/**
 * Hosts that lead a crawl away from what was reported: behind each of them lies the whole web again, or nothing at all. A near
 * hit found through one would point at innocent pages (DOMAIN.md, known faults). The list is data: `config/crawl-exclusions.json`.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** Kinds of hosts that are left out; the configuration says of each why. */
export const EXCLUSION_CATEGORIES = ['search-engine', 'archive', 'proxy', 'translator', 'generated'] as const;
export type ExclusionCategory = (typeof EXCLUSION_CATEGORIES)[number];

/** Patterns by kind, ready to be asked. */
export interface Exclusions {
  readonly domains: ReadonlyMap<string, ExclusionCategory>;
  /** Registrable name without its suffix, for services under many suffixes. */
  readonly names: ReadonlyMap<string, ExclusionCategory>;
  readonly prefixes: readonly { readonly label: string; readonly category: ExclusionCategory }[];
}

const domain = z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'must be a domain in lower case, as example.org');
const label = z.string().regex(/^[a-z0-9-]+$/, 'must be one label of a host name, in lower case');
const categorySchema = z.strictObject({
  /** Why hosts of this kind are left out, for the person who reads or changes the list. */
  because: z.string().min(1),
  /** Domains, their subdomains included. */
  domains: z.array(domain),
  /** Names under every public suffix: `name` stands for name.com, name.se, name.co.uk and so on, and their `www.`. */
  names: z.array(label).default([]),
  /** First labels of hosts: `web-proxy` stands for web-proxy.example.org, whatever follows. */
  firstLabels: z.array(label).default([]),
});
const exclusionsSchema = z.strictObject({
  'search-engine': categorySchema,
  archive: categorySchema,
  proxy: categorySchema,
  translator: categorySchema,
  generated: categorySchema,
});

/** @throws z.ZodError that names the place in the file and what is allowed there */
export function readExclusions(json: unknown): Exclusions {
  const parsed = exclusionsSchema.parse(json);
  const each = <T>(pick: (category: z.output<typeof categorySchema>) => readonly T[]) =>
    EXCLUSION_CATEGORIES.flatMap((category) => pick(parsed[category]).map((value) => [value, category] as const));
  return {
    domains: new Map(each((category) => category.domains)),
    names: new Map(each((category) => category.names)),
    prefixes: each((category) => category.firstLabels).map(([first, category]) => ({ label: `${first}.`, category })),
  };
}

/** The list that comes with the program. */
export function shippedExclusions(): Exclusions {
  const file = new URL('../../../config/crawl-exclusions.json', import.meta.url);
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return readExclusions(json);
}

/** The kind of a host (lower case, without port), or undefined for an ordinary one. */
export function kindOfHost(exclusions: Exclusions, host: string): ExclusionCategory | undefined {
  for (let name = host; name.includes('.'); name = name.slice(name.indexOf('.') + 1)) {
    const found = exclusions.domains.get(name);
    if (found !== undefined) return found;
  }
  const named = exclusions.names.get(nameWithoutSuffix(host.replace(FRONT_LABEL, '')));
  if (named !== undefined) return named;
  return exclusions.prefixes.find(({ label: first }) => host.startsWith(first))?.category;
}

/** Where such a service answers; other subdomains of the same name may hold people's own pages. */
const FRONT_LABEL = /^(?:www\d?|m|images|search|news)\./;

/** `name` of `name.se` and `name.co.uk`: two labels, or three whose middle one is a short second-level suffix. */
function nameWithoutSuffix(name: string): string {
  const match = /^([a-z0-9-]+)\.(?:(?:co|com|org|net)\.[a-z]{2}|[a-z]{2,3})$/.exec(name);
  return match?.[1] ?? '';
}
