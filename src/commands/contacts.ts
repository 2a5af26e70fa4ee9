/**
 * `npm run fyr -- contacts ...`: whom the hotline would tell about a host, and IANA's lists of registration servers. Hosts and
 * addresses appear in the operator's own terminal and nowhere else.
 */
import { isIP } from 'node:net';
import type { Writable } from 'node:stream';
import { NameNotResolved, type Network, type Places } from '../crawl/door.ts';
import { locateHost } from '../locate-host.ts';
import {
  findLadder,
  openContacts,
  refreshBootstrap,
  type ContactSettings,
  type FoundRung,
  type HostPlace,
  type Ladder,
  type RefreshResult,
} from '../notices/door.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { canonicaliseUrl } from '../terms/web-address.ts';

const USAGE = `npm run fyr -- contacts find HOST|IP   who would be told about it, by which source, and how old that is
npm run fyr -- contacts refresh        fetch IANA's newest lists of registration servers (RDAP)

docs/notices.md, "Whom to tell". Nothing outside of this machine is asked while FYR_NOTICE_MODE is test.
`;

/** What the commands need of the house. */
export interface ContactCommandDeps {
  readonly settings: ContactSettings;
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly network: Network;
  readonly places: Places;
  readonly clock: Clock;
  readonly userAgent: string;
  /** Where the lists are published; IANA by default. */
  readonly refreshFrom?: string;
}

/** Runs one command. @returns 0 done, 1 nobody is known or a list could not be had, 2 not understood */
export async function runContactsCommand(
  args: readonly string[],
  deps: ContactCommandDeps,
  out: Writable,
): Promise<number> {
  const [verb, name, ...more] = args;
  if (verb === 'find' && name !== undefined && more.length === 0) return find(deps, name, out);
  if (verb === 'refresh' && name === undefined) return refresh(deps, out);
  out.write(USAGE);
  return 2;
}

async function find(deps: ContactCommandDeps, text: string, out: Writable): Promise<number> {
  const host = hostIn(text);
  if (host === undefined) {
    out.write(`Not a host or an IP address: ${text}\n\n${USAGE}`);
    return 2;
  }
  const place = await placeOf(deps, host);
  const now = deps.clock.now();
  const ladder = await findLadder(await openContacts(deps), place, now);
  out.write(describeLadder(place, ladder, now));
  if (deps.settings.rdap === 'off') out.write('Registration data is not asked: FYR_NOTICE_RDAP is off.\n');
  else if (deps.settings.mode === 'test')
    out.write('FYR_NOTICE_MODE is test: nothing outside of this machine was asked.\n');
  return ladder.rungs.length > 0 ? 0 : 1;
}

/** A host or an IP in any spelling, also as it stands in an address. */
function hostIn(text: string): string | undefined {
  const bare = text.replace(/^\[|\]$/g, '');
  const address = canonicaliseUrl(
    isIP(bare) === 6 ? `http://[${bare}]/` : /^https?:/i.test(text) ? text : `http://${bare}/`,
  );
  return address.ok ? address.address.host : undefined;
}

async function placeOf(deps: ContactCommandDeps, host: string): Promise<HostPlace> {
  const isBehindProxy = false;
  if (isIP(host) !== 0) return { host, ip: host, country: deps.places.countryOf(host), isBehindProxy };
  try {
    const { ip, country } = await locateHost(deps.network, deps.places, host);
    return { host, ip, country, isBehindProxy };
  } catch (error) {
    if (!(error instanceof NameNotResolved)) throw error;
    return { host, ip: undefined, country: undefined, isBehindProxy };
  }
}

/** The ladder as it is printed: where the host is, each rung with who and by whom, and who has not answered. */
export function describeLadder(place: HostPlace, { rungs, silent }: Ladder, now: Date): string {
  const where = [place.host, place.ip ?? 'no address', place.country].filter((part) => part !== undefined).join(', ');
  const widest = Math.max(0, ...rungs.map((rung) => describeContact(rung).length));
  const lines = rungs.map(
    (rung) => `  ${rung.rung.padEnd(10)} ${describeContact(rung).padEnd(widest)}  ${describeSource(rung, now)}`,
  );
  return [
    where,
    ...(lines.length > 0
      ? lines
      : ['  Nobody is known: name somebody in the contacts file (docs/partners/provider.md).']),
    ...silent.map((source) => `  No answer this time: ${SILENT_WORDS[source] ?? source}; it is asked again later.`),
    '',
  ].join('\n');
}

const SILENT_WORDS: Readonly<Partial<Record<string, string>>> = {
  'rdap-domain': "the domain's registration",
  'rdap-ip': "the address's registration",
  'rdap-asn': "the AS's registration",
  ripe: "RIPE's abuse contacts",
};

function describeContact({ contact }: FoundRung): string {
  return contact.channel === 'mail' ? `${contact.name} <${contact.email}>` : `${contact.name} (API ${contact.account})`;
}

function describeSource({ source, fetchedAt }: FoundRung, now: Date): string {
  switch (source) {
    case 'rule':
      return 'by hand';
    case 'rdap':
      return `registration data, asked ${ageInWords(fetchedAt, now)}`;
    case 'ripe':
      return `RIPE, asked ${ageInWords(fetchedAt, now)}`;
    case 'answer':
      return 'another provider said so';
    case 'console':
      return 'by a person';
  }
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago, in the largest whole unit: `just now`, `5 minutes ago`, `3 days ago`. */
export function ageInWords(at: Date, now: Date): string {
  const ageMs = now.getTime() - at.getTime();
  const unit = UNITS.find(([, ms]) => ageMs >= ms);
  if (unit === undefined) return 'just now';
  const [name, ms] = unit;
  const count = Math.floor(ageMs / ms);
  return `${count} ${name}${count === 1 ? '' : 's'} ago`;
}

async function refresh(deps: ContactCommandDeps, out: Writable): Promise<number> {
  const { settings, network, userAgent, clock, refreshFrom } = deps;
  const results = await refreshBootstrap({
    ...{ network, mode: settings.mode, userAgent, folder: settings.rdapFolder, now: clock.now() },
    ...(refreshFrom === undefined ? {} : { from: refreshFrom }),
  });
  for (const result of results) out.write(`  ${describeRefresh(result)}\n`);
  const isWhole = results.every((result) => result.kind !== 'kept');
  if (!isWhole && settings.mode === 'test')
    out.write('FYR_NOTICE_MODE is test: nothing outside of this machine was asked.\n');
  return isWhole ? 0 : 1;
}

function describeRefresh(result: RefreshResult): string {
  const named = `${result.file.padEnd(5)} of ${result.publication.toISOString().slice(0, 10)}`;
  switch (result.kind) {
    case 'newer':
      return `${named}  new`;
    case 'same':
      return `${named}  is the newest`;
    case 'kept':
      return `${named}  stays: ${result.why}`;
  }
}
