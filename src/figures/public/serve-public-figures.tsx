/** The published figures over HTTP: a page in every language, and the same numbers for programs; the yearly reports as files. Nothing is counted for a visitor. */
import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { sendPage } from '../../platform/http.ts';
import type { SiteContext } from '../../site/site-context.ts';
import { SITE_LANGUAGES, type SiteLanguage } from '../../terms/site-languages.ts';
import { figuresCsv, figuresJson } from './open-data.ts';
import { PublicFiguresPage } from './public-figures-page.tsx';
import { MONTH_FIGURES } from './public-figures.ts';
import { listPublished } from './snapshot-store.ts';
import { registerReports } from '../yearly/serve-reports.ts';
import { YEARLY_REPORT } from '../yearly/yearly-report.ts';

/** What it takes: `siteIn` makes the public site's frame in a language. */
export interface PublicFiguresDeps {
  readonly db: Db;
  readonly siteIn: (language: SiteLanguage) => SiteContext;
}

/** How long what was read may be shown again: a flood of visitors is one query. */
const KEPT_MS = 15_000;

/** `/sv/figures` and in each language; `/figures.csv`, `/figures.json`; and the word that Swedes type, `/siffror`. */
export function registerPublicFigures(http: FastifyInstance, deps: PublicFiguresDeps): void {
  const published = keptFor(KEPT_MS, async () => (await listPublished(deps.db, MONTH_FIGURES))[0]?.content);
  const reports = keptFor(KEPT_MS, () => listPublished(deps.db, YEARLY_REPORT));
  const years = async () => (await reports()).map(({ content }) => content.year);
  for (const language of SITE_LANGUAGES) {
    const site = deps.siteIn(language);
    http.get(`/${language}/figures`, async (_request, reply) =>
      sendPage(reply, <PublicFiguresPage site={site} figures={await published()} years={await years()} />),
    );
  }
  const source = deps.siteIn('en').hotline.name;
  registerReports(http, { published: reports, hotline: source });
  http.get('/figures.json', async (_request, reply) => {
    const figures = await published();
    if (figures === undefined) {
      reply.callNotFound();
      return reply;
    }
    return reply.type('application/json; charset=utf-8').send(figuresJson(figures, source));
  });
  http.get('/figures.csv', async (_request, reply) => {
    const figures = await published();
    if (figures === undefined) {
      reply.callNotFound();
      return reply;
    }
    return reply.type('text/csv; charset=utf-8').send(figuresCsv(figures, source));
  });
  for (const path of ['/siffror', '/sv/siffror'])
    http.get(path, (_request, reply) => reply.redirect('/sv/figures', 301));
}

function keptFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let kept: { readonly value: Promise<T>; readonly until: number } | undefined;
  return () => {
    if (kept !== undefined && performance.now() < kept.until) return kept.value;
    const value = read();
    kept = { value, until: performance.now() + ms };
    // A failure is not kept: the next visitor asks again.
    value.catch(() => {
      kept = undefined;
    });
    return value;
  };
}
