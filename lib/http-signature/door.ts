export { contentDigestOf, matchesContentDigest } from './content-digest.ts';
export { SignatureError, type SignatureRefusal } from './signature-error.ts';
export {
  signatureBase,
  signMessage,
  verifyMessage,
  type HttpMessage,
  type SignatureParams,
  type SigningRequest,
  type VerifiedSignature,
  type VerifyRules,
} from './signature.ts';
