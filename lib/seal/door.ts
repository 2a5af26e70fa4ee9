export { open, seal, SealError } from './box.ts';
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
