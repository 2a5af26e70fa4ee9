/** The feed room's only entrance: which addresses are confirmed now, for providers, as hashed prefixes. */
export { registerFeedApi } from './http.ts';
export { FeedKeeper, WAIT_SECONDS, type FeedDeps } from './keep-feed.ts';
export { Shelf } from './shelf.ts';
export { startFeed } from './start-feed.ts';
