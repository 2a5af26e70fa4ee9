/** RDAP objects (RFC 9083) as the different registries write them: the same facts in different places. */
import ipaddr from 'ipaddr.js';
import { rangeOf, type RdapAutnum, type RdapDomain, type RdapNetwork } from './records.ts';
import type { RdapRegistry } from './registries.ts';

type Json = Readonly<Record<string, unknown>>;

const CONFORMANCE = { top: ['rdap_level_0', 'cidr0', 'nro_rdap_profile_0'], other: ['rdap_level_0'] } as const;
const NOTICES = [
  {
    title: 'Terms and Conditions',
    description: ['This is a stand-in. Nothing here is about anybody.'],
    links: [
      { value: 'https://example.org/', rel: 'terms-of-service', href: 'https://example.org/terms', type: 'text/html' },
    ],
  },
];

const card = (fn: string, kind: string, email?: string, country?: string): Json => ({
  vcardArray: [
    'vcard',
    [
      ['version', {}, 'text', '4.0'],
      ['fn', {}, 'text', fn],
      ['kind', {}, 'text', kind],
      ['adr', country === undefined ? {} : { cc: country }, 'text', ['', '', '1 Example Street', '', '', '', '']],
      ['tel', { type: 'voice' }, 'uri', 'tel:+46-8-555-0100'],
      ...(email === undefined ? [] : [['email', { type: 'work' }, 'text', email]]),
    ],
  ],
});

const entity = (handle: string, roles: readonly string[], more: Json): Json => ({
  ...{ objectClassName: 'entity', handle, roles },
  ...more,
});

const handleOf = (name: string, suffix: string): string =>
  `${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '-')}-${suffix}`;

/** An `ip network`. */
export function networkAnswer(registry: RdapRegistry, network: RdapNetwork, url: string): Json {
  const { start, end } = rangeOf(network.cidr);
  const isV4 = ipaddr.parseCIDR(network.cidr)[0].kind() === 'ipv4';
  const [prefix, length] = network.cidr.split('/');
  const cidr0 = { cidr0_cidrs: [{ [isV4 ? 'v4prefix' : 'v6prefix']: prefix, length: Number(length) }] };
  return {
    rdapConformance: registry.manner === 'top' ? CONFORMANCE.top : CONFORMANCE.other,
    notices: NOTICES,
    objectClassName: 'ip network',
    handle: `${start} - ${end}`,
    startAddress: start,
    endAddress: end,
    ipVersion: isV4 ? 'v4' : 'v6',
    name: handleOf(network.name, 'NET'),
    type: 'ASSIGNED PA',
    country: network.country,
    status: ['active'],
    ...(registry.manner === 'remarks' ? {} : cidr0),
    ...(registry.manner === 'nested' && network.originAs !== undefined
      ? { arin_originas0_originautnums: [network.originAs] }
      : {}),
    ...remarksOf(network),
    links: [{ value: url, rel: 'self', href: url, type: 'application/rdap+json' }],
    entities: holderEntities(registry, network, url),
  };
}

const remarksOf = (network: RdapNetwork): Json =>
  network.isInRemarks === true && network.abuseEmail !== undefined
    ? {
        remarks: [
          { title: 'description', description: [network.name, `Send abuse reports to: ${network.abuseEmail}.`] },
        ],
      }
    : {};

/** An `autnum`. */
export function autnumAnswer(registry: RdapRegistry, autnum: RdapAutnum, url: string): Json {
  return {
    rdapConformance: registry.manner === 'top' ? CONFORMANCE.top : CONFORMANCE.other,
    notices: NOTICES,
    objectClassName: 'autnum',
    handle: `AS${autnum.asn}`,
    startAutnum: autnum.asn,
    endAutnum: autnum.asn,
    name: handleOf(autnum.name, 'AS'),
    country: autnum.country,
    status: ['active'],
    links: [{ value: url, rel: 'self', href: url, type: 'application/rdap+json' }],
    entities: holderEntities(registry, autnum, url),
  };
}

type Holder = Pick<RdapNetwork, 'name' | 'country' | 'abuseEmail' | 'technicalEmail' | 'isInRemarks'>;

/** Who holds a block or an AS, in the registry's manner. */
function holderEntities(registry: RdapRegistry, holder: Holder, url: string): readonly Json[] {
  const { name, country } = holder;
  const abuseEmail = holder.isInRemarks === true ? undefined : holder.abuseEmail;
  const abuse =
    abuseEmail === undefined
      ? []
      : [entity(handleOf(name, 'ABUSE'), ['abuse'], card(`${name} Abuse`, 'group', abuseEmail, country))];
  const technical =
    holder.technicalEmail === undefined
      ? []
      : [entity(handleOf(name, 'TECH'), ['technical'], card(`${name} NOC`, 'group', holder.technicalEmail, country))];
  const organisation = card(name, 'org', undefined, country);
  switch (registry.manner) {
    case 'nested':
      return [
        entity(handleOf(name, 'ORG'), ['registrant'], { ...organisation, entities: [...technical, ...abuse] }),
        ...technical,
      ];
    case 'referred':
      return [
        entity(handleOf(name, 'ORG'), ['registrant'], organisation),
        ...(abuseEmail === undefined
          ? technical
          : [entity(handleOf(name, 'ABUSE'), ['abuse'], { links: [selfOf(url, handleOf(name, 'ABUSE'))] })]),
      ];
    case 'top':
    case 'remarks':
    case 'thin':
    case 'registrar':
      return [entity(handleOf(name, 'ORG'), ['registrant'], organisation), ...technical, ...abuse];
  }
}

const selfOf = (url: string, handle: string): Json => {
  const href = new URL(`/rdap/entity/${handle}`, url).href;
  return { value: url, rel: 'self', href, type: 'application/rdap+json' };
};

/** An `entity` on its own, for those that are only named elsewhere. */
export const entityAnswer = (handle: string, name: string, email: string): Json => ({
  rdapConformance: CONFORMANCE.other,
  ...entity(handle, ['abuse'], card(name, 'group', email)),
});

/** The handle by which `entityAnswer` is asked for. */
export const abuseHandleOf = (name: string): string => handleOf(name, 'ABUSE');

/** A `domain` as the registry has it (`thin`), or as its registrar. */
export function domainAnswer(
  registry: RdapRegistry,
  domain: RdapDomain,
  url: string,
  registrarUrl: string | undefined,
): Json {
  const { registrar } = domain;
  const isThin = registry.manner === 'thin';
  return {
    rdapConformance: ['rdap_level_0', 'icann_rdap_technical_implementation_guide_1', 'icann_rdap_response_profile_1'],
    notices: NOTICES,
    objectClassName: 'domain',
    handle: handleOf(domain.name, 'DOM'),
    ldhName: domain.name.toUpperCase(),
    status: ['client transfer prohibited'],
    secureDNS: { delegationSigned: false },
    nameservers: [{ objectClassName: 'nameserver', ldhName: 'NS1.EXAMPLE.NET' }],
    events: [{ eventAction: 'registration', eventDate: '2019-05-04T10:00:00Z' }],
    links: [
      { value: url, rel: 'self', href: url, type: 'application/rdap+json' },
      ...(isThin && registrarUrl !== undefined
        ? [{ value: url, rel: 'related', href: registrarUrl, type: 'application/rdap+json' }]
        : []),
    ],
    entities: [
      ...(registrar === undefined ? [] : [registrarEntity(registrar)]),
      ...(isThin ? [] : registrantEntities(domain)),
    ],
  };
}

function registrarEntity(registrar: NonNullable<RdapDomain['registrar']>): Json {
  const { name, ianaId, abuseEmail } = registrar;
  return entity(ianaId ?? handleOf(name, 'REG'), ['registrar'], {
    ...(ianaId === undefined ? {} : { publicIds: [{ type: 'IANA Registrar ID', identifier: ianaId }] }),
    ...card(name, 'org'),
    entities:
      abuseEmail === undefined
        ? []
        : [{ objectClassName: 'entity', roles: ['abuse'], ...card('', 'group', abuseEmail) }],
  });
}

function registrantEntities(domain: RdapDomain): readonly Json[] {
  const { ownerAbuseEmail, technicalEmail } = domain;
  const redacted = { remarks: [{ title: 'REDACTED FOR PRIVACY', description: ['Some data is left out.'] }] };
  return [
    entity('REDACTED', ['registrant'], {
      ...card('REDACTED FOR PRIVACY', 'individual'),
      ...redacted,
      entities:
        ownerAbuseEmail === undefined
          ? []
          : [entity('OWNER-ABUSE', ['abuse'], card('Site abuse desk', 'group', ownerAbuseEmail))],
    }),
    ...(technicalEmail === undefined
      ? []
      : [entity('TECH', ['technical'], card('Site operations', 'group', technicalEmail))]),
  ];
}
