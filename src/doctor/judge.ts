/** From what was counted and measured to findings: pure, so that each rule is tested without a broken house. */
import type { LedgerReport } from '../ledger/door.ts';
import type { TableExamination } from '../routing/door.ts';
import type { Finding, FindingCode, FindingFacts } from './finding.ts';

/** Rows that break an invariant, and what waits. */
export interface Counted {
  readonly tips: number;
  readonly tipsWithoutKeys: number;
  readonly tipsHalfErased: number;
  readonly tipsNotSealed: number;
  readonly tipsWithoutCase: number;
  readonly tipsWithoutMailbox: number;
  readonly dispatchesKeeping: number;
  readonly dispatchesLate: number;
  readonly dispatchesRefused: number;
  readonly jobsGivenUp: number;
  readonly jobsHeldLong: number;
  readonly outboxSeconds: number;
  readonly actsWaiting: number;
  readonly deskKeys: number;
  readonly deskKeysUnheld: number;
  readonly supervisors: number;
  readonly erasedSinceBackup: number;
}

export interface DatabaseSettings {
  readonly majorVersion: number;
  readonly fsync: string;
  readonly synchronousCommit: string;
  readonly fullPageWrites: string;
  readonly dataChecksums: string;
  readonly now: Date;
  readonly newestCheckpointAt: Date | null;
  /** What the server lets in that is neither a superuser nor of a role for which it keeps some back. */
  readonly connectionsAllowed: number;
  /** To all databases of the server. */
  readonly connectionsOpen: number;
  /** Of the services' roles, those that are not there. */
  readonly rolesMissing: readonly string[];
}

/** The machine that the examination runs on. */
export interface MachineFacts {
  readonly now: Date;
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** Files and folders that somebody else on the machine can read or write. */
  readonly openToOthers: readonly string[];
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Codes of sentences that need nothing but themselves. */
type BareCode = { [C in FindingCode]: Record<string, never> extends FindingFacts[C] ? C : never }[FindingCode];
/** Codes of sentences that need a count. */
type CountCode = Extract<
  FindingCode,
  { [C in FindingCode]: FindingFacts[C] extends { count: number } ? C : never }[FindingCode]
>;

/** An invariant: no row may break it. */
const none = (check: string, count: number, fine: BareCode, wrong: CountCode): Finding =>
  count === 0
    ? { level: 'fine', check, code: fine, facts: {} }
    : { level: 'wrong', check, code: wrong, facts: { count } };

/** What every tip, dispatch and key must be. */
export function judgeRows(counted: Counted): readonly Finding[] {
  const { tips, deskKeys, deskKeysUnheld } = counted;
  const notSealed = counted.tipsNotSealed + counted.tipsWithoutKeys;
  return [
    notSealed === 0
      ? { level: 'fine', check: 'tips.sealed', code: 'tips-sealed', facts: { count: tips } }
      : { level: 'wrong', check: 'tips.sealed', code: 'tips-not-sealed', facts: { count: notSealed } },
    none('tips.erased', counted.tipsHalfErased, 'erased-whole', 'erased-half'),
    none('tips.case', counted.tipsWithoutCase, 'tips-in-cases', 'tips-without-case'),
    none('tips.mailbox', counted.tipsWithoutMailbox, 'tips-with-mailbox', 'tips-without-mailbox'),
    none('dispatch.content', counted.dispatchesKeeping, 'content-gone', 'content-kept'),
    deskKeysUnheld === 0
      ? { level: 'fine', check: 'desk.keys', code: 'desk-keys-held', facts: { count: deskKeys } }
      : { level: 'wrong', check: 'desk.keys', code: 'desk-keys-lost', facts: { count: deskKeysUnheld } },
  ];
}

/** Longest that an event waits while `jobs` runs. */
const OUTBOX_LIMIT_SECONDS = 60;

/** What waits, and for how long. */
export function judgeWork(counted: Counted): readonly Finding[] {
  const { outboxSeconds } = counted;
  const waits: readonly Finding[] =
    outboxSeconds <= OUTBOX_LIMIT_SECONDS
      ? []
      : [
          {
            ...({ level: 'wrong', check: 'work.events', code: 'events-wait' } as const),
            facts: { seconds: Math.round(outboxSeconds) },
          },
        ];
  const some = (level: 'soon' | 'wrong', check: string, count: number, code: CountCode): readonly Finding[] =>
    count === 0 ? [] : [{ level, check, code, facts: { count } }];
  const findings = [
    ...waits,
    ...some('wrong', 'work.given-up', counted.jobsGivenUp, 'jobs-given-up'),
    ...some('soon', 'work.held', counted.jobsHeldLong, 'jobs-held'),
    ...some('wrong', 'dispatch.late', counted.dispatchesLate, 'dispatches-late'),
    ...some('soon', 'dispatch.refused', counted.dispatchesRefused, 'dispatches-refused'),
  ];
  return findings.length > 0 ? findings : [{ level: 'fine', check: 'work', code: 'work-in-time', facts: {} }];
}

/** Nobody should be alone with the keys. */
export function judgePeople({ supervisors, deskKeys }: Counted): Finding {
  const check = 'people';
  if (deskKeys === 0) return { level: 'soon', check, code: 'nobody-yet', facts: {} };
  return supervisors >= 2
    ? { level: 'fine', check, code: 'supervisors', facts: { count: supervisors } }
    : { level: 'soon', check, code: 'supervisors-few', facts: { count: supervisors } };
}

/** Would an acknowledged row survive a power cut? */
export function judgeDatabase(settings: DatabaseSettings): readonly Finding[] {
  const { fsync, synchronousCommit, fullPageWrites, dataChecksums, majorVersion } = settings;
  const isDurable = fsync === 'on' && fullPageWrites === 'on' && synchronousCommit !== 'off';
  const check = 'database';
  const durable: Finding = isDurable
    ? { level: 'fine', check, code: 'database-durable', facts: { version: majorVersion } }
    : { level: 'wrong', check, code: 'database-hasty', facts: { fsync, synchronousCommit, fullPageWrites } };
  if (dataChecksums === 'on') return [durable];
  return [durable, { level: 'soon', check: 'database.sums', code: 'database-without-sums', facts: {} }];
}

const CLOCK_TOLERANCE_MS = 10 * SECOND_MS;
/** A checkpoint is made by another process, a moment before we ask. */
const AHEAD_TOLERANCE_MS = 5 * 60 * SECOND_MS;

/** Deadlines, sessions and the ledger hang on the time. */
export function judgeClock(settings: DatabaseSettings, now: Date): Finding {
  const apartMs = Math.abs(settings.now.getTime() - now.getTime());
  const aheadMs = (settings.newestCheckpointAt?.getTime() ?? 0) - now.getTime();
  const check = 'clock';
  const seconds = (ms: number) => ({ seconds: Math.round(ms / SECOND_MS) });
  if (apartMs > CLOCK_TOLERANCE_MS) return { level: 'wrong', check, code: 'clocks-apart', facts: seconds(apartMs) };
  if (aheadMs > AHEAD_TOLERANCE_MS) return { level: 'wrong', check, code: 'checkpoint-ahead', facts: seconds(aheadMs) };
  return { level: 'fine', check, code: 'clocks-agree', facts: {} };
}

const LITTLE_BYTES = 2e9;
const TOO_LITTLE_BYTES = 5e8;

/** Room for what comes in. */
export function judgeDisk({ freeBytes, totalBytes }: MachineFacts): Finding {
  const [check, facts] = ['disk', { freeBytes, totalBytes }] as const;
  if (freeBytes < Math.min(TOO_LITTLE_BYTES, totalBytes / 20))
    return { level: 'wrong', check, code: 'disk-filling', facts };
  if (freeBytes < Math.min(LITTLE_BYTES, totalBytes / 10)) return { level: 'soon', check, code: 'disk-filling', facts };
  return { level: 'fine', check, code: 'disk-roomy', facts };
}

/** Keys and data are the service's alone. */
export function judgeFiles({ openToOthers }: MachineFacts): Finding {
  return openToOthers.length === 0
    ? { level: 'fine', check: 'files', code: 'files-closed', facts: {} }
    : { level: 'wrong', check: 'files', code: 'files-open', facts: { files: openToOthers } };
}

/** Does the key at hand open what is in the database? */
export function judgeServiceKey(opened: number, samples: number): Finding {
  return opened === samples
    ? { level: 'fine', check: 'service-key', code: 'service-key-fits', facts: {} }
    : { level: 'wrong', check: 'service-key', code: 'service-key-foreign', facts: {} };
}

/** Does the ledger hold what was signed? Acts of the last second may wait for their place. */
export function judgeLedger(report: Pick<LedgerReport, 'misfits' | 'entries'>, waiting: number): Finding {
  const [misfit] = report.misfits;
  return misfit === undefined
    ? { level: 'fine', check: 'ledger', code: 'ledger-whole', facts: { entries: report.entries, waiting } }
    : { level: 'wrong', check: 'ledger', code: 'ledger-broken', facts: { misfit } };
}

/** Does the schedule run? */
export const judgeRetention = (overdue: number): Finding =>
  none('retention', overdue, 'retention-kept', 'retention-overdue');

/** What figures are made of. Nobody is harmed by a wrong sum, and what was printed may be wrong. */
export const judgeFigures = (wrong: number): Finding =>
  wrong === 0
    ? { level: 'fine', check: 'figures', code: 'figures-exact', facts: {} }
    : { level: 'soon', check: 'figures', code: 'figures-wrong', facts: { count: wrong } };

/** A backup a day: it also is what ends the last copies of what was erased. */
export function judgeBackup(
  backup: { readonly hasRecoveryKey: boolean; readonly newestAt: Date | undefined; readonly erasedSince: number },
  now: Date,
): Finding {
  const check = 'backup';
  if (!backup.hasRecoveryKey) return { level: 'soon', check, code: 'no-recovery-key', facts: {} };
  if (backup.newestAt === undefined) return { level: 'soon', check, code: 'no-backup', facts: {} };
  const ageMs = now.getTime() - backup.newestAt.getTime();
  const hours = Math.max(0, Math.round(ageMs / HOUR_MS));
  if (ageMs <= DAY_MS) return { level: 'fine', check, code: 'backup-new', facts: { hours } };
  if (backup.erasedSince === 0) return { level: 'soon', check, code: 'backup-old', facts: { hours } };
  return { level: 'wrong', check, code: 'backup-opens-erased', facts: { hours, erased: backup.erasedSince } };
}

/** Can each service get in, with a role of its own? One that is not there stops the start of its service. */
export function judgeRoles({ rolesMissing }: Pick<DatabaseSettings, 'rolesMissing'>): Finding {
  const check = 'database.roles';
  return rolesMissing.length === 0
    ? { level: 'fine', check, code: 'roles-there', facts: {} }
    : { level: 'soon', check, code: 'roles-missing', facts: { roles: rolesMissing } };
}

/** Beyond this part of what is allowed, the next process of a service may find none left. */
const NEARLY_ALL = 0.9;

/** Do all services together find room on the server? `budget`: the sum of their pools, one process of each, and a command beside. */
export function judgeConnections(
  { connectionsAllowed, connectionsOpen }: Pick<DatabaseSettings, 'connectionsAllowed' | 'connectionsOpen'>,
  budget: number,
): Finding {
  const check = 'database.room';
  const facts = { budget, allowed: connectionsAllowed, open: connectionsOpen };
  if (connectionsOpen > NEARLY_ALL * connectionsAllowed)
    return { level: 'wrong', check, code: 'connections-few', facts };
  return budget > connectionsAllowed
    ? { level: 'soon', check, code: 'connections-few', facts }
    : { level: 'fine', check, code: 'connections-fit', facts };
}

/** Does the table say where cases go, and is it the one that was agreed on? */
export function judgeRouting(table: TableExamination): readonly Finding[] {
  const { version, rows, isRefused, faultyRows, isAltered, dispatchesLost } = table;
  const check = 'routing.table';
  const found: readonly Finding[] = [
    ...(isRefused
      ? [{ level: 'wrong', check, code: 'table-refused', facts: { version, rows: faultyRows } } as const]
      : []),
    ...(isAltered ? [{ level: 'wrong', check, code: 'table-altered', facts: { version } } as const] : []),
  ];
  return [
    ...(found.length > 0 ? found : [{ level: 'fine', check, code: 'table-fits', facts: { version, rows } } as const]),
    none('routing.rows', dispatchesLost, 'rows-kept', 'rows-lost'),
  ];
}

/** What leaves the machine for real, said without a judgement. */
export function describeModes(modes: Readonly<Record<string, string>>): Finding {
  const live = Object.entries(modes).flatMap(([name, mode]) => (mode === 'live' ? [name] : []));
  return { level: 'fine', check: 'destinations', code: 'modes', facts: { live } };
}
