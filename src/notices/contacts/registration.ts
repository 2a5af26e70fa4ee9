/**
 * What registration data says of a domain, an IP address or an AS, as far as it helps to find whom to tell. Kept in the
 * cache as JSON; made from an RDAP answer by `read-rdap.ts` and from RIPE's services by `ripe.ts`.
 */
import { z } from 'zod';
import { countryCodeSchema } from '../../terms/countries.ts';

/** A mailbox that registration data names. */
export const registeredContactSchema = z.strictObject({
  name: z.string().min(1).max(200),
  email: z.email().max(254),
  country: countryCodeSchema.optional(),
});
export type RegisteredContact = z.infer<typeof registeredContactSchema>;

/** For answers read back from the cache. */
export const registrationSchema = z.strictObject({
  /** Who takes reports of abuse about the thing itself: an address block, an AS, or a domain's registrant. */
  abuse: registeredContactSchema.optional(),
  /** The next best: the technical contact, the operations centre, the administrative contact. */
  other: registeredContactSchema.optional(),
  /** Who sold the domain. */
  registrar: registeredContactSchema.optional(),
  /** The registrar's number in IANA's list of registrar ids. */
  registrarId: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional(),
  /** The address block, as networks. */
  networks: z.array(z.string()).default([]),
  /** The ASes that announce it, where the registry says so. */
  asns: z.array(z.number().int().min(1).max(4_294_967_295)).default([]),
});
export type Registration = z.infer<typeof registrationSchema>;

/** `domain` by its registrable name, `ip` in its usual spelling, `asn` by its number. Nothing else is ever asked. */
export type RegistryQuestion =
  | { readonly kind: 'domain'; readonly name: string }
  | { readonly kind: 'ip'; readonly ip: string }
  | { readonly kind: 'asn'; readonly asn: number };

/**
 * | kind   | meaning                                                                                             |
 * |--------|-----------------------------------------------------------------------------------------------------|
 * | found  | the source has it; `fetchedAt` is when it was asked, which may be a while ago                        |
 * | none   | the source says that it has nothing                                                                  |
 * | silent | no answer that can be used, and none kept from before: ask again later                               |
 */
export type Looked =
  | { readonly kind: 'found'; readonly registration: Registration; readonly fetchedAt: Date }
  | { readonly kind: 'none' }
  | { readonly kind: 'silent' };

/** The registries as the ladder asks them. Nothing that they do throws, but the database's failures do. */
export interface Registries {
  /** Registration data (RFC 9082, RFC 9083). */
  rdap(question: RegistryQuestion, now: Date): Promise<Looked>;
  /** RIPE's abuse contact finder: also for other registries' addresses. */
  ripeAbuse(question: Exclude<RegistryQuestion, { kind: 'domain' }>, now: Date): Promise<Looked>;
  /** The AS that announces an IP, in `asns`. */
  ripeOrigin(question: Extract<RegistryQuestion, { kind: 'ip' }>, now: Date): Promise<Looked>;
}
