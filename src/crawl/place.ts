/**
 * The country of an IP address, from a database that comes with the package (registry data by country, CC0, `@ip-location-db`):
 * no question about a reported host leaves the machine. The network (AS) is not in this database.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ipaddr from 'ipaddr.js';
import { Reader } from 'mmdb-lib';
import * as z from 'zod';
import { countryCodeSchema, type CountryCode } from '../terms/countries.ts';
import { isPublicIp } from '../terms/web-address.ts';

/** Answers from memory, without a question to anyone. A registry's country can differ from where the machine stands. */
export interface Places {
  /** The country the address is registered for; undefined for reserved or unlisted addresses and for text that is none. */
  countryOf(ip: string): CountryCode | undefined;
  /** When the database was made. */
  builtAt(): Date;
}

const DATABASE = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';
const recordSchema = z.object({ country_code: countryCodeSchema });

/**
 * Opens the database; its 8 MB are read at the first question, once (12 ms on the development machine), and stay in memory.
 * `databasePath` is for a newer file than the package's, of the same shape.
 */
export function openPlaces(databasePath = createRequire(import.meta.url).resolve(DATABASE)): Places {
  let loaded: Reader<never> | undefined;
  const reader = () => (loaded ??= new Reader<never>(readFileSync(databasePath)));
  return {
    countryOf(ip) {
      if (!isPublicIp(ip)) return undefined;
      const found: unknown = reader().get(ipaddr.process(ip).toString());
      return recordSchema.safeParse(found).data?.country_code;
    },
    builtAt: () => reader().metadata.buildEpoch,
  };
}
