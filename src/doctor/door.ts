/** The house examined: what holds, what does not, and what to do about it. */
export { examine, type ExamineDeps } from './examine.ts';
export { worstOf, type Finding, type Level } from './finding.ts';
export { describeFindings, sayFinding } from './say-finding.ts';
