export { canonicalise, exactExpression, expressionsOf, type CanonicalAddress } from './canonical-address.ts';
export { openFeed, type Feed, type FeedAccess, type FeedOptions, type FeedSnapshot, type Verdict } from './feed.ts';
export { fullHash, prefixOf, PrefixSet } from './prefix-set.ts';
export { decodeSorted, encodeSorted, FeedDamaged, type RiceCoded } from './rice.ts';
export type { FullHash, FullHashAnswer, FullHashScope, UpdateAnswer } from './wire.ts';
