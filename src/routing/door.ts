export type { Destination, Dispatch, DispatchState, PartnerDoor, SendOutcome } from './dispatch.ts';
export {
  cancelNotices,
  countDispatches,
  isOnHold,
  listDispatches,
  listRefused,
  readDispatch,
} from './dispatch-store.ts';
export { deliverDispatch, type DeliveryDeps } from './deliver-dispatch.ts';
export { planDispatches, type PlannedDispatch } from './plan-dispatches.ts';
export { releaseHold, setHold } from './set-hold.ts';
export { route, ROUTING_RULES, type Decision, type ItemFacts, type RoutingFacts, type RoutingRule } from './route.ts';
export { ruleText } from './rule-texts.ts';
