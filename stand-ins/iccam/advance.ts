/** What other hotlines do in ICCAM while the hotline under test waits: the same acts under the same rules. */
import {
  act,
  assess,
  contentOf,
  reportOf,
  setAssignedCountry,
  setHosting,
  setReference,
  setSourceFacts,
  type Book,
  type Hotline,
} from './book.ts';
import { parseOrRefuse } from './refusal.ts';
import { actionSchema, assessmentSchema, countryCode, ipAddress, reference } from './sent.ts';

/** One step. The hotline of the country that has the content is who acts. */
export type IccamStep =
  /** Every report's run is over: they take actions now. */
  | { readonly kind: 'settle' }
  /** The hotline sets what source facts are missing, waits for the report's run to end, and acts. */
  | {
      readonly kind: 'act';
      readonly contentId: number;
      readonly actionType: number;
      readonly reasonId?: number;
      readonly reasonText?: string;
    }
  | { readonly kind: 'assess'; readonly contentId: number; readonly classification: number }
  /** The hotline finds the content hosted in another country and hands it on. */
  | { readonly kind: 'move'; readonly contentId: number; readonly country: string; readonly ip: string }
  | { readonly kind: 'refer'; readonly contentId: number; readonly reference: string };

const ANALYST = 'Partner analyst';

/** The country's first hotline. @throws RangeError when it has none */
export function hotlineOf(book: Book, country: string): Hotline {
  const found = book.hotlines.find((hotline) => hotline.country === country);
  if (found === undefined) throw new RangeError(`ICCAM has no hotline in ${country}`);
  return found;
}

/** Takes the step. @throws Refusal when the rules forbid it; RangeError when the content's country has no hotline */
export function advance(book: Book, step: IccamStep, at: Date): void {
  if (step.kind === 'settle') {
    for (const report of book.reports.values()) report.settled = true;
    return;
  }
  const { contentId } = step;
  const content = contentOf(book, contentId);
  const hotline = hotlineOf(book, content.assignedCountryCode);
  switch (step.kind) {
    case 'act':
      makeReady(book, hotline, content.reportId);
      act(book, hotline, contentId, actionOf(step, at), at);
      break;
    case 'assess':
      assess(book, hotline, contentId, assessmentOf(step.classification));
      break;
    case 'move':
      setHosting(book, hotline, contentId, parseOrRefuse(ipAddress, step.ip), parseOrRefuse(countryCode, step.country));
      setAssignedCountry(book, hotline, contentId, step.country, at);
      break;
    case 'refer':
      setReference(book, hotline, contentId, parseOrRefuse(reference, step.reference), at);
  }
}

function makeReady(book: Book, hotline: Hotline, reportId: number): void {
  const report = reportOf(book, reportId);
  setSourceFacts(book, hotline, reportId, {
    siteType: report.siteType ?? 2,
    commerciality: report.commerciality ?? 3,
    paymentMethods: report.paymentMethods?.length ? report.paymentMethods : [1],
  });
  report.settled = true;
}

function actionOf(step: Extract<IccamStep, { kind: 'act' }>, at: Date) {
  const { actionType, reasonId, reasonText } = step;
  const actionDate = at.toISOString();
  return parseOrRefuse(actionSchema, { actionType, actioningAnalystName: ANALYST, actionDate, reasonId, reasonText });
}

function assessmentOf(classification: number) {
  return parseOrRefuse(assessmentSchema, {
    ...{ assessingAnalystName: ANALYST, classification, ageCategorization: 1, genderCategorization: 1 },
    ...{ virtualContentCategorization: 1, userGeneratedContentCategorization: 1, childModelingCategorization: 1 },
  });
}
