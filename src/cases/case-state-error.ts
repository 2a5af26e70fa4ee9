/** Thrown when a person asks for what the case's state does not allow; the screen says it in words by its code. */
export class CaseStateError extends Error {
  override readonly name = 'CaseStateError';
  readonly code:
    | 'no-such-case'
    | 'taken'
    | 'not-yours'
    | 'ended'
    | 'answers-missing'
    | 'second-missing'
    | 'no-second'
    | 'same-person'
    | 'same-case'
    | 'joined'
    | 'was-sent'
    | 'nothing-chosen'
    | 'all-chosen'
    | 'no-such-person';
  constructor(code: CaseStateError['code']) {
    super(`The case's state does not allow this: ${code}.`);
    this.code = code;
  }
}
