/** What the process that serves a generated web tells whoever started it, as JSON over its admin port on loopback. */
import { z } from 'zod';

/** The first line that the process writes. */
export const portsSchema = z.object({ port: z.int(), tlsPort: z.int().optional(), adminPort: z.int() });

/** An entry of the known list, with the hashes that it has, in hexadecimal. */
export const entrySchema = z.object({
  number: z.int(),
  category: z.enum(['a', 'b', 'c']),
  md5: z.string().optional(),
  sha1: z.string().optional(),
  sha256: z.string().optional(),
  pdq: z.string().optional(),
  pdqQuality: z.int().optional(),
});

/** What stands at an address where a listed picture, or one that resembles it, was put. */
export const plantedSchema = z.object({
  url: z.string(),
  /** The entry that a right check names; undefined for decoys. */
  hit: z.object({ entry: z.int(), kind: z.enum(['exact', 'near']), distance: z.int() }).optional(),
  isReachable: z.boolean(),
  /** How it stands there, or why it cannot be reached. */
  how: z.string(),
});

/** All that a test needs to know of a web to judge a crawl over it. */
export const truthSchema = z.object({
  seeds: z.array(z.string()),
  hosts: z.array(
    z.object({
      name: z.string(),
      ip: z.string(),
      country: z.string(),
      scheme: z.enum(['http', 'https']),
      purpose: z.enum(['ordinary', 'way', 'trap', 'hostile']),
      crawlDelayMs: z.number().optional(),
    }),
  ),
  /** Ordinary pages; all can be reached. */
  pageUrls: z.array(z.string()),
  entries: z.array(entrySchema),
  planted: z.array(plantedSchema),
  /** Distinct files among the ordinary pictures, by their bytes. */
  distinctPictures: z.int(),
});
export type WebTruth = z.infer<typeof truthSchema>;

/** One request, as the server met it. Instants in milliseconds of the machine's clock, with fractions. */
export const visitSchema = z.object({
  at: z.number(),
  /** Just before the last bytes of the answer were written, or when the connection ended without; 0 while it lasts. */
  endedAt: z.number(),
  /** It ended before all was sent; where the other side ended it, that is noticed here some time after it did. */
  isBrokenOff: z.boolean(),
  host: z.string(),
  /** Path and query. */
  path: z.string(),
  status: z.int(),
  /** Number of the TCP connection. */
  connection: z.int(),
});
export type ServedVisit = z.infer<typeof visitSchema>;

/** What no visitor may do. */
export const faultSchema = z.object({
  kind: z.enum(['robots', 'forbidden-address', 'unknown-host', 'cookie', 'credentials', 'no-user-agent', 'body']),
  host: z.string(),
  path: z.string(),
});

/** Small figures, for progress. */
export const totalsSchema = z.object({
  visits: z.int(),
  openConnections: z.int(),
  connections: z.int(),
  faults: z.int(),
});
