/**
 * ICCAM's book: reports, the content that they name, and the rules of who may do what to it when (DOMAIN.md, "ICCAM v3").
 *
 * A content is, in this order of precedence:
 * | state | it is so when | what may follow |
 * |---|---|---|
 * | final | a Removed, Unavailable or NotIllegal action stands | nothing |
 * | actioned | another action stands | actions of other types, a move; no assessment |
 * | assessed | an assessment stands | actions, a move; a new assessment only after National |
 * | open | none of these | all |
 * Only a hotline of the assigned country moves it on.
 */
import { FINAL_ACTIONS } from './catalogues.ts';
import { refuse } from './refusal.ts';
import type { SentAction, SentAssessment, SentReport, SentUrl } from './sent.ts';

/** A member of the network; a country can have several. */
export interface Hotline {
  readonly id: number;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** An action that the rules let through. */
export interface RecordedAction extends SentAction {
  /** The country that acted. */
  readonly country: string;
  readonly recordedAt: Date;
}

/**
 * One address of a report: it has a life of its own, and may move to another country than its report's other
 * addresses.
 */
export interface ContentRecord {
  readonly contentId: number;
  readonly reportId: number;
  readonly url: SentUrl;
  hostingCountryCode: string;
  hostingIpAddress: string;
  assignedCountryCode: string;
  countryAssignedAt: Date;
  /** Undefined while no hotline of the country has it: there is none, or there are several and none has taken it. */
  assignedHotlineId: number | undefined;
  hotlineAssignedAt: Date | undefined;
  /** Hotline id to that hotline's own reference. */
  readonly references: Map<number, string>;
  assessment: SentAssessment | undefined;
  readonly actions: RecordedAction[];
}

/** A report as filed. What hotlines correct later (site type, commerciality, payment) stands beside `sent`. */
export interface ReportRecord {
  readonly reportId: number;
  readonly reportingHotline: Hotline;
  readonly createdAt: Date;
  readonly sent: SentReport;
  readonly contentIds: readonly number[];
  siteType: number | undefined;
  commerciality: number | undefined;
  paymentMethods: readonly number[] | undefined;
  /** True once the run that filed the report is over, so that actions are taken. */
  settled: boolean;
}

/** All that ICCAM knows, in memory: each stand-in has a book of its own. */
export interface Book {
  readonly hotlines: readonly Hotline[];
  readonly reports: Map<number, ReportRecord>;
  readonly contents: Map<number, ContentRecord>;
  /** How long after its filing a report takes actions; see `isSettled`. */
  readonly settleMs: number;
}

/** An empty book. Ids begin at the same numbers in each, so that runs of a test see the same ones. */
export function openBook(hotlines: readonly Hotline[], settleMs: number): Book {
  return { hotlines, reports: new Map(), contents: new Map(), settleMs };
}

const FIRST_REPORT_ID = 7001;
const FIRST_CONTENT_ID = 90_001;

/** @throws Refusal 400 when there is none: 404 would tell a client to try again */
export function reportOf(book: Book, reportId: number): ReportRecord {
  const report = book.reports.get(reportId);
  if (report === undefined) throw refuse(400, 'ReportNotFound', `There is no report ${reportId}.`);
  return report;
}

/** @throws Refusal 400 when there is none */
export function contentOf(book: Book, contentId: number): ContentRecord {
  const content = book.contents.get(contentId);
  if (content === undefined) throw refuse(400, 'ContentNotFound', `There is no content ${contentId}.`);
  return content;
}

/** Files a report. Returns its id. @throws Refusal when a reference was used before by this hotline */
export function fileReport(book: Book, hotline: Hotline, sent: SentReport, at: Date): number {
  const earlier = [...book.reports.values()].filter((report) => report.reportingHotline.id === hotline.id);
  if (earlier.some((report) => report.sent.hotlineReference === sent.hotlineReference)) {
    throw refuse(400, 'hotlineReference', 'A report with this hotline reference exists already.');
  }
  const references = sent.urls.flatMap((url) => (url.hotlineReference === undefined ? [] : [url.hotlineReference]));
  if (
    new Set(references).size < references.length ||
    references.some((one) => isReferenceUsed(book, hotline.id, one))
  ) {
    throw refuse(400, 'urls.hotlineReference', 'An address with this hotline reference exists already.');
  }
  const reportId = FIRST_REPORT_ID + book.reports.size;
  const contents = sent.urls.map((url, index) => {
    const content = contentFrom(FIRST_CONTENT_ID + book.contents.size + index, reportId, url);
    assign(book, content, url.hostingCountryCode, at);
    if (url.hotlineReference !== undefined) content.references.set(hotline.id, url.hotlineReference);
    return content;
  });
  for (const content of contents) book.contents.set(content.contentId, content);
  book.reports.set(reportId, {
    ...{ reportId, reportingHotline: hotline, createdAt: at, sent, settled: false },
    contentIds: contents.map((content) => content.contentId),
    siteType: sent.sourceUrlSiteType,
    commerciality: sent.sourceUrlCommerciality,
    paymentMethods: sent.sourceUrlPaymentMethods,
  });
  return reportId;
}

function contentFrom(contentId: number, reportId: number, url: SentUrl): ContentRecord {
  return {
    ...{ contentId, reportId, url, references: new Map<number, string>(), actions: [] },
    hostingCountryCode: url.hostingCountryCode,
    hostingIpAddress: url.hostingIpAddress,
    ...{ assignedCountryCode: '', countryAssignedAt: new Date(0) },
    ...{ assignedHotlineId: undefined, hotlineAssignedAt: undefined },
    assessment: url.assessment,
  };
}

/** Gives the content to a country, and to its hotline where the country has exactly one. */
function assign(book: Book, content: ContentRecord, country: string, at: Date): void {
  const [only, second] = book.hotlines.filter((hotline) => hotline.country === country);
  content.assignedCountryCode = country;
  content.countryAssignedAt = at;
  content.assignedHotlineId = second === undefined ? only?.id : undefined;
  content.hotlineAssignedAt = content.assignedHotlineId === undefined ? undefined : at;
}

function isReferenceUsed(book: Book, hotlineId: number, reference: string): boolean {
  return [...book.contents.values()].some((content) => content.references.get(hotlineId) === reference);
}

/** @throws Refusal 403 when the content is assigned to another country */
function checkMayAct(content: ContentRecord, hotline: Hotline): void {
  if (content.assignedCountryCode !== hotline.country) {
    throw refuse(403, 'NotAssigned', `Content ${content.contentId} is assigned to another country.`);
  }
}

/** @throws Refusal 400 when a final action stands */
function checkNotFinal(content: ContentRecord): void {
  if (content.actions.some((action) => FINAL_ACTIONS.has(action.actionType))) {
    throw refuse(400, 'ContentFinal', `Content ${content.contentId} has a final action.`);
  }
}

/** A report takes actions only after the run that filed it: here, once `settleMs` have passed (inferred from the rule's words). */
export function isSettled(book: Book, report: ReportRecord, at: Date): boolean {
  return report.settled || at.getTime() - report.createdAt.getTime() >= book.settleMs;
}

/** @throws Refusal while the report's source facts are missing or its run is not over */
function checkTakesActions(book: Book, report: ReportRecord, at: Date): void {
  const missing = [
    ...(report.siteType === undefined ? ['site type'] : []),
    ...(report.commerciality === undefined ? ['commerciality'] : []),
    ...(report.paymentMethods === undefined || report.paymentMethods.length === 0 ? ['payment methods'] : []),
  ];
  if (missing.length > 0) throw refuse(400, 'SourceUrlIncomplete', `Set first: ${missing.join(', ')}.`);
  if (!isSettled(book, report, at)) throw refuse(400, 'ReportNotReady', 'The report was filed in this run.');
}

/** Records an action. @throws Refusal by the rules above */
export function act(book: Book, hotline: Hotline, contentId: number, sent: SentAction, at: Date): void {
  const content = contentOf(book, contentId);
  checkMayAct(content, hotline);
  checkNotFinal(content);
  checkTakesActions(book, reportOf(book, content.reportId), at);
  const { country } = hotline;
  if (content.actions.some((action) => action.actionType === sent.actionType && action.country === country)) {
    throw refuse(400, 'ActionTwice', `Content ${contentId} has this action already.`);
  }
  content.actions.push({ ...sent, country, recordedAt: at });
}

/** Records an assessment. @throws Refusal when Baseline, Ignore or an action stands, or another country has it */
export function assess(book: Book, hotline: Hotline, contentId: number, sent: SentAssessment): void {
  const content = contentOf(book, contentId);
  checkMayAct(content, hotline);
  if (content.actions.length > 0) throw refuse(400, 'AlreadyActioned', `Content ${contentId} has an action.`);
  const standing = content.assessment?.classification;
  if (standing === 1 || standing === 4) {
    throw refuse(400, 'AlreadyAssessed', `Content ${contentId} is classified as Baseline or Ignore.`);
  }
  content.assessment = sent;
}

/** First half of a move: where the content is hosted now. */
export function setHosting(book: Book, hotline: Hotline, contentId: number, ip: string, country: string): void {
  const content = contentOf(book, contentId);
  checkMayAct(content, hotline);
  checkNotFinal(content);
  content.hostingIpAddress = ip;
  content.hostingCountryCode = country;
}

/** Second half of a move: who has it. @throws Refusal unless the hosting says the same country (inferred) */
export function setAssignedCountry(book: Book, hotline: Hotline, contentId: number, country: string, at: Date): void {
  const content = contentOf(book, contentId);
  checkMayAct(content, hotline);
  checkNotFinal(content);
  if (country === content.assignedCountryCode)
    throw refuse(400, 'newCountryCode', 'It is assigned to this country already.');
  if (country !== content.hostingCountryCode) throw refuse(400, 'newCountryCode', 'It is not hosted in this country.');
  assign(book, content, country, at);
}

/** A hotline's own reference; with it, one of several hotlines of a country takes the content. */
export function setReference(book: Book, hotline: Hotline, contentId: number, reference: string, at: Date): void {
  const content = contentOf(book, contentId);
  checkMayAct(content, hotline);
  const standing = content.references.get(hotline.id);
  if (standing === reference) return;
  if (standing !== undefined) throw refuse(400, 'reference', 'The content has a reference of this hotline already.');
  if (isReferenceUsed(book, hotline.id, reference))
    throw refuse(400, 'reference', 'Another content has this reference.');
  content.references.set(hotline.id, reference);
  if (content.assignedHotlineId !== undefined) return;
  content.assignedHotlineId = hotline.id;
  content.hotlineAssignedAt = at;
}

/** The three facts about the source that a report needs before it takes actions. */
export type SourceFacts = Partial<Pick<ReportRecord, 'siteType' | 'commerciality' | 'paymentMethods'>>;

/** Sets them. @throws Refusal 403 unless the hotline filed the report or its country has one of its contents (inferred) */
export function setSourceFacts(book: Book, hotline: Hotline, reportId: number, facts: SourceFacts): void {
  const report = reportOf(book, reportId);
  const has = report.contentIds.some((id) => contentOf(book, id).assignedCountryCode === hotline.country);
  if (!has && report.reportingHotline.id !== hotline.id) {
    throw refuse(403, 'NotAssigned', `Report ${reportId} is another hotline's.`);
  }
  Object.assign(report, facts);
}
