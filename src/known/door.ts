/** The known room's only entrance. */
// The contract between the lists and whoever asks them.
export { HASH_KINDS, type ExactHashes, type HashKind, type KnownHit, type Matcher } from './known-hit.ts';
