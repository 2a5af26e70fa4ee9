/**
 * Whom to tell, by hand: a file that the hotline keeps (docs/partners/provider.md). What stands here outranks whatever
 * registration data says. For each rung the narrowest entry decides:
 *
 * | rung      | section, in this order                                                                      |
 * |-----------|---------------------------------------------------------------------------------------------|
 * | owner     | `owners`: the host, its registrable domain                                                  |
 * | hosting   | `hosts`: the host; `domains`: its registrable domain; `networks`; `countries`               |
 * | proxy     | `proxies`: the smallest network of the IP, its AS; `networks`                               |
 * | upstream  | `upstreams`: the smallest network of the IP, its AS                                         |
 * | registrar | `registrars`: the registrable domain, the registrar's number at IANA                        |
 *
 * A registrable domain is the public suffix list's answer, first with its private section (a site of its own under a
 * platform's name), then without (the platform). Behind a proxy the IP is the proxy's: `networks` and `countries` then say
 * nothing of who hosts.
 */
import { readFile, stat } from 'node:fs/promises';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { countryCodeSchema } from '../../terms/countries.ts';
import { registrableDomainOf, registrarDomainOf } from '../../terms/web-address.ts';
import { contactSchema, type HostPlace, type ProviderContact, type Rung } from '../takedown/rung.ts';

/** An entry without a channel is a mail address, as every entry was once. */
const entrySchema = z.preprocess(
  (entry) =>
    typeof entry === 'object' && entry !== null && !('channel' in entry) ? { channel: 'mail', ...entry } : entry,
  contactSchema,
);

const hostName = z
  .string()
  .regex(/^[a-z0-9_.:-]+$/, 'must be a host name in small letters, as it stands in an address (xn--… for others)');
const network = z.string().refine((text) => ipaddr.isValidCIDR(text), 'must be a network, for example 192.0.2.0/24');
const networkOrAs = z
  .string()
  .refine(
    (text) => ipaddr.isValidCIDR(text) || /^AS[1-9]\d{0,9}$/.test(text),
    'must be a network or an AS, for example 192.0.2.0/24 or AS64496',
  );

const contactsSchema = z.strictObject({
  version: z.literal(1),
  owners: z.record(hostName, entrySchema).default({}),
  hosts: z.record(hostName, entrySchema).default({}),
  domains: z.record(hostName, entrySchema).default({}),
  networks: z.record(network, entrySchema).default({}),
  countries: z.record(countryCodeSchema, entrySchema).default({}),
  proxies: z.record(networkOrAs, entrySchema).default({}),
  upstreams: z.record(networkOrAs, entrySchema).default({}),
  registrars: z.record(hostName, entrySchema).default({}),
});
export type Contacts = z.infer<typeof contactsSchema>;

/** Nobody is named by hand. */
export const NO_CONTACTS: Contacts = contactsSchema.parse({ version: 1 });

/** Reads a contacts file's text. @throws Error naming every wrong entry */
export function parseContacts(json: string): Contacts {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('The contacts file is not JSON.');
  }
  const parsed = contactsSchema.safeParse(value);
  if (!parsed.success) throw new Error(`The contacts file is not right:\n${problemsOf(parsed.error).join('\n')}`);
  return parsed.data;
}

/** One line for each wrong entry: where it stands, and what is allowed there. */
const problemsOf = (error: z.ZodError): readonly string[] =>
  error.issues.map((issue) => {
    const why = issue.code === 'invalid_key' ? issue.issues.map((inner) => inner.message).join('; ') : issue.message;
    return `  ${issue.path.join(' > ')}: ${why}`;
  });

/** Reads the contacts file. @throws Error when it cannot be read or is not right */
export async function readContacts(file: string): Promise<Contacts> {
  return parseContacts(await readFile(file, 'utf8'));
}

/**
 * Reads the file anew whenever it has changed, so that a new contact needs no restart; without a file nobody is named.
 * What it gives rejects as `readContacts` throws.
 */
export function openContactsFile(file: string | undefined): () => Promise<Contacts> {
  let kept: { readonly stamp: string; readonly contacts: Contacts } | undefined;
  return async () => {
    if (file === undefined) return NO_CONTACTS;
    const { mtimeMs, size, ino } = await stat(file);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    if (kept?.stamp !== stamp) kept = { stamp, contacts: await readContacts(file) };
    return kept.contacts;
  };
}

/** What is known of an item's place when a rule is looked for. */
export interface RulePlace extends HostPlace {
  /** The AS that announces the IP. */
  readonly asn: number | undefined;
  /** The registrar's number in IANA's list, by the domain's registration. */
  readonly registrarId: string | undefined;
}

/** The contact that the file names for a rung, by the table above; undefined where it names none. */
export function ruleFor(contacts: Contacts, rung: Rung, place: RulePlace): ProviderContact | undefined {
  const { host, ip, asn } = place;
  switch (rung) {
    case 'owner':
      return ofName(contacts.owners, host);
    case 'hosting':
      return (
        entryOf(contacts.hosts, host) ??
        ofDomain(contacts.domains, host) ??
        (place.isBehindProxy
          ? undefined
          : (ofNetwork(contacts.networks, ip, undefined) ?? entryOf(contacts.countries, place.country)))
      );
    case 'proxy':
      return ofNetwork(contacts.proxies, ip, asn) ?? ofNetwork(contacts.networks, ip, undefined);
    case 'upstream':
      return ofNetwork(contacts.upstreams, ip, asn);
    case 'registrar':
      return ofDomain(contacts.registrars, host) ?? entryOf(contacts.registrars, place.registrarId);
  }
}

/** Whether the file lists the IP or its AS as a proxy's. */
export const isProxyByRule = (contacts: Contacts, ip: string | undefined, asn: number | undefined): boolean =>
  ofNetwork(contacts.proxies, ip, asn) !== undefined;

type Entries = Readonly<Record<string, ProviderContact>>;

const entryOf = (entries: Entries, name: string | undefined): ProviderContact | undefined =>
  name !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;

const ofDomain = (entries: Entries, host: string): ProviderContact | undefined =>
  entryOf(entries, registrableDomainOf(host)) ?? entryOf(entries, registrarDomainOf(host));

const ofName = (entries: Entries, host: string): ProviderContact | undefined =>
  entryOf(entries, host) ?? ofDomain(entries, host);

/** The entry of the smallest network that the address lies in, else its AS's. */
function ofNetwork(entries: Entries, ip: string | undefined, asn: number | undefined): ProviderContact | undefined {
  const byAs = asn === undefined ? undefined : entryOf(entries, `AS${asn}`);
  if (ip === undefined || !ipaddr.isValid(ip)) return byAs;
  const address = ipaddr.process(ip);
  let best: { bits: number; contact: ProviderContact } | undefined;
  for (const [key, contact] of Object.entries(entries)) {
    if (!ipaddr.isValidCIDR(key)) continue;
    const [base, bits] = ipaddr.parseCIDR(key);
    if (base.kind() !== address.kind() || !address.match(base, bits)) continue;
    if (best === undefined || bits > best.bits) best = { bits, contact };
  }
  return best?.contact ?? byAs;
}
