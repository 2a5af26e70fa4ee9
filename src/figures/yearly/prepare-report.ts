/** A year's report as a draft: counted now, with the words of the report before it to begin with. */
import { transact, type Db } from '../../platform/db.ts';
import { readNotice } from '../board/board.ts';
import { prepareSnapshot } from '../public/publish-snapshot.ts';
import { listSnapshots, type Step } from '../public/snapshot-store.ts';
import { FiguresStepError } from '../public/snapshot.ts';
import { countFacts } from '../rollup/rollup-store.ts';
import { makeReport, NO_WORDS, YEARLY_REPORT, yearsOver, type NoticeCount } from './yearly-report.ts';

/** Which year, in whose months, and what providers are called (their names are known to whoever knows providers). */
export interface ReportWish {
  readonly year: number;
  readonly timeZone: string;
  readonly namesOf: (providerIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/**
 * The notices under article 16 that left in a year; what was only rehearsed in test mode did not leave.
 * @throws the database's error for a time zone that is not known
 */
async function countYearNotices(db: Db, timeZone: string, year: number): Promise<readonly NoticeCount[]> {
  const facts = await countFacts(db, {
    ...{ figures: ['notice'], zone: timeZone, by: ['value', 'detail'] },
    ...{ fromMonth: `${year}-01`, toMonth: `${year}-12` },
  });
  return facts.flatMap(({ value, detail, total }) => {
    const { type, action, isDsa, isRehearsed } = readNotice(detail);
    return isDsa && !isRehearsed ? [{ providerId: value, type, action, total }] : [];
  });
}

/** Counts a year and keeps it as a draft. @returns its number. @throws FiguresStepError */
export async function prepareReport(db: Db, { year, timeZone, namesOf }: ReportWish, step: Step): Promise<number> {
  if (!yearsOver(step.at, timeZone).includes(year)) throw new FiguresStepError('year-not-over');
  const notices = await countYearNotices(db, timeZone, year);
  const names = await namesOf([...new Set(notices.map(({ providerId }) => providerId))]);
  const [before] = await listSnapshots(db, YEARLY_REPORT);
  const report = makeReport({
    ...{ year, timeZone, notices, now: step.at, words: before?.content.words ?? NO_WORDS },
    nameOf: (id) => names.get(id),
  });
  return transact(db, (tx) => prepareSnapshot(tx, YEARLY_REPORT, report, step));
}
