export type { Destination, Dispatch, DispatchState, DoorAnswer, PartnerDoor, SendOutcome } from './dispatch.ts';
export {
  countDispatches,
  findCasesByReference,
  listDispatches,
  listRefused,
  lockDispatch,
  readDispatch,
} from './dispatch-store.ts';
export {
  findDispatchByKey,
  listCovered,
  listDispatchItems,
  listItemsOfDispatch,
  noteReference,
  readTellings,
  type CoveredItem,
  type ToldSince,
} from './dispatch-item-store.ts';
export { endUnderWay } from './end-under-way.ts';
export { isOnHold, listHeldCases, readHold, type Hold } from './hold-store.ts';
export { beginDispatches, cancelNotices, listCasesSentOn, listCasesThatWait, readDispatches } from './many-store.ts';
export type { UnderWayEnd } from './under-way-store.ts';
export { listWaiting, type WaitingDispatch } from './waiting-store.ts';
export { deliverDispatch, deliverDispatches, type DeliveryDeps } from './deliver-dispatch.ts';
export { planDispatches, type PlannedDispatch } from './plan-dispatches.ts';
export { retryFailed, startRetrying } from './retry-dispatches.ts';
export { releaseHold, setHold } from './set-hold.ts';
export {
  PROXY_STANDS,
  ROUTING_RULES,
  type Decision,
  type ItemFacts,
  type NcmecFacts,
  type ProxyStand,
  type RoutingFacts,
  type RoutingRule,
  type RowRef,
  type RuleCode,
} from './facts.ts';
export { STANDS_ABOVE, STANDS_BELOW } from './fixed-rows.ts';
export { routeBy } from './route.ts';
export { reasonIn, ruleText, type WordedRule } from './rule-texts.ts';
export { checkRows, readRow, type TableFault, type TableFaultCode } from './check-table.ts';
export { changesBetween, editRows, type RowChange, type TableEdit } from './edit-table.ts';
export {
  CASE_DESTINATIONS,
  ITEM_DESTINATIONS,
  ruleOf,
  TABLE_LIMITS,
  type ItemConditions,
  type ItemDestination,
  type Reason,
  type RoutingRow,
  type RoutingTable,
} from './table.ts';
export { examineTable, type TableExamination } from './examine-table.ts';
export { beginTable, changeTable, noteTrial, readTable, releaseTable, withdrawTable } from './release-table.ts';
export {
  MOST_TABLE_REASON,
  TableStepError,
  whyNotReady,
  whyNotRelease,
  type TableRefusal,
  type TableStep,
  type TableVersion,
  type TriedVersion,
} from './table-version.ts';
export {
  TRIAL_KINDS,
  TRIAL_LIMITS,
  tryTable,
  type PastCase,
  type Trial,
  type TrialCase,
  type TrialWay,
  type TrialWayCode,
} from './trial.ts';
export { SHIPPED_ROWS, SHIPPED_TABLE } from './shipped-table.ts';
export { listTableVersions, readTableInUse, readTables, readTableVersion } from './table-store.ts';
