import type { BulkAct, CaseGist, CaseSummary, Mention } from '../../cases/door.ts';
import type { StaffMember } from '../../staff/door.ts';
import type { CountryCode } from '../../terms/countries.ts';
import type { CaseId, StaffId } from '../../terms/ids.ts';
import type { Standing } from '../../wellbeing/door.ts';
import type { QueueCounts, QueueWish } from '../queue.ts';
import type { QueueView } from '../queue-view-store.ts';
import type { ShownAlerts } from './police-alerts.tsx';
import type { PageContext } from './shell.tsx';

/** What the queue's page, and each part of it, is drawn from. */
export interface QueueProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly staffId: StaffId;
  readonly wish: QueueWish;
  readonly cases: readonly CaseSummary[];
  readonly gists: ReadonlyMap<CaseId, CaseGist>;
  readonly hasMore: boolean;
  readonly counts: QueueCounts;
  readonly countries: readonly CountryCode[];
  readonly views: readonly QueueView[];
  readonly names: ReadonlyMap<StaffId, string>;
  readonly now: Date;
  readonly alerts: ShownAlerts;
  /** Of the hotline, but its reader. */
  readonly people: readonly StaffMember[];
  readonly mentions: readonly Mention[];
  /** How many items its reader may be the second for; undefined where nobody is ever asked. */
  readonly seconds: number | undefined;
  readonly standing: Standing;
  /** What its reader asked for and can still take back. */
  readonly bulk: readonly BulkAct[];
}
