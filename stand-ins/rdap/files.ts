/** The files that lead a client to the stand-in: IANA's four, and where RIPE's services are. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RIPE_HOSTS, type RdapRegistry } from './registries.ts';

/** By their names without `.json`. */
export type RdapFiles = Readonly<Record<'dns' | 'ipv4' | 'ipv6' | 'asn' | 'ripe', unknown>>;

/** The files' contents (RFC 9224). */
export function filesFor(registries: readonly RdapRegistry[], publication: Date): RdapFiles {
  const file = (entriesOf: (registry: RdapRegistry) => readonly string[]) => ({
    version: '1.0',
    publication: publication.toISOString(),
    description: 'Stand-in: not from IANA',
    services: registries
      .map((registry) => [entriesOf(registry), [`http://${registry.host}/rdap/`]])
      .filter(([entries]) => (entries ?? []).length > 0),
  });
  const isV6 = (cidr: string) => cidr.includes(':');
  return {
    dns: file((registry) => registry.dns ?? []),
    ipv4: file((registry) => (registry.networks ?? []).filter((cidr) => !isV6(cidr))),
    ipv6: file((registry) => (registry.networks ?? []).filter(isV6)),
    asn: file((registry) => registry.asns ?? []),
    ripe: {
      version: 1,
      abuseContactFinder: `http://${RIPE_HOSTS.stat.host}/data/abuse-contact-finder/data.json`,
      networkInfo: `http://${RIPE_HOSTS.stat.host}/data/network-info/data.json`,
      databaseAbuseContact: `http://${RIPE_HOSTS.database.host}/abuse-contact/`,
    },
  };
}

/** Writes them into a folder, which is made where it is missing. */
export async function writeFiles(folder: string, files: RdapFiles): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files))
    await writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
}
