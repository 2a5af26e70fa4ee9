/**
 * The hosts of the generated web. Names are of the reserved example domains (RFC 2606); addresses look public and lie in the
 * host's country by the offline country database (a test proves it). Nothing is ever sent to them: a test network dials
 * loopback in their place.
 */

/** A host as the web shows it, and as the network file describes it. */
export interface WebHost {
  readonly name: string;
  /** A public-looking address in `country`. */
  readonly ip: string;
  /** ISO 3166-1 alpha-2: where the address is registered. */
  readonly country: string;
  /** What the front page is called. */
  readonly title: string;
  readonly language: 'sv' | 'en';
  /** Where the host's content really stands when `ip` belongs to a CDN or proxy. */
  readonly origin?: { readonly ip: string; readonly country: string };
}

const host = (name: string, ip: string, country: string, title: string, language: 'sv' | 'en' = 'en'): WebHost => ({
  ...{ name, ip, country, title, language },
});

/** Countries: SE, NL, DE, US, JP, CZ have an INHOPE hotline; VN and KE have none. */
export const DEMO_HOSTS: readonly WebHost[] = [
  host('bilder.example.org', '85.24.180.40', 'SE', 'Bildarkivet', 'sv'),
  host('forum.example.net', '194.71.11.70', 'SE', 'Forumet', 'sv'),
  host('pictures.example.org', '185.107.56.40', 'NL', 'Picture shelf'),
  host('albums.example.com', '94.75.200.10', 'NL', 'Albums'),
  host('files.example.net', '88.198.60.20', 'DE', 'File shelf'),
  host('board.example.org', '5.9.120.30', 'DE', 'Notice board'),
  host('share.example.com', '23.92.20.30', 'US', 'Share'),
  host('video.example.net', '45.33.70.80', 'US', 'Moving pictures'),
  host('photos.example.net', '153.120.30.40', 'JP', 'Photographs'),
  host('images.example.com', '81.2.240.10', 'CZ', 'Images'),
  host('upload.example.org', '14.225.200.30', 'VN', 'Upload'),
  host('host.example.net', '41.204.160.20', 'KE', 'Pages'),
  {
    ...host('cdn-gallery.example.com', '104.18.20.30', 'US', 'Gallery'),
    origin: { ip: '77.93.210.20', country: 'CZ' },
  },
  host('news.example.com', '85.17.30.40', 'NL', 'News of the town'),
];
