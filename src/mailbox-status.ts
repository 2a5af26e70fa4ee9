import type { CaseStand } from './cases/door.ts';
import type { MailboxStatus } from './terms/events.ts';

/** The same for a case that may not be there. */
export const optionalStatusOf = (stand: CaseStand | undefined): MailboxStatus | undefined =>
  stand === undefined ? undefined : statusOf(stand);

/** How far a case is, in what a mailbox may say; undefined while `received` still says it all. */
export function statusOf(summary: Pick<CaseStand, 'state' | 'closeReason'>): MailboxStatus | undefined {
  switch (summary.state) {
    case 'new':
      return undefined;
    case 'claimed':
      return 'in-review';
    case 'decided':
      return 'sent-on';
    case 'closed':
      return summary.closeReason === 'removed' ? 'removed' : 'closed';
  }
}
