export type { Destination, Dispatch, DispatchState, DoorAnswer, PartnerDoor, SendOutcome } from './dispatch.ts';
export {
  cancelNotices,
  countDispatches,
  isOnHold,
  listDispatches,
  listRefused,
  lockDispatch,
  readDispatch,
} from './dispatch-store.ts';
export { endUnderWay } from './end-under-way.ts';
export { beginDispatch, listHeldCases, type UnderWayEnd } from './under-way-store.ts';
export { deliverDispatch, type DeliveryDeps } from './deliver-dispatch.ts';
export { planDispatches, type PlannedDispatch } from './plan-dispatches.ts';
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
