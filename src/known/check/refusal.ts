/** A request that is answered by an error: its status and one sentence that quotes nothing of what was sent. */
export class CheckRefused extends Error {
  readonly code = 'check-refused';
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, detail: string, retryAfterSeconds?: number) {
    super(detail);
    this.name = 'CheckRefused';
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
