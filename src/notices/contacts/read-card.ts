/**
 * A contact card of an RDAP entity: jCard (RFC 7095) as nearly every server sends it, and JSContact (RFC 9553) as some do
 * (`jscard`). Only the name, the mail addresses and the country are taken. Pure; never throws.
 */
import { countryCodeSchema, type CountryCode } from '../../terms/countries.ts';
import { listOf, objectOf, textOf } from './json-values.ts';
import { mailAddressesIn } from './mail-address.ts';

/** What of a card is used. */
export interface Card {
  readonly name: string | undefined;
  /** The preferred one first. */
  readonly emails: readonly string[];
  readonly country: CountryCode | undefined;
}

const MAX_PROPERTIES = 200;
const LEAST_PREFERRED = 101; // RFC 6350, 5.3: 1 to 100, and no preference is the least

/** The card of an entity; empty where it has none that can be read. */
export function readCard(entity: Readonly<Record<string, unknown>>): Card {
  const jCard = readJCard(listOf(entity['vcardArray'])[1]);
  if (jCard.emails.length > 0) return jCard;
  const jsContact = readJsContact(objectOf(entity['jscard']) ?? objectOf(entity['jscontact_card']));
  return jsContact.emails.length > 0 ? jsContact : { ...jCard, name: jCard.name ?? jsContact.name };
}

interface Property {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** More than one where the property has several. */
  readonly values: readonly unknown[];
}

function readJCard(properties: unknown): Card {
  const read = listOf(properties)
    .slice(0, MAX_PROPERTIES)
    .flatMap((property): Property[] => {
      const [name, params, , ...values] = listOf(property);
      return typeof name === 'string' ? [{ name: name.toLowerCase(), params: objectOf(params) ?? {}, values }] : [];
    });
  const first = (name: string) => {
    const property = read.find((one) => one.name === name && textOf(flat(one.values)[0]) !== undefined);
    return property === undefined ? undefined : textOf(flat(property.values)[0]);
  };
  const emails = read
    .filter((one) => one.name === 'email')
    .sort((a, b) => preferenceOf(a.params) - preferenceOf(b.params))
    .flatMap((one) => mailAddressesIn(flat(one.values)));
  const address = read.find((one) => one.name === 'adr');
  return {
    name: first('fn') ?? first('org'),
    emails: [...new Set(emails)],
    country: address === undefined ? undefined : countryOfAddress(address),
  };
}

/** Structured values are lists in the list (RFC 7095, 3.3.1.3). */
const flat = (values: readonly unknown[]): readonly unknown[] =>
  values.flatMap((value: unknown): unknown[] => (Array.isArray(value) ? value : [value]));

function preferenceOf(params: Readonly<Record<string, unknown>>): number {
  const pref = Number(params['pref'] ?? LEAST_PREFERRED);
  return Number.isFinite(pref) ? pref : LEAST_PREFERRED;
}

/** The country's code in `cc` (RFC 8605), or as the last part of the address. */
function countryOfAddress({ params, values }: Property): CountryCode | undefined {
  return countryOf(params['cc']) ?? countryOf(listOf(values[0])[6]);
}

/** A country code in any case; undefined for anything else. */
export function countryOf(value: unknown): CountryCode | undefined {
  return countryCodeSchema.safeParse(textOf(value)?.toUpperCase()).data;
}

function readJsContact(card: Readonly<Record<string, unknown>> | undefined): Card {
  const emails = Object.values(objectOf(card?.['emails']) ?? {})
    .slice(0, MAX_PROPERTIES)
    .flatMap((email) => mailAddressesIn(objectOf(email)?.['address']));
  const [address] = Object.values(objectOf(card?.['addresses']) ?? {});
  return {
    name: textOf(objectOf(card?.['name'])?.['full']),
    emails: [...new Set(emails)],
    country: countryOf(objectOf(address)?.['countryCode']),
  };
}
