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
export { openAsTable, type AsNetwork, type AsTable } from './as-table.ts';
export { openPlaces, type Places } from './place.ts';
export {
  openMediaChecker,
  DEFAULT_MEDIA_LIMITS,
  type MediaCheckerDeps,
  type MediaCheckerOptions,
} from './media/media-checker.ts';
export type {
  MediaChecker,
  MediaCounts,
  MediaFinding,
  MediaOutcome,
  MediaPlace,
  MediaVisit,
} from './media/media-finding.ts';
export type { MediaHit, MediaMatcher, VideoPort } from './media/media-ports.ts';
export type { MediaHashes, Sighting, SightingHeaders } from './media/sighting.ts';
export {
  forgetMedia,
  listSightings,
  readSighting,
  storeFindings,
  type StoredSighting,
} from './media/sighting-store.ts';
// The crawler: runs, the worker that visits them, and what can be counted of it.
export { startCrawler, type CrawlerDeps } from './crawler/start-crawler.ts';
export { RendererUnavailable } from './rendering/renderer.ts';
export { startCrawlWorker, type CrawlWorker } from './crawler/crawl-worker.ts';
export { DEFAULT_CRAWL_SETTINGS, type CrawlSettings } from './crawler/crawl-worker-deps.ts';
export { readCrawlState, type CrawlState } from './crawler/read-crawl-state.ts';
export { Frontier, OwnershipLost, type FrontierOptions } from './frontier/frontier.ts';
export { SEEDS_BY_ONE, startRun, steerRun } from './frontier/manage-runs.ts';
export type { RunBudget, RunRules, RunState, RunTotals } from './frontier/run.ts';
export { hasRunningRun, readRuns, type NewRun, type RunSummary } from './frontier/run-store.ts';
// What people steer it with.
export { MOST_SEEDS, readRunPlan, type PlanField, type PlanProblem, type RunPlan } from './steering/run-plan.ts';
export {
  endProposal,
  insertProposal,
  listProposals,
  lockProposal,
  type RunProposal,
} from './steering/proposal-store.ts';
export { dropException, listExceptions, setException, type RobotsException } from './steering/mandate-store.ts';
export { readFromCases, type FromCases } from './steering/from-cases-store.ts';
export { seedFromCases, turnOffFromCases, turnOnFromCases } from './steering/steer-from-cases.ts';
export { noteSample, readPace, SAMPLE_MS, type PaceSample } from './steering/sample-store.ts';
export { readCrawlTotals, type CrawlTotals } from './steering/totals-store.ts';
export { readTroubledHosts, type TroubledHost } from './steering/trouble-store.ts';
