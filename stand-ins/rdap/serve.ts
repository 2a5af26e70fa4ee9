/** What the stand-in's servers say when they are well: which registry has what, and whom it sends elsewhere. */
import ipaddr from 'ipaddr.js';
import { abuseHandleOf, autnumAnswer, domainAnswer, entityAnswer, networkAnswer } from './answers.ts';
import type { RdapRecords } from './records.ts';
import type { RdapFiles } from './files.ts';
import { IANA_HOST, RIPE_HOSTS, type RdapRegistry } from './registries.ts';

/** An answer before the server's temper has its say. */
export interface Honest {
  readonly status: number;
  readonly body?: unknown;
  readonly location?: string;
  /** `application/json` for RIPE's services. */
  readonly isPlain?: boolean;
}

/** What a host says about a path. */
export function answerTo(
  host: string,
  pathAndQuery: string,
  registries: readonly RdapRegistry[],
  records: RdapRecords,
  files: RdapFiles,
): Honest {
  const url = new URL(pathAndQuery, `http://${host}`);
  if (host === RIPE_HOSTS.stat.host) return statAnswer(url, records);
  if (host === RIPE_HOSTS.database.host) return databaseAnswer(url, records);
  if (host === IANA_HOST.host) return fileAnswer(url, files);
  const registry = registries.find((one) => one.host === host);
  const [, kind, name = ''] = /^\/rdap\/(domain|ip|autnum|entity)\/([^/]+)$/.exec(url.pathname) ?? [];
  if (registry === undefined || kind === undefined) return notFound();
  const named = decodeURIComponent(name);
  switch (kind) {
    case 'domain':
      return domainOf(registry, registries, records, named, url);
    case 'ip':
      return networkOf(registry, registries, records, named, url);
    case 'autnum':
      return autnumOf(registry, registries, records, named, url);
    default:
      return entityOf(records, named);
  }
}

/** IANA's files, as it publishes them. */
function fileAnswer(url: URL, files: RdapFiles): Honest {
  const { dns, ipv4, ipv6, asn } = files;
  const found = new Map(Object.entries({ dns, ipv4, ipv6, asn })).get(
    /^\/rdap\/(\w+)\.json$/.exec(url.pathname)?.[1] ?? '',
  );
  return found === undefined ? notFound() : { status: 200, isPlain: true, body: found };
}

const notFound = (): Honest => ({ status: 404, body: ERROR_404 });
/** RFC 9083, 6. */
export const ERROR_404 = {
  rdapConformance: ['rdap_level_0'],
  errorCode: 404,
  title: 'Not Found',
  description: ['No such object.'],
};

function domainOf(
  registry: RdapRegistry,
  registries: readonly RdapRegistry[],
  records: RdapRecords,
  name: string,
  url: URL,
): Honest {
  const domain = records.domain(name);
  if (domain === undefined) return notFound();
  const registrar = registries.find((one) => one.manner === 'registrar');
  const registrarUrl = registrar === undefined ? undefined : `http://${registrar.host}/rdap/domain/${name}`;
  return { status: 200, body: domainAnswer(registry, domain, url.href, registrarUrl) };
}

function networkOf(
  registry: RdapRegistry,
  registries: readonly RdapRegistry[],
  records: RdapRecords,
  ip: string,
  url: URL,
): Honest {
  if (!ipaddr.isValid(ip)) return { status: 400, body: { errorCode: 400, title: 'Bad Request' } };
  const home = homeOf(registries, ip);
  if (home !== undefined && home.id !== registry.id)
    return { status: 303, location: `http://${home.host}/rdap/ip/${ip}` };
  const network = records.networkOf(ip);
  return network === undefined ? notFound() : { status: 200, body: networkAnswer(registry, network, url.href) };
}

/** The registry with the smallest block of the address. */
function homeOf(registries: readonly RdapRegistry[], ip: string): RdapRegistry | undefined {
  const address = ipaddr.parse(ip);
  let best: { registry: RdapRegistry; bits: number } | undefined;
  for (const registry of registries) {
    for (const cidr of registry.networks ?? []) {
      const [base, bits] = ipaddr.parseCIDR(cidr);
      if (base.kind() !== address.kind() || !address.match(base, bits) || bits <= (best?.bits ?? -1)) continue;
      best = { registry, bits };
    }
  }
  return best?.registry;
}

function autnumOf(
  registry: RdapRegistry,
  registries: readonly RdapRegistry[],
  records: RdapRecords,
  text: string,
  url: URL,
): Honest {
  const asn = Number(text);
  const home = registries.find((one) =>
    (one.asns ?? []).some((span) => {
      const [low = 0, high = low] = span.split('-').map(Number);
      return low <= asn && asn <= high;
    }),
  );
  if (home !== undefined && home.id !== registry.id)
    return { status: 303, location: `http://${home.host}/rdap/autnum/${asn}` };
  const autnum = records.autnum(asn);
  return autnum === undefined ? notFound() : { status: 200, body: autnumAnswer(registry, autnum, url.href) };
}

function entityOf(records: RdapRecords, handle: string): Honest {
  const holder = records.holders().find((one) => abuseHandleOf(one.name) === handle);
  if (holder?.abuseEmail === undefined) return notFound();
  return { status: 200, body: entityAnswer(handle, `${holder.name} Abuse`, holder.abuseEmail) };
}

/** RIPEstat: every answer is wrapped, and an unknown resource is no error. */
function statAnswer(url: URL, records: RdapRecords): Honest {
  const resource = url.searchParams.get('resource') ?? '';
  const asn = /^AS(\d+)$/i.exec(resource)?.[1];
  const network = ipaddr.isValid(resource) ? records.networkOf(resource) : undefined;
  const wrapped = (data: unknown): Honest => ({
    status: 200,
    isPlain: true,
    body: { status: 'ok', status_code: 200, version: '2.1', data_call_status: 'supported', messages: [], data },
  });
  if (url.pathname === '/data/abuse-contact-finder/data.json') {
    const holder = asn === undefined ? network : records.autnum(Number(asn));
    const email = holder?.ripeAbuseEmail;
    return wrapped({
      abuse_contacts: email === undefined ? [] : [email],
      authoritative_rir: 'ripe',
      parameters: { resource },
    });
  }
  if (url.pathname === '/data/network-info/data.json') {
    const origin = network?.originAs;
    return wrapped({ asns: origin === undefined ? [] : [String(origin)], prefix: network?.cidr ?? '' });
  }
  return {
    status: 404,
    isPlain: true,
    body: { status: 'error', status_code: 404, messages: [['error', 'No such data call.']] },
  };
}

/** The RIPE Database's REST service. */
function databaseAnswer(url: URL, records: RdapRecords): Honest {
  const [, resource = ''] = /^\/abuse-contact\/(.+)\.json$/.exec(decodeURIComponent(url.pathname)) ?? [];
  const asn = /^AS(\d+)$/i.exec(resource)?.[1];
  const holder =
    asn === undefined
      ? ipaddr.isValid(resource)
        ? records.networkOf(resource)
        : undefined
      : records.autnum(Number(asn));
  if (holder?.ripeAbuseEmail === undefined)
    return {
      status: 404,
      isPlain: true,
      body: { service: 'abuse-contact', errormessages: { errormessage: [{ severity: 'Error' }] } },
    };
  return {
    status: 200,
    isPlain: true,
    body: {
      service: 'abuse-contact',
      parameters: { 'primary-key': { value: resource } },
      'abuse-contacts': { key: 'AR1-EXAMPLE', email: holder.ripeAbuseEmail, suspect: false },
    },
  };
}
