/** What an assessment can come to, and why a case can end. Codes; their words are in the catalogues. */
import { z } from 'zod';

/**
 * | outcome          | meaning                                                       |
 * |------------------|---------------------------------------------------------------|
 * | illegal-baseline | meets Interpol's baseline: illegal practically everywhere     |
 * | illegal-national | illegal in the hotline's own country, but not baseline        |
 * | not-illegal      | looked at, and not illegal                                    |
 * | not-found        | nothing there (any more) when the analyst looked              |
 * | not-public       | behind a log-in or a payment: outside what a hotline may open |
 */
export const ITEM_OUTCOMES = [
  'illegal-baseline',
  'illegal-national',
  'not-illegal',
  'not-found',
  'not-public',
] as const;
/** For what the assessment form sends and for rows read back. */
export const itemOutcomeSchema = z.enum(ITEM_OUTCOMES);
export type ItemOutcome = z.infer<typeof itemOutcomeSchema>;

/** By either measure. An item that nobody has assessed yet (undefined) does not count as illegal. */
export const isIllegal = (outcome: ItemOutcome | undefined): boolean =>
  outcome === 'illegal-baseline' || outcome === 'illegal-national';

/** What a case without an address can come to. */
export const CASE_OUTCOMES = ['suspected-crime', 'not-illegal', 'too-little'] as const;
/** For a case whose tips name no address, so that there is no item to assess. */
export const caseOutcomeSchema = z.enum(CASE_OUTCOMES);
export type CaseOutcome = z.infer<typeof caseOutcomeSchema>;

/** Why a case is closed. `removed`: all its illegal items are offline; `handed-over`: others carry on, nothing is left to watch. */
export const CLOSE_REASONS = [
  'removed',
  'handed-over',
  'not-illegal',
  'not-found',
  'not-public',
  'too-little',
  'duplicate',
] as const;
/** For the reason that a form sends, and for rows read back; an open case has none. */
export const closeReasonSchema = z.enum(CLOSE_REASONS);
export type CloseReason = z.infer<typeof closeReasonSchema>;
