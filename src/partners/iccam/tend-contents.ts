/** Looks at contents in ICCAM one by one: reads each, tells what is still to be told, and notes how it stands. */
import { keptAt, readCaseSummary, readItem, readNewestAssessment, readOrigins } from '../../cases/door.ts';
import { recordAct } from '../../ledger/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { emit } from '../../platform/events.ts';
import { codeOf } from '../../platform/log.ts';
import { readTellings } from '../../routing/door.ts';
import type { ItemId } from '../../terms/ids.ts';
import { insertAct, readActs, targetOf } from './act-store.ts';
import {
  isAboutReport,
  keyOf,
  nextAct,
  standingOf,
  type ContentFacts,
  type IccamAct,
  type Standing,
  type ToldItem,
} from './acts.ts';
import { claimContents, readReport, settleContent, type ContentRow } from './content-store.ts';
import { IccamRefusal, type SeenContent } from './iccam-answers.ts';
import { LEASE_MS, retryPauseMs, type IccamWork } from './work.ts';

const BATCH = 20;
/** More changes than one content can need: beyond that something is not as it says. */
const MOST_ACTS = 40;
/** A report takes no action in the run in which it was filed or first read. */
const SETTLE_MS = 60_000;
/** What is open is read again after so long, as others act in ICCAM too. */
const REFRESH_MS = { ours: 6 * 3_600_000, untaken: 6 * 3_600_000, elsewhere: 12 * 3_600_000 };

/**
 * Tends every content that is due, until none is or ICCAM cannot be asked. @returns how many were looked at, and how many changes ICCAM took
 * @throws PartnerUnavailable, after what failed was put off
 */
export async function tendContents(work: IccamWork): Promise<{ readonly looked: number; readonly changed: number }> {
  let looked = 0;
  let changed = 0;
  for (;;) {
    const now = work.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    const rows = await claimContents(work.db, work.serviceKey, { now, until, limit: BATCH });
    for (const row of rows) {
      looked += 1;
      changed += await tendOrPutOff(work, row);
    }
    if (rows.length < BATCH) return { looked, changed };
  }
}

async function tendOrPutOff(work: IccamWork, row: ContentRow): Promise<number> {
  try {
    return await tendContent(work, row);
  } catch (error) {
    const now = work.clock.now();
    const attempts = row.attempts + 1;
    const dueAt = new Date(now.getTime() + retryPauseMs(attempts));
    const end = { standing: row.standing, dueAt, failureCode: codeOf(error), attempts, now };
    await transact(work.db, (tx) => settleContent(tx, work.serviceKey, row, end));
    // A content that ICCAM refuses to show is no reason to leave the others.
    if (error instanceof IccamRefusal) return 0;
    throw error;
  }
}

/**
 * A change that ICCAM has refused. It counts as refused only when the content, read anew, still lacks it: something on the way may
 * have sent it twice, and then it is the second that is answered.
 */
interface RefusedAct {
  readonly act: IccamAct;
  readonly code: string;
}

/** Tells what is to be told of one content. @returns how many changes ICCAM took */
async function tendContent(work: IccamWork, row: ContentRow): Promise<number> {
  let tellsAllFacts = false;
  let changed = 0;
  let refused: RefusedAct | undefined;
  for (let count = 0; count < MOST_ACTS; count += 1) {
    const view = await work.client.content(row.contentId);
    const facts = await readFacts(work, row, view, tellsAllFacts);
    await noteFound(work, row, facts);
    const act = nextAct(facts);
    if (refused !== undefined) {
      const isWantedStill = act !== undefined && keyOf(act) === keyOf(refused.act);
      await noteAct(work, row, refused.act, isWantedStill ? refused.code : undefined);
      changed += isWantedStill ? 0 : 1;
      refused = undefined;
      continue;
    }
    if (act === undefined) {
      await settle(work, row, facts);
      return changed;
    }
    const refusal = await tell(work, row, act);
    if (refusal?.code.startsWith('iccam-400') === true && act.kind === 'action' && !tellsAllFacts && !facts.isOurReport)
      tellsAllFacts = true;
    else if (refusal !== undefined) refused = { act, code: refusal.code };
    else await noteAct(work, row, act, undefined);
    changed += refusal === undefined ? 1 : 0;
  }
  throw new IccamRefusal('iccam-does-not-settle');
}

async function tell(work: IccamWork, row: ContentRow, act: IccamAct): Promise<IccamRefusal | undefined> {
  try {
    await work.client.tell(act, row, work.analyst);
    return undefined;
  } catch (error) {
    if (error instanceof IccamRefusal) return error;
    throw error;
  }
}

async function readFacts(
  work: IccamWork,
  row: ContentRow,
  view: SeenContent,
  tellsAllFacts: boolean,
): Promise<ContentFacts> {
  const { db, us, reasons } = work;
  const now = work.clock.now();
  const targets = [targetOf('content', row.contentId), targetOf('report', row.reportId)];
  const [acts, report] = await Promise.all([readActs(db, targets), readReport(db, work.serviceKey, row.reportId)]);
  const firstSeenAt = report?.firstSeenAt ?? row.firstSeenAt;
  return {
    ...{ view, us, reasons, tellsAllFacts, now, done: acts.done, refused: acts.refused },
    item: row.itemId === undefined ? undefined : await readToldItem(work, row, row.itemId),
    isOurReport: report?.dispatchId !== undefined,
    mayAct: now.getTime() - firstSeenAt.getTime() >= SETTLE_MS,
  };
}

async function readToldItem({ db, serviceKey }: IccamWork, row: ContentRow, itemId: ItemId): Promise<ToldItem> {
  const item = await readItem(db, serviceKey, itemId);
  const [file, assessment, tellings, origins] = await Promise.all([
    readCaseSummary(db, item.caseId),
    readNewestAssessment(db, itemId),
    readTellings(db, item.caseId, itemId),
    readOrigins(db, serviceKey, [itemId]),
  ]);
  return {
    reference: `F${file?.number ?? 0}-${row.contentId}`,
    isDecided: (file?.state === 'decided' || file?.state === 'closed') && item.state !== 'new',
    isGone: item.state === 'gone',
    ...{ outcome: item.outcome, ...keptAt(item, origins.get(itemId)) },
    answers: assessment !== undefined && assessment.outcome === item.outcome ? assessment.answers : undefined,
    ...tellings,
  };
}

/** What an earlier try had done, whose answer was lost, or what somebody here has done in ICCAM itself. */
async function noteFound(work: IccamWork, row: ContentRow, { view, us, done, item }: ContentFacts): Promise<void> {
  const found = view.actions
    .filter(({ countryCode }) => countryCode === us.countryCode)
    .map(({ actionType }) => `action.${actionType}`);
  if (item !== undefined && view.hotlineReference === item.reference) found.push('reference');
  const fresh = [...new Set(found)].filter((key) => !done.has(key));
  if (fresh.length === 0) return;
  const target = targetOf('content', row.contentId);
  const at = work.clock.now();
  await transact(work.db, async (tx) => {
    for (const act of fresh)
      if (await insertAct(tx, { target, act, at, failureCode: undefined })) await record(tx, row, act, 'found', at);
  });
}

async function noteAct(
  work: IccamWork,
  row: ContentRow,
  act: IccamAct,
  failureCode: string | undefined,
): Promise<void> {
  const target = isAboutReport(act) ? targetOf('report', row.reportId) : targetOf('content', row.contentId);
  const at = work.clock.now();
  await transact(work.db, async (tx) => {
    const key = keyOf(act);
    if (await insertAct(tx, { target, act: key, at, failureCode }))
      await record(tx, row, key, failureCode ?? 'taken', at);
  });
}

function record(tx: Tx, row: ContentRow, act: string, result: string, at: Date): Promise<void> {
  return recordAct(tx, {
    ...{ at, actor: 'system', action: 'iccam.told' },
    subject: row.itemId === undefined ? `iccam-content:${row.id}` : `item:${row.itemId}`,
    payload: { contentId: row.contentId, act, result },
  });
}

async function settle(work: IccamWork, row: ContentRow, facts: ContentFacts): Promise<void> {
  const { view } = facts;
  const now = work.clock.now();
  const standing = standingOf(view, work.us);
  const dueAt = nextLook(row, standing, facts, now);
  await transact(work.db, async (tx) => {
    await settleContent(tx, work.serviceKey, row, { view, standing, dueAt, failureCode: undefined, attempts: 0, now });
    const isHere = standing === 'ours' || (standing === 'untaken' && work.takesUntaken);
    const hasCome = row.standing === 'elsewhere' || row.itemId === undefined;
    if (isHere && hasCome) await emit(tx, { kind: 'content-assigned', contentId: row.id });
  });
}

function nextLook(row: ContentRow, standing: Standing, facts: ContentFacts, now: Date): Date | undefined {
  if (standing === 'ended') return undefined;
  if (standing === 'elsewhere' && !row.isOurs) return undefined;
  // An action that is due and may not be told yet is told when the report has settled.
  const ms = facts.mayAct ? REFRESH_MS[standing] : SETTLE_MS;
  return new Date(now.getTime() + ms);
}
