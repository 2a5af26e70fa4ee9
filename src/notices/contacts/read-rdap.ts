/**
 * An RDAP answer (RFC 9083) to what is used of it. Tolerant of how servers differ: a role in capitals, an abuse contact
 * nested in the organisation's entity (ARIN), at the top (RIPE NCC) or in the remarks alone; strict about what is taken: an
 * address is one, or it is not there. Pure; never throws.
 *
 * | of               | abuse                                                  | other                                      |
 * |------------------|--------------------------------------------------------|--------------------------------------------|
 * | IP network, AS   | role `abuse`, the outermost; an abuse mailbox in remarks | `technical`, `noc`, `administrative`, `registrant` |
 * | domain           | role `abuse` inside the registrant                      | role `technical` at the top                 |
 *
 * A domain's registrar: role `abuse` inside the registrar, else at the top, else the registrar's own mailbox.
 */
import ipaddr from 'ipaddr.js';
import type { CountryCode } from '../../terms/countries.ts';
import { listOf, objectOf, textOf, textsOf } from './json-values.ts';
import { mailAddressesIn } from './mail-address.ts';
import { countryOf, readCard } from './read-card.ts';
import type { RegisteredContact, Registration, RegistryQuestion } from './registration.ts';

/** What an answer says, and where more is to be had. */
export interface RdapAnswer {
  readonly registration: Registration;
  /** The registrar's own RDAP answer about the domain. */
  readonly registrarLink: string | undefined;
  /** The abuse contact's own answer, where this one only names it. */
  readonly abuseLink: string | undefined;
  /** The organisation that holds it. */
  readonly holderName: string | undefined;
}

const CLASS_NAMES = { domain: 'domain', ip: 'ip network', asn: 'autnum' } as const;
const MAX_DEPTH = 6;
const MAX_ENTITIES = 500;
const MAX_NAME_LENGTH = 200;
const OTHER_ROLES = ['technical', 'noc', 'administrative', 'registrant'];

interface Entity {
  readonly roles: readonly string[];
  /** The roles of all entities that it stands inside of. */
  readonly inside: readonly string[];
  readonly depth: number;
  readonly contact: RegisteredContact | undefined;
  readonly members: Readonly<Record<string, unknown>>;
}

/** Undefined when it is no answer to the question: of another class, or no RDAP at all. */
export function readRdap(value: unknown, asked: RegistryQuestion['kind']): RdapAnswer | undefined {
  const top = objectOf(value);
  if (top === undefined || !isAnswer(top, asked)) return undefined;
  const entities = entitiesOf(top, countryOf(top['country']));
  const abuseEntity = entities.find((entity) => entity.roles.includes('abuse'));
  const holder = holderOf(entities);
  return {
    registration: asked === 'domain' ? ofDomain(entities) : ofNumbers(top, entities),
    registrarLink: asked === 'domain' ? registrarLinkOf(top) : undefined,
    abuseLink:
      abuseEntity === undefined || abuseEntity.contact !== undefined ? undefined : selfLinkOf(abuseEntity.members),
    holderName: holder === undefined ? undefined : readCard(holder.members).name?.slice(0, MAX_NAME_LENGTH),
  };
}

/** The abuse contact in the answer about an entity. */
export function readRdapEntity(value: unknown): RegisteredContact | undefined {
  const top = objectOf(value);
  if (top === undefined || classOf(top) !== 'entity') return undefined;
  return contactOf(top, undefined);
}

const classOf = (top: Readonly<Record<string, unknown>>): string | undefined =>
  textOf(top['objectClassName'])?.toLowerCase();

/** Some servers leave the class out (RFC 9083, 4.9 requires it): entities or a handle then make it an answer. */
function isAnswer(top: Readonly<Record<string, unknown>>, asked: RegistryQuestion['kind']): boolean {
  if (top['errorCode'] !== undefined) return false;
  const name = classOf(top);
  return name === undefined ? 'entities' in top || 'handle' in top : name === CLASS_NAMES[asked];
}

/** All entities, those at the top first, then those inside them. */
function entitiesOf(top: Readonly<Record<string, unknown>>, country: CountryCode | undefined): readonly Entity[] {
  const found: Entity[] = [];
  let level: { readonly value: unknown; readonly inside: readonly string[] }[] = listOf(top['entities']).map(
    (value) => ({
      value,
      inside: [],
    }),
  );
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    const next: typeof level = [];
    for (const { value, inside } of level) {
      const members = objectOf(value);
      if (members === undefined) continue;
      if (found.length >= MAX_ENTITIES) return found;
      const roles = textsOf(members['roles']).map((role) => role.toLowerCase());
      found.push({ roles, inside, depth, contact: contactOf(members, country), members });
      for (const nested of listOf(members['entities'])) next.push({ value: nested, inside: [...inside, ...roles] });
    }
    level = next;
  }
  return found;
}

function contactOf(
  members: Readonly<Record<string, unknown>>,
  country: CountryCode | undefined,
): RegisteredContact | undefined {
  const card = readCard(members);
  const email = card.emails.find((address) => /^abuse/i.test(address)) ?? card.emails[0];
  if (email === undefined) return undefined;
  return toContact(card.name ?? textOf(members['handle']), email, card.country ?? country);
}

function toContact(name: string | undefined, email: string, country: CountryCode | undefined): RegisteredContact {
  const said = (name ?? email.slice(email.lastIndexOf('@') + 1)).slice(0, MAX_NAME_LENGTH);
  return { name: said, email, ...(country === undefined ? {} : { country }) };
}

const contactWhere = (
  entities: readonly Entity[],
  isWanted: (entity: Entity) => boolean,
): RegisteredContact | undefined =>
  entities.find((entity) => entity.contact !== undefined && isWanted(entity))?.contact;

function ofDomain(entities: readonly Entity[]): Registration {
  const has = (role: string) => (entity: Entity) => entity.roles.includes(role);
  const abuseInside = (role: string) => (entity: Entity) => has('abuse')(entity) && entity.inside.includes(role);
  const registrarEntity = entities.find((entity) => entity.depth === 0 && has('registrar')(entity));
  const abuse = contactWhere(entities, abuseInside('registrant'));
  const other = contactWhere(entities, (entity) => has('technical')(entity) && entity.depth === 0);
  const registrar =
    contactWhere(entities, abuseInside('registrar')) ??
    contactWhere(entities, (entity) => has('abuse')(entity) && entity.depth === 0) ??
    registrarEntity?.contact;
  const registrarId = registrarEntity === undefined ? undefined : ianaIdOf(registrarEntity.members);
  return {
    ...{ networks: [], asns: [] },
    ...(abuse === undefined ? {} : { abuse }),
    ...(other === undefined ? {} : { other }),
    ...(registrar === undefined ? {} : { registrar: withName(registrar, registrarEntity) }),
    ...(registrarId === undefined ? {} : { registrarId }),
  };
}

/** A desk's card is seldom named after the organisation that it belongs to, and a notice is to the organisation. */
function withName(contact: RegisteredContact, organisation: Entity | undefined): RegisteredContact {
  const name = organisation === undefined ? undefined : readCard(organisation.members).name;
  return name === undefined ? contact : { ...contact, name: name.slice(0, MAX_NAME_LENGTH) };
}

/** RFC 9083, 4.8; the type is `IANA Registrar ID`. */
function ianaIdOf(members: Readonly<Record<string, unknown>>): string | undefined {
  const id = listOf(members['publicIds'])
    .map(objectOf)
    .find((one) => /iana/i.test(textOf(one?.['type']) ?? ''))?.['identifier'];
  const text = typeof id === 'number' ? String(id) : textOf(id);
  return text !== undefined && /^\d{1,6}$/.test(text) ? text : undefined;
}

function ofNumbers(top: Readonly<Record<string, unknown>>, entities: readonly Entity[]): Registration {
  const country = countryOf(top['country']);
  const abuse = contactWhere(entities, (entity) => entity.roles.includes('abuse')) ?? abuseInRemarks(top, country);
  const other = OTHER_ROLES.map((role) => contactWhere(entities, (entity) => entity.roles.includes(role))).find(
    (contact) => contact !== undefined,
  );
  const holder = holderOf(entities);
  return {
    ...(abuse === undefined ? {} : { abuse: withName(abuse, holder) }),
    ...(other === undefined ? {} : { other: withName(other, holder) }),
    networks: [...networksOf(top)],
    asns: [...originsOf(top)],
  };
}

const holderOf = (entities: readonly Entity[]): Entity | undefined =>
  entities.find((entity) => entity.depth === 0 && entity.roles.includes('registrant'));

/** Older entries name the mailbox in words. Only one that calls itself abuse is taken from there. */
function abuseInRemarks(
  top: Readonly<Record<string, unknown>>,
  country: CountryCode | undefined,
): RegisteredContact | undefined {
  const texts = [...listOf(top['remarks']), ...listOf(top['notices'])].flatMap((remark) =>
    textsOf(objectOf(remark)?.['description']),
  );
  const email = mailAddressesIn(texts.slice(0, 20)).find((address) => /^[^@]*abuse[^@]*@/i.test(address));
  return email === undefined ? undefined : toContact(textOf(top['name']), email, country);
}

/** `cidr0_cidrs` (the NRO's extension), else the range where it is a whole network. */
function networksOf(top: Readonly<Record<string, unknown>>): readonly string[] {
  const listed = listOf(top['cidr0_cidrs'])
    .slice(0, 50)
    .flatMap((entry) => {
      const { v4prefix, v6prefix, length } = objectOf(entry) ?? {};
      const prefix = textOf(v4prefix) ?? textOf(v6prefix);
      return prefix !== undefined && typeof length === 'number' ? [`${prefix}/${length}`] : [];
    })
    .filter((cidr) => ipaddr.isValidCIDR(cidr));
  if (listed.length > 0) return listed;
  const whole = wholeNetwork(textOf(top['startAddress']), textOf(top['endAddress']));
  return whole === undefined ? [] : [whole];
}

function wholeNetwork(start: string | undefined, end: string | undefined): string | undefined {
  if (start === undefined || end === undefined || !ipaddr.isValid(start) || !ipaddr.isValid(end)) return undefined;
  const [first, last] = [ipaddr.parse(start), ipaddr.parse(end)];
  if (first.kind() !== last.kind()) return undefined;
  const [low, high] = [bitsOf(first.toByteArray()), bitsOf(last.toByteArray())];
  let length = 0;
  while (length < low.length && low[length] === high[length]) length += 1;
  const isWhole = !low.includes('1', length) && !high.includes('0', length);
  return isWhole ? `${first.toString()}/${length}` : undefined;
}

const bitsOf = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');

/** ARIN's extension `originas0`; the numbers stand as numbers or as texts. */
function originsOf(top: Readonly<Record<string, unknown>>): readonly number[] {
  return [...listOf(top['arin_originas0_originautnums']), ...listOf(top['originautnums'])]
    .slice(0, 50)
    .map((asn) => Number(typeof asn === 'string' ? asn.replace(/^AS/i, '') : asn))
    .filter((asn) => Number.isInteger(asn) && asn > 0 && asn <= 4_294_967_295);
}

/** RFC 9083, 4.2: the registry's answer points to the registrar's with `related`. */
function registrarLinkOf(top: Readonly<Record<string, unknown>>): string | undefined {
  return linkWhere(top, (link) => {
    const isRdap = /rdap\+json/i.test(textOf(link['type']) ?? '') || link['type'] === undefined;
    return textOf(link['rel'])?.toLowerCase() === 'related' && isRdap;
  });
}

const selfLinkOf = (members: Readonly<Record<string, unknown>>): string | undefined =>
  linkWhere(members, (link) => textOf(link['rel'])?.toLowerCase() === 'self');

function linkWhere(
  members: Readonly<Record<string, unknown>>,
  isWanted: (link: Readonly<Record<string, unknown>>) => boolean,
): string | undefined {
  for (const value of listOf(members['links']).slice(0, 50)) {
    const link = objectOf(value);
    const href = textOf(link?.['href']);
    if (link !== undefined && href !== undefined && isWanted(link) && /^https?:\/\//i.test(href) && URL.canParse(href))
      return href;
  }
  return undefined;
}
