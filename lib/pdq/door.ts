export { hammingDistance } from './distance.ts';
export { PdqEngine, type PdqHash, type Pixels } from './engine.ts';
export {
  type ExactHashes,
  type HashedStream,
  type HashStreamLimits,
  StreamTooLongError,
  hashBytes,
  hashStream,
} from './exact-hashes.ts';
export {
  type HashRequest,
  type HashedPicture,
  type PictureHasher,
  type PictureHasherOptions,
  openPictureHasher,
} from './picture-hasher.ts';
export { type PictureFormat, sniffPicture } from './sniff.ts';
export type { PdqVerdict, UndecodableReason } from './verdict.ts';
