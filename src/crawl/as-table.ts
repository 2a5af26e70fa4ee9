/**
 * The network (AS) that announces an IP address, from a file of the operator's own: none comes with the package
 * (docs/decisions/no-as-database.md). Any file in the MaxMind DB format with AS numbers will do: DB-IP's IP to ASN Lite, GeoLite2 ASN and
 * others name their fields alike. No question about a reported host leaves the machine.
 */
import { existsSync, readFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import { Reader } from 'mmdb-lib';
import { z } from 'zod';
import { isPublicIp } from '../terms/web-address.ts';

/** An autonomous system. */
export interface AsNetwork {
  /** 1 to 4,294,967,295 (RFC 6793). */
  readonly asn: number;
  /** Its organisation's, as the source spells it. */
  readonly name: string | undefined;
}

/** Answers from memory. */
export interface AsTable {
  /** Undefined for reserved or unlisted addresses, and for text that is none. */
  networkOf(ip: string): AsNetwork | undefined;
  /** What the file calls itself, and when it was made: for whoever reads what it says. */
  describe(): { readonly name: string; readonly builtAt: Date };
}

const recordSchema = z.object({
  autonomous_system_number: z.number().int().min(1).max(4_294_967_295),
  autonomous_system_organization: z.string().min(1).max(200).optional(),
});
/** DB-IP, MaxMind and whoever builds on them say ASN in the type; a file of countries or cities would answer nothing, in silence. */
const TYPE = /asn/i;

/** Opens the table: the file is read once and stays in memory, which takes its own size (about 10 MB, 10 ms). @throws Error when it is not there, or none of AS numbers */
export function openAsTable(file: string): AsTable {
  const reader = readTable(file);
  return {
    networkOf(ip) {
      if (!isPublicIp(ip)) return undefined;
      const found: unknown = reader.get(ipaddr.process(ip).toString());
      const record = recordSchema.safeParse(found).data;
      if (record === undefined) return undefined;
      return { asn: record.autonomous_system_number, name: record.autonomous_system_organization };
    },
    describe: () => ({ name: reader.metadata.databaseType, builtAt: reader.metadata.buildEpoch }),
  };
}

function readTable(file: string): Reader<never> {
  if (!existsSync(file)) throw new Error(`FYR_AS_DATABASE names a file that is not there: ${file}`);
  const reader = new Reader<never>(readFileSync(file));
  if (!TYPE.test(reader.metadata.databaseType))
    throw new Error(`FYR_AS_DATABASE is no table of AS numbers, but ${reader.metadata.databaseType}: ${file}`);
  return reader;
}
