/**
 * The registries of the stand-in: who answers for which part of the numbers and names, and in which of the manners that real
 * ones have. Names are of the reserved example domains; nothing is ever sent to their addresses.
 */

/**
 * | manner    | an abuse contact stands                                                             | as real ones do      |
 * |-----------|-------------------------------------------------------------------------------------|----------------------|
 * | top       | in an entity at the top, block by `cidr0_cidrs`                                       | RIPE NCC             |
 * | nested    | in an entity inside the organisation's, `originas0`, redirects for others' addresses  | ARIN                 |
 * | remarks   | in an entity at the top, or in the remarks alone; block by start and end              | APNIC                |
 * | referred  | in an entity that is only named and linked                                            | LACNIC               |
 * | thin      | inside the registrar's entity; a `related` link to the registrar                      | the registry of .com |
 * | registrar | inside the registrar's and the registrant's entities                                  | registrars           |
 */
export type RdapManner = 'top' | 'nested' | 'remarks' | 'referred' | 'thin' | 'registrar';

/** One server. */
export interface RdapRegistry {
  readonly id: string;
  readonly host: string;
  /** A public-looking address for the test network. */
  readonly ip: string;
  readonly manner: RdapManner;
  /** What the bootstrap files say that it answers for. */
  readonly dns?: readonly string[];
  readonly networks?: readonly string[];
  readonly asns?: readonly string[];
}

const blocks = (...firsts: readonly number[]): readonly string[] => firsts.map((first) => `${first}.0.0.0/8`);

/** Address space roughly as it is shared out; the rest is America's, which sends on what is not its own. */
export const REGISTRIES: readonly RdapRegistry[] = [
  {
    ...{ id: 'europe', host: 'rdap.europe.example.net', ip: '85.24.181.1', manner: 'top' },
    networks: [
      ...blocks(2, 5, 31, 37, 46, 62, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95),
      ...blocks(109, 176, 178, 185, 188, 193, 194, 195, 212, 213, 217),
      '2a00::/12',
    ],
    asns: ['64496-64511', '196608-213403'],
  },
  {
    ...{ id: 'america', host: 'rdap.america.example.net', ip: '85.24.181.2', manner: 'nested' },
    networks: ['0.0.0.0/0', '2000::/3'],
    asns: ['1-64495', '65536-196607', '213404-4294967294'],
  },
  {
    ...{ id: 'asia', host: 'rdap.asia.example.net', ip: '85.24.181.3', manner: 'remarks' },
    networks: [...blocks(14, 27, 36, 103, 153, 202, 203), '2400::/12'],
  },
  {
    ...{ id: 'africa', host: 'rdap.africa.example.net', ip: '85.24.181.4', manner: 'referred' },
    networks: [...blocks(41, 102, 105, 196, 197), '2c00::/12'],
  },
  {
    ...{ id: 'names', host: 'rdap.names.example.net', ip: '85.24.181.5', manner: 'thin' },
    dns: ['com', 'net', 'org', 'example', 'test', 'se', 'nl', 'de'],
  },
  { id: 'registrar', host: 'rdap.registrar.example.net', ip: '85.24.181.6', manner: 'registrar' },
];

/** RIPE's two services. */
export const RIPE_HOSTS = {
  stat: { host: 'stat.europe.example.net', ip: '85.24.181.7' },
  database: { host: 'rest.europe.example.net', ip: '85.24.181.8' },
} as const;

/** Who publishes the bootstrap files. */
export const IANA_HOST = { host: 'data.iana.example.net', ip: '85.24.181.9' } as const;
