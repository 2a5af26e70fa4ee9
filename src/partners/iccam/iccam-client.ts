/** ICCAM v3 (DOMAIN.md, "ICCAM v3"), call by call. Every answer is read by iccam-answers.ts: what is not as described throws. */
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import {
  catalogueSchema,
  contentSchema,
  hotlineSchema,
  IccamRefusal,
  listSchema,
  readBody,
  readDone,
  readReportAnswer,
  reportSchema,
  userSchema,
  type IccamUser,
  type ListRow,
  type ReportOutcome,
  type SeenContent,
  type SeenHotline,
  type SeenReport,
} from './iccam-answers.ts';
import type { CatalogueName, CatalogueRow } from './catalogues.ts';
import { openIccamHttp, type IccamAccess } from './iccam-http.ts';
import { openSession } from './iccam-session.ts';
import type { IccamAct } from './acts.ts';
import type { IccamReport } from './report.ts';

/** ICCAM's work lists, in the order in which they are read. */
export const LIST_NAMES = [
  'no-reference',
  'unassessed',
  'unactioned',
  'unassigned-to-hotline',
  'offline',
  'orphaned',
] as const;
export const listNameSchema = z.enum(LIST_NAMES);
export type ListName = z.infer<typeof listNameSchema>;

/** The largest number of rows that a list gives at once. */
export const PAGE_ROWS = 200;

/**
 * One account's connection. It holds the bearer token between calls, and logs in when there is none.
 * All calls throw IccamRefusal for a final no, and PartnerUnavailable when nothing is known of what happened.
 */
export interface IccamClient {
  postReport(report: IccamReport): Promise<ReportOutcome>;
  /** Gets a token and reports nothing. */
  logIn(): Promise<void>;
  logOut(): Promise<void>;
  userInfo(): Promise<IccamUser>;
  catalogue(name: CatalogueName): Promise<readonly CatalogueRow[]>;
  hotlines(): Promise<readonly SeenHotline[]>;
  /** Rows of content that was assigned at `since` or later (undefined: ever), at most 200 of them. */
  list(name: ListName, since: Date | undefined): Promise<readonly ListRow[]>;
  content(contentId: number): Promise<SeenContent>;
  report(reportId: number): Promise<SeenReport>;
  /** Makes one change. ICCAM takes each once: whether it was taken before is for the caller to read. */
  tell(
    act: IccamAct,
    target: { readonly contentId: number; readonly reportId: number },
    analyst: string,
  ): Promise<void>;
  close(): Promise<void>;
}

/** Opens a client; nothing is sent before the first call. */
export function openIccamClient(access: IccamAccess, clock: Clock): IccamClient {
  const http = openIccamHttp(access, clock);
  const session = openSession(access, clock, http.ask);
  const get = async <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
    readBody(await session.ask('GET', path), schema);
  return {
    postReport: async (report) => readReportAnswer(await session.ask('POST', 'rest/Reports', report)),
    logIn: () => session.logIn(),
    logOut: () => session.logOut(),
    userInfo: () => get('Authentication/userinfo', userSchema),
    catalogue: async (name) =>
      (await get(`rest/${name}`, catalogueSchema)).flatMap((row): CatalogueRow[] =>
        typeof row.id === 'number' ? [{ id: row.id, name: row.name }] : [],
      ),
    hotlines: () => get('rest/hotlines', z.array(hotlineSchema).max(1000)),
    list: (name, since) => get(listPath(name, since), listSchema),
    content: (contentId) => get(`rest/Content/${contentId}`, contentSchema),
    report: (reportId) => get(`rest/Reports/${reportId}`, reportSchema),
    tell: async (act, target, analyst) => {
      const { method, path, body } = requestOf(act, target, analyst);
      readDone(await session.ask(method, path, body));
    },
    close: () => http.close(),
  };
}

export { IccamRefusal };

function listPath(name: ListName, since: Date | undefined): string {
  const query = new URLSearchParams({ maxResults: String(PAGE_ROWS) });
  const from = name === 'offline' ? 'hotlineAssignmentStartDate' : 'countryAssignmentStartDate';
  if (since !== undefined) query.set(from, since.toISOString());
  return `rest/Content/${name}?${query.toString()}`;
}

/** Each change as the request that makes it. */
function requestOf(
  act: IccamAct,
  { contentId, reportId }: { readonly contentId: number; readonly reportId: number },
  analyst: string,
): { readonly method: 'POST' | 'PUT'; readonly path: string; readonly body?: unknown } {
  const content = `rest/Content/${contentId}`;
  const source = `rest/Reports/${reportId}/source-url`;
  const query = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  switch (act.kind) {
    case 'reference':
      return { method: 'PUT', path: `${content}/hotline-reference?${query({ reference: act.reference })}` };
    case 'assessment':
      return {
        method: 'PUT',
        path: `${content}/assessment`,
        body: { assessingAnalystName: analyst, ...act.assessment },
      };
    case 'hosting':
      return {
        method: 'PUT',
        path: `${content}/url/hosting?${query({ newIpAddress: act.ip, newCountryCode: act.country })}`,
      };
    case 'assigned-country':
      return { method: 'PUT', path: `${content}/assigned-country?${query({ newCountryCode: act.country })}` };
    case 'site-type':
      return { method: 'PUT', path: `${source}/site-type?${query({ siteType: String(act.value) })}` };
    case 'commerciality':
      return { method: 'PUT', path: `${source}/commerciality?${query({ commerciality: String(act.value) })}` };
    case 'payment-methods':
      return { method: 'PUT', path: `${source}/payment-methods`, body: act.values };
    case 'action': {
      const { actionType, at, reason } = act;
      const why = reason === undefined ? {} : { reasonId: reason.id, reasonText: reason.text };
      const body = { actionType, actioningAnalystName: analyst, actionDate: at.toISOString(), ...why };
      return { method: 'POST', path: `${content}/actions`, body };
    }
  }
}
