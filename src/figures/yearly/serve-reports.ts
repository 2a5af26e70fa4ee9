/** The published yearly reports over HTTP: each as a file, in both languages. Nothing is counted for a visitor. */
import type { FastifyInstance } from 'fastify';
import { LANGUAGES } from '../../terms/categories.ts';
import { exportFigures } from '../export/export-figures.ts';
import type { Published } from '../public/snapshot-store.ts';
import { reportDocument } from './report-document.ts';
import type { YearlyReport } from './yearly-report.ts';

/** The forms in which the public takes a report along. */
const REPORT_FORMS = { pdf: 'application/pdf', csv: 'text/csv; charset=utf-8' } as const;
const FORMS = ['pdf', 'csv'] as const satisfies readonly (keyof typeof REPORT_FORMS)[];

/** What it takes: the reports that are on the site, and who publishes them. */
export interface ReportsDeps {
  readonly published: () => Promise<readonly Published<YearlyReport>[]>;
  readonly hotline: string;
}

/** Where a year's report is, as `/figures/dsa-2025-sv.pdf`. */
export const reportPath = (year: number, language: string, form: keyof typeof REPORT_FORMS): string =>
  `/figures/dsa-${year}-${language}.${form}`;

/** Each file is made once for a snapshot, which never changes once it is published: a flood of visitors makes it no second time. */
export function registerReports(http: FastifyInstance, { published, hotline }: ReportsDeps): void {
  const made = new Map<string, Promise<Buffer>>();
  for (const language of LANGUAGES)
    for (const form of FORMS)
      http.get<{ Params: { year: string } }>(
        `/figures/dsa-:year(^\\d{4})-${language}.${form}`,
        async (request, reply) => {
          const year = Number(request.params.year);
          const found = (await published()).find(({ content }) => content.year === year);
          if (found === undefined) {
            reply.callNotFound();
            return reply;
          }
          const key = `${found.id} ${language} ${form}`;
          const bytes = made.get(key) ?? exportFigures(reportDocument(found.content, language, hotline), form);
          made.set(key, bytes);
          bytes.catch(() => made.delete(key));
          return reply.type(REPORT_FORMS[form]).send(await bytes);
        },
      );
}
