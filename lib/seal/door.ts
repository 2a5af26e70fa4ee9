export { open, seal } from './box.ts';
export { isBox } from './header.ts';
export { hmacSha256 } from './hmac.ts';
export { deriveKey, lock, unlock } from './lock.ts';
export { SealError } from './seal-error.ts';
export { openStream, sealStream } from './stream.ts';
export {
  generateIdentity,
  identityFromSecret,
  identityFromText,
  identityToText,
  recipientFromBytes,
  recipientFromText,
  recipientToText,
  type Identity,
  type Recipient,
} from './keys.ts';
