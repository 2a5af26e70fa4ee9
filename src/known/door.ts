/** The known room's only entrance. */
// The contract between the lists and whoever asks them.
export { HASH_KINDS, type ExactHashes, type HashKind, type KnownHit, type Matcher } from './known-hit.ts';
// The check API: media, addresses and hashes against the lists.
export { openCheckHttp, registerCheckApi, type CheckApiDeps, type CheckHttpOptions } from './check/http.ts';
export {
  openCheckService,
  type CheckService,
  type CheckServiceDeps,
  type CheckServiceOptions,
} from './check/open-check-service.ts';
export { checkMedia, type CheckTools, type MediaCheckOptions } from './check/check-media.ts';
export { checkAddress, type AddressOutcome, type AddressTools } from './check/check-address.ts';
export { matchTypeOf, type MatchType, type MediaFinding, type NearHit, type NearOutcome } from './check/finding.ts';
export { toMediaAnswer, type MediaAnswer } from './check/answers.ts';
export { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './check/receive-media.ts';
export { MemoryBudget } from './check/memory-budget.ts';
export { createApiKey, listApiKeys, revokeApiKey } from './check/manage-api-keys.ts';
export { newKeySchema, type ApiKey, type Credentials, type KeyUse } from './check/api-key.ts';
export { KeyRing } from './check/key-ring.ts';
export { QuotaKeeper } from './check/quota-keeper.ts';
// Videos of the lists.
export { addKnownVideo, withdrawKnownVideo, type NewKnownVideo } from './video/add-known-video.ts';
export { openVideoChecker, type VideoChecker, type VideoOptions } from './video/video-checker.ts';
export type { AppliedCounts, FeedUpdate } from './lists/apply-updates.ts';
export { applyFollowed, openFollowedList, type FollowedSource } from './lists/follow-list.ts';
// Known lists: import, activation by two people, withdrawal, and the matcher.
export { confirmActivation, proposeActivation, withdrawEntry, withdrawList } from './lists/activate-list.ts';
export { FORMATS, LIST_FORMATS, listFormatSchema, type ListFormat } from './lists/formats/formats.ts';
export {
  importList,
  type ImportCounts,
  type ImportProgress,
  type ImportRequest,
  type ImportResult,
} from './lists/import-list.ts';
export { ListStepError, type KnownList, type ListState, type StepRefusal } from './lists/known-list.ts';
export {
  categoryMapSchema,
  LIST_CATEGORIES,
  trustedCategorySchema,
  type CategoryMap,
  type ListCategory,
} from './lists/list-entry.ts';
export { findEntries, type FoundEntry } from './lists/find-entry.ts';
export { decodeHash, HASH_BYTES, type DecodedHash } from './lists/hash-text.ts';
export { readList, readLists as listLists } from './lists/read-list-store.ts';
export { NcmecRefused, NcmecUnavailable, openNcmecClient, type NcmecAccess } from './lists/ncmec/ncmec-client.ts';
export { NCMEC_DEFAULT_MAP, openNcmecList, syncNcmec, type SyncResult } from './lists/ncmec/sync-ncmec.ts';
export { readReferredEntry, type ReferredEntry } from './lists/reference-store.ts';
export { openMatcher, type MatcherDeps } from './lists/matcher/open-matcher.ts';
