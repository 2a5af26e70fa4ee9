/** How the ICCAM stand-in says no: a status and `errors{code:[text]}`, as DOMAIN.md describes the real one. */
import type { z } from 'zod';

/** 400, 401, 403 and 500 carry `errors` and are final for a client. */
export type RefusalStatus = 400 | 401 | 403;

/** A code, or the path of a wrong value, to what is wrong with it. */
export type RefusalErrors = Readonly<Record<string, readonly string[]>>;

/** Thrown by a rule, caught by the server, which answers with it. */
export class Refusal extends Error {
  readonly status: RefusalStatus;
  readonly errors: RefusalErrors;
  constructor(status: RefusalStatus, errors: RefusalErrors) {
    super(`refused with ${status}: ${Object.keys(errors).join(', ')}`);
    this.name = 'Refusal';
    this.status = status;
    this.errors = errors;
  }
}

/** One refused value or rule. */
export const refuse = (status: RefusalStatus, code: string, text: string): Refusal =>
  new Refusal(status, { [code]: [text] });

/** Parses what a client sent. @throws Refusal 400 with one code for each wrong value: its path, as `urls[0].contentType` */
export function parseOrRefuse<T>(schema: z.ZodType<T>, sent: unknown): T {
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  const errors: Record<string, string[]> = {};
  for (const issue of parsed.error.issues) {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) {
      const text = issue.code === 'unrecognized_keys' ? 'The field is unknown.' : issue.message;
      (errors[codeOfPath(path)] ??= []).push(text);
    }
  }
  throw new Refusal(400, errors);
}

function codeOfPath(path: readonly PropertyKey[]): string {
  const code = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return code.replace(/^\./, '') || 'body';
}
