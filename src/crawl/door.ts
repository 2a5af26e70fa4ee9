/** The crawl room's only entrance: how anything of the public web is looked at. It knows neither tips nor cases. */
export {
  NameNotResolved,
  openNetwork,
  testNetworkSchema,
  type DialTarget,
  type NameFailure,
  type Network,
  type NetworkConfig,
  type TestNetwork,
} from './network.ts';
export { ConnectionFailed, ConnectionRefusedByRule, safeConnector, type SafeConnectOptions } from './safe-connect.ts';
export {
  DEFAULT_LIMITS,
  fetchSafely,
  type FailureReason,
  type FetchLimits,
  type FetchOptions,
  type FetchOutcome,
  type Hop,
  type KeptHeaders,
  type RefusalReason,
} from './safe-fetch.ts';
export { judgeVisit, type Visit, type VisitBefore, type VisitReason } from './visit.ts';
export {
  openMissingAnswers,
  visitAddress,
  type AddressVisit,
  type MissingAnswers,
  type VisitTools,
} from './visit-address.ts';
export { directEgress, egressFileSchema, openEgress, type Egress, type Fetch } from './egress.ts';
export { openPictureMarks, type PictureMarks } from './picture-mark.ts';
export { type Fingerprint } from './read-page.ts';
export { openPlaces, type Places } from './place.ts';
