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
  route,
  ROUTING_RULES,
  type Decision,
  type ItemFacts,
  type NcmecFacts,
  type RoutingFacts,
  type RoutingRule,
} from './route.ts';
export { ruleText } from './rule-texts.ts';
