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
    if (answer !== undefined) return { kind: 'found', value: await followLink(deps, question, answer, fetched.url) };
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

async function followLink(
  deps: FetchJsonDeps,
  question: RegistryQuestion,
  answer: RdapAnswer,
  from: string,
): Promise<Registration> {
  const { registration } = answer;
  if (question.kind === 'domain') {
    const link = answer.registrarLink;
    const isMore = registration.registrar === undefined || registration.abuse === undefined;
    if (!isMore || link === undefined || link === from || !isAboutDomain(link, question.name)) return registration;
    const more = await readAt(deps, from, link, (value) => readRdap(value, 'domain'));
    return more === undefined ? registration : { ...more.registration, ...registration };
  }
  if (registration.abuse !== undefined || answer.abuseLink === undefined) return registration;
  const abuse = await readAt(deps, from, answer.abuseLink, readRdapEntity);
  if (abuse === undefined) return registration;
  return { ...registration, abuse: { ...abuse, name: answer.holderName ?? abuse.name } };
}

/** A link may lead anywhere; only one that asks about the same domain is followed. */
const isAboutDomain = (link: string, name: string): boolean =>
  new URL(link).pathname.toLowerCase().endsWith(`/domain/${name.toLowerCase()}`);

async function readAt<T>(
  deps: FetchJsonDeps,
  from: string,
  link: string,
  read: (value: unknown) => T | undefined,
): Promise<T | undefined> {
  if (from.startsWith('https:') && !link.startsWith('https:')) return undefined;
  const fetched = await fetchJson(deps, link);
  return fetched.kind === 'json' ? read(fetched.value) : undefined;
}
