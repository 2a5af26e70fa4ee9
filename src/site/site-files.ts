import { bundleScript, readScript } from './script.ts';
import type { SiteFiles } from './site-context.ts';
import { readStylesheet } from './stylesheet.ts';

/** What every page of the public site links to, read once. */
export const SITE_FILES: SiteFiles = {
  stylesheet: readStylesheet(new URL('./site.css', import.meta.url)),
  script: readScript(new URL('./site.js', import.meta.url)),
  formScript: bundleScript(new URL('./in-browser/start.ts', import.meta.url)),
};
