/** What an examination comes to: facts by a code, so that each reader has them in words of their own language (`say-finding.ts`). */
import type { Misfit } from '../ledger/door.ts';

/**
 * | level | meaning                                                                     |
 * |-------|-----------------------------------------------------------------------------|
 * | fine  | looked at, and as it should be                                              |
 * | soon  | works, and a person should do something about it before it does not         |
 * | wrong | a promise does not hold, or will not hold at the next fault: act now        |
 */
export type Level = 'fine' | 'soon' | 'wrong';

interface Count {
  readonly count: number;
}
type Nothing = Readonly<Record<string, never>>;
/** What all services open at the most, what the server allows, and what is open now. */
interface Connections {
  readonly budget: number;
  readonly allowed: number;
  readonly open: number;
}

/** Each sentence that an examination can come to, and what it is made with. Times in seconds or hours, sizes in bytes. */
export interface FindingFacts {
  readonly 'database-durable': { readonly version: number };
  readonly 'database-hasty': {
    readonly fsync: string;
    readonly synchronousCommit: string;
    readonly fullPageWrites: string;
  };
  readonly 'database-without-sums': Nothing;
  readonly 'roles-there': Nothing;
  readonly 'roles-missing': { readonly roles: readonly string[] };
  readonly 'connections-fit': Connections;
  readonly 'connections-few': Connections;
  readonly 'clocks-agree': Nothing;
  readonly 'clocks-apart': { readonly seconds: number };
  readonly 'checkpoint-ahead': { readonly seconds: number };
  readonly 'disk-roomy': { readonly freeBytes: number; readonly totalBytes: number };
  readonly 'disk-filling': { readonly freeBytes: number; readonly totalBytes: number };
  readonly 'files-closed': Nothing;
  readonly 'files-open': { readonly files: readonly string[] };
  readonly 'service-key-fits': Nothing;
  readonly 'service-key-foreign': Nothing;
  readonly 'tips-sealed': Count;
  readonly 'tips-not-sealed': Count;
  readonly 'erased-whole': Nothing;
  readonly 'erased-half': Count;
  readonly 'tips-in-cases': Nothing;
  readonly 'tips-without-case': Count;
  readonly 'tips-with-mailbox': Nothing;
  readonly 'tips-without-mailbox': Count;
  readonly 'content-gone': Nothing;
  readonly 'content-kept': Count;
  readonly 'desk-keys-held': Count;
  readonly 'desk-keys-lost': Count;
  readonly 'work-in-time': Nothing;
  readonly 'events-wait': { readonly seconds: number };
  readonly 'jobs-given-up': Count;
  readonly 'jobs-held': Count;
  readonly 'dispatches-late': Count;
  readonly 'dispatches-refused': Count;
  readonly 'nobody-yet': Nothing;
  readonly supervisors: Count;
  readonly 'supervisors-few': Count;
  readonly 'ledger-whole': { readonly entries: number; readonly waiting: number };
  readonly 'ledger-broken': { readonly misfit: Misfit };
  readonly 'table-fits': { readonly version: number; readonly rows: number };
  readonly 'table-refused': { readonly version: number; readonly rows: readonly string[] };
  readonly 'table-altered': { readonly version: number };
  readonly 'rows-kept': Nothing;
  readonly 'rows-lost': Count;
  readonly 'figures-exact': Nothing;
  readonly 'figures-wrong': Count;
  readonly 'retention-kept': Nothing;
  readonly 'retention-overdue': Count;
  readonly 'no-recovery-key': Nothing;
  readonly 'no-backup': Nothing;
  readonly 'backup-new': { readonly hours: number };
  readonly 'backup-old': { readonly hours: number };
  readonly 'backup-opens-erased': { readonly hours: number; readonly erased: number };
  /** Destinations that are live. */
  readonly modes: { readonly live: readonly string[] };
}
export type FindingCode = keyof FindingFacts;

/** A sentence, not yet in words. */
export type Said<C extends FindingCode = FindingCode> = C extends FindingCode
  ? { readonly code: C; readonly facts: FindingFacts[C] }
  : never;

/** What was found, and what is to be done where something is. */
export interface FindingWords {
  readonly what: string;
  readonly toDo?: string;
}

/** A language's words for every sentence: none can be left out. */
export type FindingTexts = { readonly [C in FindingCode]: (facts: FindingFacts[C]) => FindingWords };

/** One thing that was looked at. */
export type Finding = Said & {
  readonly level: Level;
  /** What was looked at. Stable, for scripts: `ledger`, `disk`, `tips.case` ... */
  readonly check: string;
};

/** The worst of them: what the command's exit code says. */
export function worstOf(findings: readonly Pick<Finding, 'level'>[]): Level {
  if (findings.some((finding) => finding.level === 'wrong')) return 'wrong';
  return findings.some((finding) => finding.level === 'soon') ? 'soon' : 'fine';
}
