/** The deciding room's only entrance: what follows from a case's facts, decided by a person or by a trusted list. */
export type { DecideDeps } from './decision-deps.ts';
export { joinUnsentCase, splitUnsentItems } from './arrange-cases.ts';
export { standOf, type AddressKnowledge, type HostStand } from './host-stands.ts';
export { decideByList, decideCase } from './decide-case.ts';
export { outlineDecisions, type DecisionOutline, type OutlineDeps } from './outline-decisions.ts';
export { NCMEC_CHOICES, type NcmecChoice } from './ncmec-choice.ts';
export { tryOnPastCases } from './try-table.ts';
export { proposeDecision, type Proposal } from './propose-decision.ts';
