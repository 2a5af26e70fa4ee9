/**
 * One report's way into the CyberTipline: submit opens it, finish makes it count, and what is not finished vanishes there by itself (24 hours after
 * it was opened, one hour after its last change). So the effect is at `finish` alone, and a filing is this:
 *
 * | state     | meaning                                             | moves to                                                           |
 * |-----------|-----------------------------------------------------|--------------------------------------------------------------------|
 * | empty     | nothing is open there that we know of               | open                                                               |
 * | open      | theirs is open under `reportId`                      | finishing; empty (retracted)                                       |
 * | finishing | finish was called; its answer is not known           | landed; empty (retracted: it had not landed)                       |
 * | landed    | it counts                                            | -                                                                  |
 *
 * The process may die between any two lines. A lost answer to submit leaves a report that nobody can finish; it vanishes. After any other doubt the
 * next try retracts what the one before left behind: 5102 says that it is finished, and had landed; anything else says that it never will. Two tries
 * at once (a worker that was taken for dead) cannot both finish: the later one retracts the earlier one's report, or learns that it has landed.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { DispatchId } from '../../terms/ids.ts';
import { PartnerUnavailable, type SendOutcome } from '../partner.ts';
import { codeFor, meaningOf, type TipAnswer } from './answer.ts';
import { unavailable, type CybertipClient } from './cybertip-client.ts';
import { beginTry, moveFiling } from './filing-store.ts';

/** What filing one report takes. */
export interface FilingDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly client: CybertipClient;
}

/** The documents, already checked against the schema. */
export interface Documents {
  readonly report: string;
  /** Those of `POST /fileinfo`; they name the report's number. */
  readonly fileDetails: (reportId: string) => readonly string[];
}

/** A try of one dispatch, in the middle of its work. */
interface Try extends FilingDeps {
  readonly id: DispatchId;
  readonly number: number;
}

/** Files a report, or finds that it was filed. Safe to repeat after a death at any moment. @throws PartnerUnavailable, or the network's error: again later */
export async function fileReport(deps: FilingDeps, id: DispatchId, documents: Documents): Promise<SendOutcome> {
  const before = await beginTry(deps.db, id, deps.clock.now());
  const one: Try = { ...deps, id, number: before.try };
  if (before.reportId !== undefined) {
    if (before.state === 'landed' || (await hasLanded(one, before.reportId)))
      return { kind: 'sent', reference: before.reportId };
  }
  const opened = await deps.client.submit(documents.report);
  if (meaningOf(opened.code) !== 'done') return refuseOrThrow(opened);
  const { reportId } = opened;
  if (reportId === undefined) throw new PartnerUnavailable('cybertip-answer-malformed');
  if (!(await move(one, 'open', reportId))) {
    // A later try is at work and does not know of this report: it is in nobody's way if this call is lost too.
    await deps.client.retract(reportId).catch(() => undefined);
    throw new PartnerUnavailable('cybertip-overtaken');
  }
  return complete(one, reportId, documents.fileDetails(reportId));
}

/** Details, then finish. */
async function complete(one: Try, reportId: string, fileDetails: readonly string[]): Promise<SendOutcome> {
  for (const document of fileDetails) {
    const answer = await one.client.fileInfo(document);
    if (meaningOf(answer.code) !== 'done') return giveUp(one, reportId, answer);
  }
  if (!(await move(one, 'finishing', reportId))) throw new PartnerUnavailable('cybertip-overtaken');
  const answer = await one.client.finish(reportId);
  const meaning = meaningOf(answer.code);
  if (meaning !== 'done' && meaning !== 'landed') return giveUp(one, reportId, answer);
  // Where a later try has taken over, it will learn the same by retracting.
  await move(one, 'landed', reportId);
  return { kind: 'sent', reference: reportId };
}

/** Whether a report that an earlier try left behind counts; otherwise it is gone when this returns. */
async function hasLanded(one: Try, reportId: string): Promise<boolean> {
  const answer = await one.client.retract(reportId);
  switch (meaningOf(answer.code)) {
    case 'landed':
      await move(one, 'landed', reportId);
      return true;
    case 'done':
    case 'no-report':
      await move(one, 'empty', undefined);
      return false;
    case 'later':
    case 'refused':
      throw unavailable(answer.code);
  }
}

/** An open report whose completion was answered with no: taken back, where it is final. */
async function giveUp(one: Try, reportId: string, answer: TipAnswer): Promise<SendOutcome> {
  if (meaningOf(answer.code) !== 'refused') throw unavailable(answer.code);
  if (await hasLanded(one, reportId)) return { kind: 'sent', reference: reportId };
  return { kind: 'refused', code: codeFor(answer.code) };
}

function refuseOrThrow(answer: TipAnswer): SendOutcome {
  if (meaningOf(answer.code) === 'refused') return { kind: 'refused', code: codeFor(answer.code) };
  throw unavailable(answer.code);
}

const move = (
  one: Try,
  state: 'empty' | 'open' | 'finishing' | 'landed',
  reportId: string | undefined,
): Promise<boolean> => moveFiling(one.db, one.id, one.number, { state, reportId, at: one.clock.now() });
