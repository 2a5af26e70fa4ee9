/** The console's stylesheet under a path that changes with its content, so that browsers may keep it for good. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

/** The console's own rules, those of the letters', the notices' and the crawler's pages, then those of the figures page. */
export const STYLE = [
  read('./console.css'),
  read('./desk.css'),
  read('./letters.css'),
  read('./notices.css'),
  read('./crawler.css'),
  read('./exchange.css'),
  read('./forms.css'),
  read('./hosts.css'),
  read('./police.css'),
  read('./routing.css'),
  read('../figures/figures.css'),
].join('\n');

const HASH = createHash('sha256').update(STYLE).digest('hex').slice(0, 16);

/** The file's name within `/style/`. */
export const STYLE_FILE = `${HASH}.css`;
export const STYLE_PATH = `/style/${STYLE_FILE}`;
