export { closeReasonFor, type CaseState, type CaseSummary, type CaseView, type Item, type ItemState } from './case.ts';
export {
  countCases,
  countTipsOfCases,
  listCasesOfTip,
  listQueue,
  listTipsOfCase,
  readCaseSummary,
  type QueueFilter,
} from './case-store.ts';
export {
  listItems,
  readItem,
  readItemStands,
  readNewestAssessment,
  type Assessment,
  type ItemStand,
  type Location,
} from './item-store.ts';
export { openCaseForPartner, type AssignedAddress } from './open-case-for-partner.ts';
export { openCaseForSighting, type SightedMedia } from './open-case-for-sighting.ts';
export { addMovedItem, markItemBack } from './follow-visits.ts';
export { doubtHits, type DoubtedItem } from './doubt-hits.ts';
export { openCaseFromExchange } from './open-case-from-exchange.ts';
export { openCaseForTip } from './open-case.ts';
export { answersOfList, hitStanding, trustedOutcome, type ItemHit } from './known-hit.ts';
export { parseQuestionSet, type Question, type QuestionSet } from './question-set.ts';
export {
  answerCase,
  assessItem,
  CaseStateError,
  claimCase,
  closeCase,
  markDecided,
  markDecidedByList,
  noteLocation,
  readCase,
  reassessItem,
  releaseCase,
  reopenCase,
} from './work-case.ts';
export { listItemsInCases, listTipsOfCases, readCaseStands, type CaseStand } from './many-store.ts';
export { markItemsGone, settleCases } from './settle-cases.ts';
