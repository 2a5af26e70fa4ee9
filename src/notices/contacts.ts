/**
 * Whom to tell: a file that the hotline keeps by hand (docs/partners/provider.md). The narrowest entry decides:
 *
 * | a notice to   | host | registrable domain | network of the IP | country |
 * |---------------|------|--------------------|-------------------|---------|
 * | the host      | 1    | 2                  | 3                 | 4       |
 * | the proxy     | -    | -                  | 1                 | -       |
 *
 * A proxy is found by its network alone: the host's name belongs to whoever is behind it.
 */
import { readFile } from 'node:fs/promises';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { countryCodeSchema } from '../terms/countries.ts';
import { registrableDomainOf } from '../terms/web-address.ts';

const contactSchema = z.strictObject({
  /** The provider's name, for the record and for XARF's `hosting_provider`. */
  name: z.string().min(1).max(200),
  email: z.email(),
  /** Of the provider, where it is not the country that the item is hosted in; it chooses the notice's language. */
  country: countryCodeSchema.optional(),
});
export type Contact = z.infer<typeof contactSchema>;

const hostName = z
  .string()
  .regex(/^[a-z0-9_.:-]+$/, 'must be a host name in small letters, as it stands in an address (xn--… for others)');
const network = z.string().refine((text) => ipaddr.isValidCIDR(text), 'must be a network, for example 192.0.2.0/24');

const contactsSchema = z.strictObject({
  version: z.literal(1),
  hosts: z.record(hostName, contactSchema).default({}),
  domains: z.record(hostName, contactSchema).default({}),
  networks: z.record(network, contactSchema).default({}),
  countries: z.record(countryCodeSchema, contactSchema).default({}),
});
export type Contacts = z.infer<typeof contactsSchema>;

/** `proxy` is a CDN or the like in front of the host: it can pass a notice on, and name who is behind it. */
export type NoticeTarget = 'host' | 'proxy';

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

/** The contact for an item by the table above; undefined when nobody is known: a person must look. */
export function findContact(
  contacts: Contacts,
  item: { readonly host: string; readonly ip?: string | undefined; readonly country?: string | undefined },
  target: NoticeTarget,
): Contact | undefined {
  const byNetwork = item.ip === undefined ? undefined : contactOfNetwork(contacts, item.ip);
  if (target === 'proxy') return byNetwork;
  return (
    entryOf(contacts.hosts, item.host) ??
    entryOf(contacts.domains, registrableDomainOf(item.host)) ??
    byNetwork ??
    (item.country === undefined ? undefined : entryOf(contacts.countries, item.country))
  );
}

const entryOf = (entries: Readonly<Record<string, Contact>>, name: string): Contact | undefined =>
  Object.hasOwn(entries, name) ? entries[name] : undefined;

/** The entry of the smallest network that the address lies in. */
function contactOfNetwork(contacts: Contacts, ip: string): Contact | undefined {
  if (!ipaddr.isValid(ip)) return undefined;
  const address = ipaddr.process(ip);
  let best: { bits: number; contact: Contact } | undefined;
  for (const [cidr, contact] of Object.entries(contacts.networks)) {
    const [base, bits] = ipaddr.parseCIDR(cidr);
    if (base.kind() !== address.kind() || !address.match(base, bits)) continue;
    if (best === undefined || bits > best.bits) best = { bits, contact };
  }
  return best?.contact;
}
