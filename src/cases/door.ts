export {
  CASE_ORIGINS,
  caseOriginSchema,
  closeReasonFor,
  type CaseOrigin,
  type CaseState,
  type CaseSummary,
  type CaseView,
  type Item,
  type ItemState,
} from './case.ts';
export { countCases, listCasesOfTip, listTipsOfCase, readCaseSummaries, readCaseSummary } from './case-store.ts';
export {
  countQueues,
  listItemCountries,
  listQueue,
  MOST_COUNTED,
  readCaseGists,
  type CaseGist,
  type QueueFilter,
} from './queue-store.ts';
export { caseNumberIn, searchCases, type FoundBy } from './search-cases.ts';
export {
  listItems,
  listLastOutcomes,
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
export { noteOrigin, noteOriginLocation, type OriginAct } from './note-origin.ts';
export { listOriginSayings, readOrigins, type OriginSaying } from './origin-store.ts';
export {
  keptAt,
  ORIGIN_WAYS,
  originSaidSchema,
  originWaySchema,
  readOriginHost,
  standingOrigin,
  type FoundOrigin,
  type Origin,
  type OriginWay,
  type OriginWord,
  type StandingOrigin,
} from './origin.ts';
export { readPastCases, type PastCaseFacts } from './past-store.ts';
export { answersOfList, hitStanding, trustedOutcome, type ItemHit } from './known-hit.ts';
export { parseQuestionSet, type Preset, type Question, type QuestionSet } from './question-set.ts';
export { CaseStateError } from './case-state-error.ts';
export { handOverCase, joinCase, linkCases, splitCase, unlinkCases } from './arrange-cases.ts';
export { listLinked, readCaseIdByNumber, readJoinedTo } from './arrange-store.ts';
export { cohenKappa, krippendorffAlpha } from './agreement.ts';
export { giveSecond } from './give-second.ts';
export { asksForSeconds, isOpenSecond, type SecondState } from './second-opinion.ts';
export {
  listPairs,
  listSeconds,
  listWaitingSeconds,
  readSecond,
  type Said,
  type SecondOpinion,
  type WaitingSecond,
} from './second-store.ts';
export { listMentions, markMentionsSeen, type Mention } from './note-store.ts';
export { MAX_NOTE_LENGTH } from './note.ts';
export { readNotes, writeNote, type Note } from './write-note.ts';
export {
  answerCase,
  assessItem,
  claimCase,
  closeCase,
  markDecided,
  markDecidedByList,
  noteLocation,
  readCase,
  reassessItem,
  releaseCase,
  skipCase,
  takeUpCase,
  reopenCase,
} from './work-case.ts';
export { listItemsInCases, listTipsOfCases, readCaseStands, type CaseStand } from './many-store.ts';
export { markItemsGone, settleCases } from './settle-cases.ts';
export { listWaitingBulkActs } from './bulk-store.ts';
export {
  choiceOf,
  MOST_IN_BULK,
  obstacleTo,
  readBulkWish,
  type BulkAct,
  type BulkObstacle,
  type BulkWish,
} from './bulk.ts';
export { bulkJob, planBulk, runBulk, undoBulk } from './run-bulk.ts';
