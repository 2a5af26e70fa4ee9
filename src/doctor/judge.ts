/** From what was counted and measured to findings: pure, so that each rule is tested without a broken house. */
import type { Finding } from './finding.ts';

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

/** An invariant: no row may break it. */
function none(check: string, count: number, fine: string, wrong: string, toDo: string): Finding {
  return count === 0
    ? { level: 'fine', check, what: fine }
    : { level: 'wrong', check, what: wrong.replace('{n}', String(count)), toDo };
}

const BUG =
  'this is a fault of Fyr or a hand in the database: keep a backup of this moment and report it (SECURITY.md).';

/** What every tip, dispatch and key must be. */
export function judgeRows(counted: Counted): readonly Finding[] {
  const notSealed = counted.tipsNotSealed + counted.tipsWithoutKeys;
  return [
    none(
      'tips.sealed',
      notSealed,
      `${counted.tips} tips, each sealed.`,
      '{n} tips are not sealed as they must be.',
      BUG,
    ),
    none(
      'tips.erased',
      counted.tipsHalfErased,
      'What was erased is gone whole.',
      '{n} erased tips still have a key.',
      BUG,
    ),
    none(
      'tips.case',
      counted.tipsWithoutCase,
      'Every tip has its case or is on its way to one.',
      '{n} tips have no case, and nothing is on its way to make one.',
      `nobody will see these tips: ${BUG}`,
    ),
    none('tips.mailbox', counted.tipsWithoutMailbox, 'Every tip has its mailbox.', '{n} tips have no mailbox.', BUG),
    none(
      'dispatch.content',
      counted.dispatchesKeeping,
      'What has left is kept nowhere.',
      '{n} dispatches that have left still hold their content.',
      BUG,
    ),
    none(
      'desk.keys',
      counted.deskKeysUnheld,
      `${counted.deskKeys} desk keys, each in somebody's hands.`,
      '{n} desk keys are held by nobody who is let in: tips that are sealed to them cannot be read.',
      'let a person back in who held them, or restore a backup from before they left.',
    ),
  ];
}

/** Longest that an event waits while `jobs` runs. */
const OUTBOX_LIMIT_SECONDS = 60;

/** What waits, and for how long. */
export function judgeWork(counted: Counted): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (level: 'soon' | 'wrong', check: string, what: string, toDo: string) =>
    findings.push({ level, check, what, toDo });
  if (counted.outboxSeconds > OUTBOX_LIMIT_SECONDS)
    add(
      ...(['wrong', 'work.events', `An event has waited ${Math.round(counted.outboxSeconds)} s.`] as const),
      'start the service jobs, or look why it does not get on (docs/operating.md).',
    );
  if (counted.jobsGivenUp > 0)
    add(
      ...(['wrong', 'work.given-up', `${counted.jobsGivenUp} jobs were given up after many tries.`] as const),
      'look for job.failed in the log; its code says why. They are done when the cause is gone and they are tried again.',
    );
  if (counted.jobsHeldLong > 0)
    add('soon', 'work.held', `${counted.jobsHeldLong} jobs have run for over ten minutes.`, 'look again in a while.');
  if (counted.dispatchesLate > 0)
    add(
      ...(['wrong', 'dispatch.late', `${counted.dispatchesLate} dispatches have not left within a day.`] as const),
      'the page Partners says which system does not answer; meanwhile telephone what cannot wait.',
    );
  if (counted.dispatchesRefused > 0)
    add(
      ...(['soon', 'dispatch.refused', `${counted.dispatchesRefused} dispatches were refused for good.`] as const),
      'a person decides about each; the cases are open.',
    );
  return findings.length > 0
    ? findings
    : [{ level: 'fine', check: 'work', what: 'Nothing waits longer than it should.' }];
}

/** Nobody should be alone with the keys. */
export function judgePeople({ supervisors, deskKeys }: Counted): Finding {
  if (deskKeys === 0)
    return {
      ...({ level: 'soon', check: 'people', what: 'Nobody works here yet: the public form is closed.' } as const),
      toDo: 'open the link that npm start shows.',
    };
  if (supervisors >= 2) return { level: 'fine', check: 'people', what: `${supervisors} supervisors.` };
  return {
    ...({
      level: 'soon',
      check: 'people',
      what: `There is ${supervisors === 1 ? 'one supervisor' : 'no supervisor'}.`,
    } as const),
    toDo: 'have two at least: who is alone cannot be let in again when a password is lost.',
  };
}

/** Would an acknowledged row survive a power cut? */
export function judgeDatabase(settings: DatabaseSettings): readonly Finding[] {
  const { fsync, synchronousCommit, fullPageWrites, dataChecksums, majorVersion } = settings;
  const isDurable = fsync === 'on' && fullPageWrites === 'on' && synchronousCommit !== 'off';
  const durable: Finding = isDurable
    ? { level: 'fine', check: 'database', what: `PostgreSQL ${majorVersion} writes before it acknowledges.` }
    : {
        ...({ level: 'wrong', check: 'database' } as const),
        what: `PostgreSQL acknowledges before it has written (fsync ${fsync}, synchronous_commit ${synchronousCommit}, full_page_writes ${fullPageWrites}).`,
        toDo: 'set all three to on: until then a power cut can lose acknowledged tips.',
      };
  if (dataChecksums === 'on') return [durable];
  return [
    durable,
    {
      ...({ level: 'soon', check: 'database.sums', what: 'The database keeps no checksums of its pages.' } as const),
      toDo: 'a failing disk would go unnoticed: run pg_checksums --enable while the server is stopped.',
    },
  ];
}

const CLOCK_TOLERANCE_MS = 10 * SECOND_MS;
/** A checkpoint is made by another process, a moment before we ask. */
const AHEAD_TOLERANCE_MS = 5 * 60 * SECOND_MS;

/** Deadlines, sessions and the ledger hang on the time. */
export function judgeClock(settings: DatabaseSettings, now: Date): Finding {
  const apartMs = Math.abs(settings.now.getTime() - now.getTime());
  const aheadMs = (settings.newestCheckpointAt?.getTime() ?? 0) - now.getTime();
  const toDo = 'set the clocks by NTP (timedatectl set-ntp true) on every machine.';
  if (apartMs > CLOCK_TOLERANCE_MS)
    return {
      ...({ level: 'wrong', check: 'clock', toDo } as const),
      what: `This machine's clock and the database's are ${Math.round(apartMs / SECOND_MS)} s apart.`,
    };
  if (aheadMs > AHEAD_TOLERANCE_MS)
    return {
      ...({ level: 'wrong', check: 'clock', toDo } as const),
      what: `The ledger has a checkpoint that is ${Math.round(aheadMs / SECOND_MS)} s in the future: a clock jumped, then or now.`,
    };
  return { level: 'fine', check: 'clock', what: 'The clocks agree.' };
}

const LITTLE_BYTES = 2e9;
const TOO_LITTLE_BYTES = 5e8;

/** Room for what comes in. */
export function judgeDisk({ freeBytes, totalBytes }: MachineFacts): Finding {
  const free = `${(freeBytes / 1e9).toFixed(1)} GB of ${(totalBytes / 1e9).toFixed(1)} GB are free.`;
  const toDo = 'make room: when it is full, tips are refused (with words, and nothing is acknowledged).';
  if (freeBytes < Math.min(TOO_LITTLE_BYTES, totalBytes / 20))
    return { level: 'wrong', check: 'disk', what: free, toDo };
  if (freeBytes < Math.min(LITTLE_BYTES, totalBytes / 10)) return { level: 'soon', check: 'disk', what: free, toDo };
  return { level: 'fine', check: 'disk', what: free };
}

/** Keys and data are the service's alone. */
export function judgeFiles({ openToOthers }: MachineFacts): Finding {
  if (openToOthers.length === 0)
    return { level: 'fine', check: 'files', what: 'Keys and data can be read by the service alone.' };
  return {
    ...({ level: 'wrong', check: 'files', what: `Others on this machine get at ${openToOthers.join(', ')}.` } as const),
    toDo: `chmod go= ${openToOthers.join(' ')}`,
  };
}

/** Does the key at hand open what is in the database? */
export function judgeServiceKey(opened: number, samples: number): Finding {
  if (opened === samples)
    return {
      level: 'fine',
      check: 'service-key',
      what: 'The service key is the one that this database was written with.',
    };
  return {
    ...({
      level: 'wrong',
      check: 'service-key',
      what: 'The service key at hand does not open what is in the database.',
    } as const),
    toDo: "put the right key file back (docs/keys.md); a backup's keys file holds it.",
  };
}

/** Does the schedule run? */
export const judgeRetention = (overdue: number): Finding =>
  none(
    ...(['retention', overdue, 'Nothing is kept longer than was decided.'] as const),
    '{n} tips should have been erased over a day ago.',
    'start the service jobs; the log event retention.failed says why it does not get on.',
  );

/** What figures are made of. Nobody is harmed by a wrong sum, and what was printed may be wrong. */
export const judgeFigures = (wrong: number): Finding =>
  wrong === 0
    ? { level: 'fine', check: 'figures', what: 'Every sum of the figures is what the rows come to.' }
    : {
        ...({
          level: 'soon',
          check: 'figures',
          what: `${wrong} sums of the figures are not what the rows come to.`,
        } as const),
        toDo: 'npm run fyr -- figures rebuild makes them anew; ask who had the database in hands.',
      };

/** A backup a day: it also is what ends the last copies of what was erased. */
export function judgeBackup(
  backup: { readonly hasRecoveryKey: boolean; readonly newestAt: Date | undefined; readonly erasedSince: number },
  now: Date,
): Finding {
  const check = 'backup';
  if (!backup.hasRecoveryKey)
    return {
      ...({ level: 'soon', check, what: 'There is no recovery key, so no backup can be made.' } as const),
      toDo: 'npm run fyr -- recovery make --shares=3/5',
    };
  const ageMs = backup.newestAt === undefined ? Infinity : now.getTime() - backup.newestAt.getTime();
  if (ageMs <= DAY_MS)
    return { level: 'fine', check, what: `The newest backup is ${Math.max(0, Math.round(ageMs / HOUR_MS))} h old.` };
  const age =
    backup.newestAt === undefined
      ? 'There is no backup yet.'
      : `The newest backup is ${Math.round(ageMs / HOUR_MS)} h old.`;
  const toDo = 'npm run fyr -- backup FILE, every day by a timer (docs/operating.md).';
  if (backup.erasedSince === 0 || backup.newestAt === undefined) return { level: 'soon', check, what: age, toDo };
  return {
    ...({ level: 'wrong', check, toDo } as const),
    what: `${age} ${backup.erasedSince} tips were erased since: the keys file of then still opens them.`,
  };
}

/** Does what faces everybody have a database role that reads no tip? */
export function judgeSiteRole(hasOwnRole: boolean): Finding {
  const check = 'database.site';
  if (hasOwnRole) return { level: 'fine', check, what: 'The public site has a database role of its own.' };
  return {
    ...({ level: 'soon', check, what: "The public site uses the house's own database role." } as const),
    toDo: 'make fyr_site and set FYR_SITE_DATABASE_URL (docs/operating.md).',
  };
}

/** What leaves the machine for real, said without a judgement. */
export function describeModes(modes: Readonly<Record<string, string>>): Finding {
  const live = Object.entries(modes).filter(([, mode]) => mode === 'live');
  const what =
    live.length === 0
      ? 'All destinations are in test mode: nothing leaves this machine.'
      : `Live: ${live.map(([name]) => name).join(', ')}. The others are in test mode.`;
  return { level: 'fine', check: 'destinations', what };
}
