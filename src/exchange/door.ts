/** The exchange room's only entrance: list entries and cases between hotlines that run Fyr. */
export { openHotlineDoor, type HandoverInput, type HotlineDoor } from './hand-case.ts';
export { countGiven, readGiven, type GivenStand } from './entry-store.ts';
export { countHanded, listHandedItems, type HandedItem } from './handed-store.ts';
export { registerExchangeApi, type ExchangeApiDeps } from './http.ts';
export {
  addPeer,
  changePeer,
  newPeerSchema,
  peerChangeSchema,
  pinNextKey,
  testPeer,
  type NewPeer,
  type PeerAct,
  type PeerProblem,
} from './manage-peers.ts';
export { nextKeyText, ownKeys, rotateOwnKey } from './own-keys.ts';
export type { Peer, PeerMode } from './peer.ts';
export { fingerprintOf } from './peer-key.ts';
export { readPeer, readPeers } from './peer-store.ts';
export { keepBack, letGo, publishItem, type ConfirmedItem, type PublishDeps } from './publish-entries.ts';
export { noteStands } from './receive-case.ts';
export { startExchange, syncPeer, type SyncDeps, type SyncReport } from './sync-peer.ts';
