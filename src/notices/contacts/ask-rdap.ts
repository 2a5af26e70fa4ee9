/**
 * RDAP (RFC 9082, RFC 9083): the authoritative server is asked by the bootstrap files, and where its answer only points to the
 * contact, the one it points to. Asked are a registrable domain, an IP and an AS number, and never an item's address.
 */
import type { Directory } from './bootstrap.ts';
import { fetchJson, type Fetched, type FetchJsonDeps } from './fetch-json.ts';
import type { Heard } from './lookup-age.ts';
import { readRdap, readRdapEntity, type RdapAnswer } from './read-rdap.ts';
import type { Registration, RegistryQuestion } from './registration.ts';

/** At most so many servers of one entry are tried: most entries have one, by two schemes. */
const MOST_SERVERS = 3;

/** Asks for one registration. Never throws. */
export async function askRdap(
  deps: FetchJsonDeps,
  directory: Directory,
  question: RegistryQuestion,
): Promise<Heard<Registration>> {
  const servers = directory.serversFor(question).slice(0, MOST_SERVERS);
  let silence: Extract<Fetched, { kind: 'silent' }> | undefined;
  for (const server of servers) {
    const fetched = await fetchJson(deps, `${server}${pathOf(question)}`);
    if (fetched.kind === 'none') return fetched;
    if (fetched.kind === 'silent') {
      silence = fetched;
      continue;
    }
    if (saysNone(fetched.value)) return { kind: 'none' };
    const answer = readRdap(fetched.value, question.kind);
    if (answer !== undefined) return followLink(deps, question, answer, fetched.url);
  }
  // Nobody registered as the one to ask: that is an answer. All who are have been silent, or have talked nonsense.
  if (servers.length === 0) return { kind: 'none' };
  return { kind: 'silent', retryAfterMs: silence?.retryAfterMs };
}

function pathOf(question: RegistryQuestion): string {
  switch (question.kind) {
    case 'domain':
      return `domain/${encodeURIComponent(question.name)}`;
    case 'ip':
      return `ip/${question.ip}`;
    case 'asn':
      return `autnum/${question.asn}`;
  }
}

/** Some servers answer 200 with an error object that says 404 (RFC 9083, 6). */
const saysNone = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'errorCode' in value && Number(value.errorCode) === 404;

/** The answer with what the one that it points to adds. */
async function followLink(
  deps: FetchJsonDeps,
  question: RegistryQuestion,
  answer: RdapAnswer,
  from: string,
): Promise<Heard<Registration>> {
  const { registration } = answer;
  const link = linkToFollow(question, answer, from);
  if (link === undefined) return { kind: 'found', value: registration };
  const fetched = await fetchJson(deps, link);
  if (fetched.kind !== 'json')
    return { kind: 'found', value: registration, ...(fetched.kind === 'silent' ? { isPartial: true } : {}) };
  if (question.kind === 'domain') {
    const more = readRdap(fetched.value, 'domain');
    return { kind: 'found', value: { ...more?.registration, ...registration } };
  }
  const abuse = readRdapEntity(fetched.value);
  if (abuse === undefined) return { kind: 'found', value: registration };
  return { kind: 'found', value: { ...registration, abuse: { ...abuse, name: answer.holderName ?? abuse.name } } };
}

function linkToFollow(question: RegistryQuestion, answer: RdapAnswer, from: string): string | undefined {
  const { registration, registrarLink, abuseLink } = answer;
  const isDomain = question.kind === 'domain';
  const isWhole = registration.abuse !== undefined && (!isDomain || registration.registrar !== undefined);
  const link = isDomain ? registrarLink : abuseLink;
  if (isWhole || link === undefined || link === from) return undefined;
  if (isDomain && !isAboutDomain(link, question.name)) return undefined;
  return from.startsWith('https:') && !link.startsWith('https:') ? undefined : link;
}

/** A link may lead anywhere; only one that asks about the same domain is followed. */
const isAboutDomain = (link: string, name: string): boolean =>
  new URL(link).pathname.toLowerCase().endsWith(`/domain/${name.toLowerCase()}`);
