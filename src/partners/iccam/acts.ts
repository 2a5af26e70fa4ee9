/**
 * What this hotline tells ICCAM about one content, one change at a time, in ICCAM's order. Pure.
 *
 * | order | change                        | when                                                                           |
 * |-------|-------------------------------|--------------------------------------------------------------------------------|
 * | 1     | reference                     | the content is an item here                                                    |
 * | 2     | hosting, then assigned-country| decided as illegal, and hosted in another country: then it is that country's   |
 * | 3     | assessment                    | decided; ICCAM has none or National, and no action stands                      |
 * | 4     | site type, commerciality, payment | before the first action: what was answered; the rest only where ICCAM insists |
 * | 5     | ReportedToLEA (1)             | the police have the case                                                       |
 * | 6     | ReportedToISP (2)             | a first notice has left                                                        |
 * | 7     | Removed (3)                   | it is gone, and nothing of 5 and 6 waits to leave                              |
 * |       | Unavailable (4), NotIllegal (6)| decided as not found, not public, or not illegal                              |
 *
 * Only the assigned country acts; no change is told twice; nothing follows a final action (3, 4, 6). A change that ICCAM refused
 * holds up those after it until a person has looked, except a reference, without which the rest still can be said.
 */
import type { ItemAnswers } from '../../terms/answers.ts';
import { outcomeOf } from '../../terms/answers.ts';
import { isIllegal, type ItemOutcome } from '../../terms/outcomes.ts';
import { toIccamAssessment, toIccamCommerciality, type IccamAssessment } from '../../terms/schemes.ts';
import type { SeenContent } from './iccam-answers.ts';
import { paymentMethodNumber, siteTypeNumber } from './report.ts';

/** 1 ReportedToLEA, 2 ReportedToISP, 3 Removed, 4 Unavailable, 6 NotIllegal. */
export type ActionType = 1 | 2 | 3 | 4 | 6;

/** One change. */
export type IccamAct =
  | { readonly kind: 'reference'; readonly reference: string }
  | { readonly kind: 'hosting'; readonly ip: string; readonly country: string }
  | { readonly kind: 'assigned-country'; readonly country: string }
  | { readonly kind: 'assessment'; readonly assessment: IccamAssessment }
  | { readonly kind: 'site-type' | 'commerciality'; readonly value: number }
  | { readonly kind: 'payment-methods'; readonly values: readonly number[] }
  | {
      readonly kind: 'action';
      readonly actionType: ActionType;
      readonly at: Date;
      readonly reason?: { readonly id: number; readonly text: string };
    };

/** Numbers of ICCAM's list of reasons that this hotline gives; 1 is "other" and always there. */
export interface ReasonNumbers {
  readonly notFound: number;
  readonly notPublic: number;
  readonly notIllegal: number;
}

/** Whether somebody has been told: not at all, a sending waits, or since when. */
export type Telling = 'no' | 'waits' | Date;

/** An item as far as ICCAM is told of it. */
export interface ToldItem {
  /** Ours for this content: unique, and the same at every try. */
  readonly reference: string;
  /** Its case is decided or closed, so that what stands in it is this hotline's word. */
  readonly isDecided: boolean;
  readonly isGone: boolean;
  readonly outcome: ItemOutcome | undefined;
  readonly answers: ItemAnswers | undefined;
  readonly country: string | undefined;
  readonly ip: string | undefined;
  readonly police: Telling;
  readonly provider: Telling;
}

/** All that the next change follows from. */
export interface ContentFacts {
  readonly view: SeenContent;
  readonly us: { readonly hotlineId: number; readonly countryCode: string };
  readonly item: ToldItem | undefined;
  /** Keys (`keyOf`) of what ICCAM has taken, of this content and of its report. */
  readonly done: ReadonlySet<string>;
  /** Of what it refused. */
  readonly refused: ReadonlySet<string>;
  /** We filed the report, with its facts in it. */
  readonly isOurReport: boolean;
  /** ICCAM insists on facts that nobody answered: "not determined" is told. */
  readonly tellsAllFacts: boolean;
  /** A report takes no action in the run in which it was filed or first read. */
  readonly mayAct: boolean;
  readonly reasons: ReasonNumbers;
  readonly now: Date;
}

const FINAL_ACTIONS: ReadonlySet<number> = new Set([3, 4, 6]);

/**
 * | standing  | meaning                                                                |
 * |-----------|------------------------------------------------------------------------|
 * | ours      | this hotline acts on it                                                |
 * | untaken   | its country's, and none of the country's several hotlines has taken it |
 * | elsewhere | another country's, or another hotline's of this country                |
 * | ended     | a final action stands                                                  |
 */
export type Standing = 'ours' | 'untaken' | 'elsewhere' | 'ended';

/** Where a content stands for us. A country's only hotline has what is assigned to the country. */
export function standingOf(view: SeenContent, us: ContentFacts['us']): Standing {
  if (hasFinal(view)) return 'ended';
  if (view.assignedCountryCode !== us.countryCode) return 'elsewhere';
  if (view.assignedHotlineId === undefined) return 'untaken';
  return view.assignedHotlineId === us.hotlineId ? 'ours' : 'elsewhere';
}

/** Whether a final action stands: nothing follows it. */
export const hasFinal = (view: SeenContent): boolean =>
  view.actions.some(({ actionType }) => FINAL_ACTIONS.has(actionType));

/** What a change is called in our own record: with the same key it is the same change. */
export function keyOf(act: IccamAct): string {
  switch (act.kind) {
    case 'action':
      return `action.${act.actionType}`;
    case 'hosting':
    case 'assigned-country':
      return `${act.kind}.${act.country}`;
    case 'reference':
    case 'assessment':
    case 'site-type':
    case 'commerciality':
    case 'payment-methods':
      return act.kind;
  }
}

/** Whether a change is about the whole report. */
export const isAboutReport = (act: IccamAct): boolean =>
  act.kind === 'site-type' || act.kind === 'commerciality' || act.kind === 'payment-methods';

/** The next change to tell; undefined when there is nothing to say now. */
export function nextAct(facts: ContentFacts): IccamAct | undefined {
  const { view, us, item } = facts;
  if (item === undefined || view.assignedCountryCode !== us.countryCode) return undefined;
  const isOthers = view.assignedHotlineId !== undefined && view.assignedHotlineId !== us.hotlineId;
  if (isOthers) return undefined;
  if (view.hotlineReference === undefined && isNews(facts, 'reference'))
    return { kind: 'reference', reference: item.reference };
  if (hasFinal(view) || !item.isDecided) return undefined;
  return nextMove(facts, item) ?? nextAssessment(facts, item) ?? nextAction(facts, item);
}

const isNews = ({ done, refused }: ContentFacts, key: string): boolean => !done.has(key) && !refused.has(key);

/** A move is told once for each country: two hotlines whose registers differ must not hand a content to and fro. */
function nextMove(facts: ContentFacts, item: ToldItem): IccamAct | undefined {
  const { view, us } = facts;
  const { country, ip } = item;
  if (country === undefined || ip === undefined || item.isGone || !isIllegal(item.outcome)) return undefined;
  if (view.hostingCountryCode !== country && isNews(facts, `hosting.${country}`))
    return { kind: 'hosting', ip, country };
  if (country === us.countryCode || view.hostingCountryCode !== country) return undefined;
  return isNews(facts, `assigned-country.${country}`) ? { kind: 'assigned-country', country } : undefined;
}

function nextAssessment(facts: ContentFacts, item: ToldItem): IccamAct | undefined {
  const { view } = facts;
  const outcome = item.answers === undefined ? undefined : outcomeOf(item.answers);
  if (item.answers === undefined || (!isIllegal(outcome) && outcome !== 'not-illegal')) return undefined;
  const standing = view.assessment;
  const isOpen = view.actions.length === 0 && (standing === undefined || standing.classification === 2);
  if (!isOpen || !isNews(facts, 'assessment')) return undefined;
  const assessment = toIccamAssessment(item.answers);
  const isSame =
    standing !== undefined &&
    Object.entries(assessment).every(([name, value]) => Reflect.get(standing, name) === value);
  return isSame ? undefined : { kind: 'assessment', assessment };
}

function nextAction(facts: ContentFacts, item: ToldItem): IccamAct | undefined {
  const { refused } = facts;
  const isHeldUp = [...refused].some((key) => key === 'assessment' || key.startsWith('action.'));
  if (isHeldUp || !facts.mayAct) return undefined;
  const action = actionDue(facts, item);
  return action === undefined ? undefined : (nextSourceFact(facts, item) ?? action);
}

function actionDue(facts: ContentFacts, item: ToldItem): IccamAct | undefined {
  const { view, us } = facts;
  const stands = (type: ActionType) =>
    view.actions.some(
      ({ actionType, countryCode }) =>
        actionType === type && (countryCode === undefined || countryCode === us.countryCode),
    );
  const isOpen = (type: ActionType) => !stands(type) && isNews(facts, `action.${type}`);
  if (item.police instanceof Date && isOpen(1)) return { kind: 'action', actionType: 1, at: item.police };
  if (item.provider instanceof Date && isOpen(2)) return { kind: 'action', actionType: 2, at: item.provider };
  if (item.police === 'waits' || item.provider === 'waits') return undefined;
  const ending = endingOf(facts, item);
  return ending !== undefined && isOpen(ending.actionType) ? ending : undefined;
}

function endingOf(facts: ContentFacts, item: ToldItem): Extract<IccamAct, { kind: 'action' }> | undefined {
  const { reasons, now } = facts;
  const ending = (actionType: ActionType, id: number, text: string) =>
    ({ kind: 'action', actionType, at: now, reason: { id, text } }) as const;
  switch (item.outcome) {
    case 'illegal-baseline':
    case 'illegal-national':
      return item.isGone ? { kind: 'action', actionType: 3, at: now } : undefined;
    case 'not-found':
      return ending(4, reasons.notFound, 'Not found');
    case 'not-public':
      return ending(4, reasons.notPublic, 'Not public: log-in or payment required');
    case 'not-illegal':
      return ending(6, reasons.notIllegal, 'Not illegal');
    case undefined:
      return undefined;
  }
}

/** What was answered of the page; what nobody answered is told as "not determined" only when ICCAM insists, so as not to undo another's knowledge. */
function nextSourceFact(facts: ContentFacts, item: ToldItem): IccamAct | undefined {
  if (facts.isOurReport) return undefined;
  const siteType = item.answers?.['site-type'];
  const commercial = item.answers?.commercial;
  const wants = (isKnown: boolean, kind: string) => (isKnown || facts.tellsAllFacts) && isNews(facts, kind);
  if (wants(siteType !== undefined && siteType !== 'unknown', 'site-type'))
    return { kind: 'site-type', value: siteTypeNumber(siteType) };
  const isCommercialKnown = commercial === 'yes' || commercial === 'no';
  if (wants(isCommercialKnown, 'commerciality'))
    return { kind: 'commerciality', value: toIccamCommerciality(commercial) };
  // That one pays is known, and how is not asked: only "none" is knowledge.
  return wants(commercial === 'no', 'payment-methods')
    ? { kind: 'payment-methods', values: [paymentMethodNumber(commercial)] }
    : undefined;
}
