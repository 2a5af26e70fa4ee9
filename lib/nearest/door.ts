export { NearestIndex, buildIndex, buildIndexInBackground, indexFromBytes, loadIndex } from './nearest-index.ts';
export { SearchPool, openSearchPool } from './search-pool.ts';
export { SnapshotError, type SnapshotFault, type Transform } from './snapshot.ts';
export type { Neighbour } from './searcher.ts';
export { hashBytes, maxHashes, maxRadius } from './layout.ts';
