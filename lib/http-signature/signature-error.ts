/**
 * | code         | meaning                                                                |
 * |--------------|------------------------------------------------------------------------|
 * | missing      | no signature with the wanted tag                                       |
 * | malformed    | the fields are no dictionaries of RFC 8941, or of a form not supported |
 * | not-covered  | a component that must be signed is not, or is not in the message       |
 * | unknown-key  | nobody is known by this key                                            |
 * | wrong        | the signature does not fit                                             |
 * | expired      | its time is over, or it was made longer ago than is taken              |
 * | early        | made in the future: one of the two clocks is wrong                     |
 */
export type SignatureRefusal = 'missing' | 'malformed' | 'not-covered' | 'unknown-key' | 'wrong' | 'expired' | 'early';

/** Thrown by {@link verifyMessage}; the message quotes nothing of what was sent. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  readonly code: SignatureRefusal;
  constructor(code: SignatureRefusal, detail: string) {
    super(`The message's signature is not taken: ${detail}.`);
    this.code = code;
  }
}
