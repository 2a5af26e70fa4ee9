/** The ladder: who is told about an item, from the nearest to it to the furthest. Shared words of the notices room. */
import { z } from 'zod';
import { countryCodeSchema } from '../../terms/countries.ts';

/**
 * | rung      | who                                              | found by                                   |
 * |-----------|--------------------------------------------------|--------------------------------------------|
 * | owner     | the site itself                                  | a rule, the domain's registration          |
 * | hosting   | who runs the machine that the IP address names   | a rule, the address's registration         |
 * | proxy     | a CDN or proxy that stands before the host       | a rule for its networks, the registration  |
 * | upstream  | the network that carries the hosting provider    | the AS's registration                      |
 * | registrar | who sold the domain                              | the domain's registration                  |
 */
export const RUNGS = ['owner', 'hosting', 'proxy', 'upstream', 'registrar'] as const;
/** For rows read back, rules and the timetable. */
export const rungSchema = z.enum(RUNGS);
export type Rung = z.infer<typeof rungSchema>;

/** How a provider is reached. An API's account is the name under which the hotline has configured it. */
export const contactSchema = z.discriminatedUnion('channel', [
  z.strictObject({
    channel: z.literal('mail'),
    name: z.string().min(1).max(200),
    email: z.email().max(254),
    country: countryCodeSchema.optional(),
  }),
  z.strictObject({
    channel: z.literal('api'),
    name: z.string().min(1).max(200),
    account: z.string().min(1).max(100),
    country: countryCodeSchema.optional(),
  }),
]);
export type ProviderContact = z.infer<typeof contactSchema>;

/** `rule`: written by hand. `rdap`: registration data (RFC 9083). `ripe`: a registry's abuse contact. `answer`: another provider said so. */
export const CONTACT_SOURCES = ['rule', 'rdap', 'ripe', 'answer', 'console'] as const;
/** For rows read back. */
export const contactSourceSchema = z.enum(CONTACT_SOURCES);
export type ContactSource = z.infer<typeof contactSourceSchema>;

/** One rung as it was found for an item. */
export interface FoundRung {
  readonly rung: Rung;
  readonly contact: ProviderContact;
  readonly source: ContactSource;
  /** When the source was asked: a cached answer keeps its age. */
  readonly fetchedAt: Date;
}

/** The place behind a CDN or proxy, as an analyst found it. */
export interface OriginPlace {
  /** A host name, or the IP address itself. */
  readonly host: string;
  readonly ip: string | undefined;
  readonly country: string | undefined;
}

/** What is known of where an item is, for finding the ladder. */
export interface HostPlace {
  /** Lower-case ASCII, without port and brackets. */
  readonly host: string;
  readonly ip: string | undefined;
  readonly country: string | undefined;
  /** Routing knows that a CDN or proxy stands before the host. */
  readonly isBehindProxy: boolean;
  /** Where it is really kept: then `host`, `ip` and `country` are what stands before it. */
  readonly origin?: OriginPlace | undefined;
}

/** A ladder, the nearest rung first, each contact once. */
export interface Ladder {
  readonly rungs: readonly FoundRung[];
  /** Sources that gave no answer this time (`rdap-domain`, `rdap-ip`, `rdap-asn`, `ripe`): ask again later. Empty: this is all there is. */
  readonly silent: readonly string[];
}
