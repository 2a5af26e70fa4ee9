/**
 * RIPE's public services, where registration data names no abuse contact: RIPEstat's abuse contact finder (any registry's
 * addresses), the RIPE Database's `abuse-contact` (its own alone), and RIPEstat's network info for the AS that announces an IP.
 * Asked are an IP or an AS number.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { fetchJson, type FetchJsonDeps } from './fetch-json.ts';
import { listOf, objectOf, textOf, textsOf } from './json-values.ts';
import type { Heard } from './lookup-age.ts';
import { mailAddressesIn } from './mail-address.ts';
import type { Registration } from './registration.ts';

const baseSchema = z.string().refine((text) => URL.canParse(text) && /^https?:/.test(text), 'must be a web address');
const servicesSchema = z.strictObject({
  version: z.literal(1),
  /** `resource` goes into its query. */
  abuseContactFinder: baseSchema,
  networkInfo: baseSchema,
  /** The IP or `AS…`, and `.json`, are appended. */
  databaseAbuseContact: baseSchema,
});

/** Where the services are. */
export type RipeServices = z.infer<typeof servicesSchema>;

/** The public ones. */
export const RIPE_SERVICES: RipeServices = {
  version: 1,
  abuseContactFinder: 'https://stat.ripe.net/data/abuse-contact-finder/data.json',
  networkInfo: 'https://stat.ripe.net/data/network-info/data.json',
  databaseAbuseContact: 'https://rest.db.ripe.net/abuse-contact/',
};

/** `ripe.json` of the folder of bootstrap files, where others are asked; else the public ones. @throws Error when it is not right */
export async function readRipeServices(folder: string): Promise<RipeServices> {
  const text = await readFile(path.join(folder, 'ripe.json'), 'utf8').catch(() => undefined);
  return text === undefined ? RIPE_SERVICES : servicesSchema.parse(JSON.parse(text));
}

/** The abuse contact of an IP or `AS…`. Never throws. */
export async function askRipeAbuse(
  deps: FetchJsonDeps,
  services: RipeServices,
  resource: string,
): Promise<Heard<Registration>> {
  const finder = await fetchJson(deps, withResource(services.abuseContactFinder, resource));
  const found = finder.kind === 'json' ? readAbuseContactFinder(finder.value) : undefined;
  if (found !== undefined && found.length > 0) return abuseOf(found);
  const database = await fetchJson(deps, `${services.databaseAbuseContact}${encodeURIComponent(resource)}.json`);
  const kept = database.kind === 'json' ? readDatabaseAbuseContact(database.value) : undefined;
  if (kept !== undefined && kept.length > 0) return abuseOf(kept);
  // The database knows its own region alone: that it has nothing says something only beside the finder's answer.
  if (found !== undefined || finder.kind === 'none') return { kind: 'none' };
  return { kind: 'silent', retryAfterMs: finder.kind === 'silent' ? finder.retryAfterMs : undefined };
}

/** The ASes that announce an IP. Never throws. */
export async function askRipeOrigin(
  deps: FetchJsonDeps,
  services: RipeServices,
  ip: string,
): Promise<Heard<Registration>> {
  const fetched = await fetchJson(deps, withResource(services.networkInfo, ip));
  if (fetched.kind !== 'json') return fetched;
  const asns = readNetworkInfo(fetched.value);
  if (asns === undefined) return { kind: 'silent' };
  return asns.length === 0 ? { kind: 'none' } : { kind: 'found', value: { networks: [], asns: [...asns] } };
}

function withResource(base: string, resource: string): string {
  const url = new URL(base);
  url.searchParams.set('resource', resource);
  return url.href;
}

function abuseOf(emails: readonly string[]): Heard<Registration> {
  const email = emails.find((address) => /^abuse/i.test(address)) ?? emails[0];
  if (email === undefined) return { kind: 'none' };
  const name = email.slice(email.lastIndexOf('@') + 1);
  return { kind: 'found', value: { abuse: { name, email }, networks: [], asns: [] } };
}

/** `data.abuse_contacts`, or as it was until 2021 `data.anti_abuse_contacts`; undefined when it is no answer. */
export function readAbuseContactFinder(value: unknown): readonly string[] | undefined {
  const data = okData(value);
  if (data === undefined) return undefined;
  const older = objectOf(data['anti_abuse_contacts']);
  const listed = listOf(older?.['abuse_c']).map((entry) => objectOf(entry)?.['email']);
  const texts = [...textsOf(data['abuse_contacts']), ...textsOf(listed), ...textsOf(older?.['emails'])];
  return mailAddressesIn(texts);
}

/** `abuse-contacts.email` of the RIPE Database's REST service; undefined when it is no answer. */
export function readDatabaseAbuseContact(value: unknown): readonly string[] | undefined {
  const contacts = objectOf(objectOf(value)?.['abuse-contacts']);
  return contacts === undefined ? undefined : mailAddressesIn(contacts['email']);
}

/** `data.asns` of RIPEstat's network info; undefined when it is no answer. */
export function readNetworkInfo(value: unknown): readonly number[] | undefined {
  const data = okData(value);
  if (data === undefined) return undefined;
  return listOf(data['asns'])
    .slice(0, 50)
    .map((asn) => Number(asn))
    .filter((asn) => Number.isInteger(asn) && asn > 0 && asn <= 4_294_967_295);
}

function okData(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const top = objectOf(value);
  return textOf(top?.['status']) === 'ok' ? objectOf(top?.['data']) : undefined;
}
