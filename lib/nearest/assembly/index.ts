// What the host sees. Every function works on the memory that is imported; see memory.ts for its map.
export { ensure } from './memory';
export { permuteQueries, storeRecords } from './record';
export { fillSlot } from './build';
export { scan } from './scan';
export { search, searchDelta } from './search';
export { searchMany, wasTooMany } from './batch';
