/** Retention: how long what people told can be read, who may change that, and the erasing. */
export { changeRetention, type ChangeProblem } from './change-retention.ts';
export { countOverdue, eraseDue, startRetention } from './erase-due.ts';
export { readRetentionDays, scrubFiles } from './retention-store.ts';
export { LEAST_RETENTION_DAYS, MOST_RETENTION_DAYS, parseRetentionDays } from './retention.ts';
export { readProposal, type RetentionProposal } from './proposal-store.ts';
export {
  confirmRetention,
  ProposalError,
  proposeRetention,
  withdrawRetention,
  type ProposalRefusal,
} from './propose-retention.ts';
