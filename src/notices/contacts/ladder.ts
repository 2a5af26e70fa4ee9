/**
 * The ladder put together, pure: who is told, from the nearest to the item to the furthest. Rules by hand outrank
 * registration data, and each contact stands on its nearest rung alone.
 *
 * | rung      | by hand (`ruleFor`) | else                                                                              |
 * |-----------|---------------------|-----------------------------------------------------------------------------------|
 * | owner     | yes                 | the registrant's abuse contact, the domain's technical contact where it is public  |
 * | hosting   | yes                 | the abuse contact of the origin's IP where an origin is known; else of the IP, unless it is a proxy's |
 * | proxy     | yes                 | the abuse contact of the IP, where it is a proxy's; else there is no such rung      |
 * | upstream  | yes                 | the abuse contact of the AS that announces the origin's IP, or else the IP         |
 * | registrar | yes                 | the registrar's abuse contact by the domain's registration                         |
 */
import { registrableDomainOf } from '../../terms/web-address.ts';
import {
  RUNGS,
  type ContactSource,
  type FoundRung,
  type HostPlace,
  type ProviderContact,
  type Rung,
} from '../takedown/rung.ts';
import { ruleFor, type Contacts } from './contacts-file.ts';
import type { RegisteredContact } from './registration.ts';

/** A mailbox that a source named. */
export interface NamedContact {
  readonly contact: RegisteredContact;
  readonly source: Extract<ContactSource, 'rdap' | 'ripe'>;
  readonly fetchedAt: Date;
}

/** What the sources have said of an IP address. */
export interface NetworkFacts {
  readonly asn: number | undefined;
  /** The hosting provider's, or the proxy's. */
  readonly network: NamedContact | undefined;
  readonly upstream: NamedContact | undefined;
}

/** What the sources have said of an item's place. */
export interface LadderFacts extends NetworkFacts {
  readonly registrarId: string | undefined;
  readonly owner: NamedContact | undefined;
  readonly registrar: NamedContact | undefined;
  /** Of the place behind the proxy; undefined: nobody knows one. */
  readonly origin?: NetworkFacts | undefined;
}

/** No source was asked, or none has said anything. */
export const NO_NETWORK: NetworkFacts = { asn: undefined, network: undefined, upstream: undefined };
/** The same of everything. */
export const NO_FACTS: LadderFacts = {
  ...NO_NETWORK,
  ...{ registrarId: undefined, owner: undefined, registrar: undefined },
};

/** The rungs by the table above. `place.isBehindProxy` says whose the IP is. */
export function buildLadder(contacts: Contacts, place: HostPlace, facts: LadderFacts, now: Date): readonly FoundRung[] {
  const rungs: FoundRung[] = [];
  const told = new Set<string>();
  for (const rung of RUNGS) {
    if (rung === 'proxy' && !place.isBehindProxy) continue;
    const [at, of] = isKeptThere(rung) ? originOf(place, facts) : [place, facts];
    const byHand = handRule(contacts, rung, place, facts) ?? handRule(contacts, rung, at, of);
    const found: FoundRung | undefined =
      byHand === undefined
        ? toRung(rung, registered(rung, at, of))
        : { rung, contact: byHand, source: 'rule', fetchedAt: now };
    if (found === undefined || told.has(contactKey(found.contact))) continue;
    told.add(contactKey(found.contact));
    rungs.push(found);
  }
  return rungs;
}

/** What names the item's own host by hand goes before what names its origin's. */
function handRule(contacts: Contacts, rung: Rung, at: HostPlace, { asn, registrarId }: LadderFacts) {
  const isHidden = rung === 'upstream' && at.origin !== undefined;
  return isHidden ? undefined : ruleFor(contacts, rung, { ...at, asn, registrarId });
}

/** Whether the rung is of where the item is kept, and not of its name or of what stands before it. */
const isKeptThere = (rung: Rung): boolean => rung === 'hosting' || rung === 'upstream';

/** The place behind the proxy as a place of its own, where it is known; else the place as it is. */
function originOf(place: HostPlace, facts: LadderFacts): readonly [HostPlace, LadderFacts] {
  const { origin } = place;
  if (origin === undefined) return [place, facts];
  return [
    { ...origin, isBehindProxy: false },
    { ...facts, ...(facts.origin ?? NO_NETWORK) },
  ];
}

/** Equal for equal mailboxes and accounts. Mail domains know no case, and no provider tells mailboxes apart by it. */
export const contactKey = (contact: ProviderContact): string =>
  contact.channel === 'mail' ? `mail ${contact.email.toLowerCase()}` : `api ${contact.account}`;

function registered(rung: Rung, place: HostPlace, facts: LadderFacts): NamedContact | undefined {
  switch (rung) {
    case 'owner':
      return isRegistrars(facts.owner, facts.registrar) ? undefined : facts.owner;
    case 'hosting':
      return place.isBehindProxy ? undefined : facts.network;
    case 'proxy':
      return facts.network;
    case 'upstream':
      return facts.upstream;
    case 'registrar':
      return facts.registrar;
  }
}

/** Registrars put mailboxes of their own in place of their customers': such a one is no site owner's. */
function isRegistrars(owner: NamedContact | undefined, registrar: NamedContact | undefined): boolean {
  if (owner === undefined || registrar === undefined) return false;
  return mailDomain(owner.contact) === mailDomain(registrar.contact);
}

const mailDomain = (contact: RegisteredContact): string =>
  registrableDomainOf(contact.email.slice(contact.email.lastIndexOf('@') + 1).toLowerCase());

function toRung(rung: Rung, named: NamedContact | undefined): FoundRung | undefined {
  if (named === undefined) return undefined;
  return { rung, contact: { channel: 'mail', ...named.contact }, source: named.source, fetchedAt: named.fetchedAt };
}
