/** How large a generated web is, and what is in it. Plain data: it travels to the process that serves the web. */
import { z } from 'zod';

/** Every field has a default: the web of the tests. */
export const webOptionsSchema = z.strictObject({
  /** The same seed and sizes give the same web, byte for byte. */
  seed: z.string().default('fyr'),
  /** Ordinary hosts; special ones (below) come beside them. */
  hosts: z.int().min(1).max(2_000).default(60),
  /** Ordinary pages, spread evenly over the ordinary hosts. */
  pages: z.int().min(1).default(2_000),
  /** Ordinary pictures, plants and decoys among them. */
  pictures: z.int().min(0).default(1_500),
  /** Entries of the known list that are pictures of this web's. */
  known: z.int().min(4).default(24),
  /** Exact copies, near copies and decoys among the ordinary pictures. */
  exactCopies: z.int().default(36),
  nearCopies: z.int().default(60),
  decoys: z.int().default(24),
  /** Pictures that are really drawn; the others are the same pixels in files of their own, with other exact hashes. */
  variety: z.int().min(1).default(300),
  /** Every so many ordinary pictures stand at many addresses, byte for byte. 0: none. */
  duplicateEvery: z.int().default(9),
  /** In pixels; heights vary about it by a quarter. */
  pictureWidth: z.int().min(64).default(360),
  /** `mixed`: JPEG (baseline and progressive), PNG, WebP, GIF, AVIF. */
  formats: z.enum(['mixed', 'jpeg']).default('mixed'),
  /** Bytes of an ordinary page, about. */
  pageBytes: z.int().min(500).default(13_600),
  /** Links of an ordinary page. */
  linksPerPage: z.int().min(12).default(34),
  /** Sites where a picture stands or is reached in an unusual way. */
  ways: z.boolean().default(true),
  /** Endless spaces. */
  traps: z.boolean().default(true),
  /** Broken, lying, slow and attacking servers. */
  hostile: z.boolean().default(true),
  /** For the hosts whose names `tlsNamesOf` gives; without it they speak plain HTTP. */
  tls: z.strictObject({ certificate: z.string(), privateKey: z.string() }).optional(),
});
/** With every default filled in. */
export type WebOptions = z.output<typeof webOptionsSchema>;
/** As a caller gives it. */
export type CrawlWebOptions = z.input<typeof webOptionsSchema>;

/** Hundreds of hosts, tens of thousands of pages and pictures. */
export const BENCH_WEB: CrawlWebOptions = {
  ...{ hosts: 200, pages: 10_000, pictures: 20_000, known: 40, exactCopies: 200, nearCopies: 200, decoys: 100 },
  ...{ variety: 200, duplicateEvery: 0, pictureWidth: 900, formats: 'jpeg', traps: false, hostile: false, ways: false },
};
