/** What the receipt's page shows, carried by its own form: shown again with an answer, and known to nobody who has not had that page. */
import { z } from 'zod';
import type { ServiceKey } from '../platform/service-key.ts';

const TOKEN_KIND = 'receipt';
/** A page that lay open for so long still answers. Whoever has the page reads the receipt on it, so that an earlier end protects nothing. */
const TOKEN_LIFE_MS = 30 * 86_400_000;

const LOCKED_AT = ['browser', 'urgent', 'server'] as const;

/** The facts of a receipt's page. */
export interface ReceiptFacts {
  /** As it is shown. */
  readonly receipt: string;
  readonly isUrgent: boolean;
  /** Where the words were sealed: in the browser, in the browser but for an urgent tip's, or on arrival. */
  readonly lockedAt: (typeof LOCKED_AT)[number];
}

const schema = z.object({ receipt: z.string(), isUrgent: z.boolean(), lockedAt: z.enum(LOCKED_AT) });

/** Encrypts the facts under the service key. @returns text for a hidden field */
export function sealReceiptFacts(serviceKey: ServiceKey, facts: ReceiptFacts, now: Date): string {
  const { receipt, isUrgent, lockedAt } = facts;
  const content: z.infer<typeof schema> = { receipt, isUrgent, lockedAt };
  const bytes = Buffer.from(JSON.stringify(content), 'utf8');
  return serviceKey.issueToken(TOKEN_KIND, bytes, new Date(now.getTime() + TOKEN_LIFE_MS));
}

/** Opens what `sealReceiptFacts` made; undefined when it is another service's, altered, of another release or too old. */
export function openReceiptFacts(serviceKey: ServiceKey, sealed: string, now: Date): ReceiptFacts | undefined {
  const bytes = serviceKey.readToken(TOKEN_KIND, sealed, now);
  return bytes === undefined ? undefined : schema.safeParse(JSON.parse(bytes.toString('utf8'))).data;
}
