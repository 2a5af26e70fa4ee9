/** What of a provider stands in the way of a letter to it. Pure. */
import type { ProviderStand } from './provider-store.ts';
import { quietHoursSchema, quietUntil } from './quiet-hours.ts';
import { isResting } from './bounce-rest.ts';

const MINUTE_MS = 60_000;
/** A provider that a person has paused is looked at again after so long; `resumeProvider` does not wait for it. */
const PAUSED_PROVIDER_MS = 15 * MINUTE_MS;

/** `out`: it is nobody to tell. `later`: it is told at `until`. */
export type LetterObstacle = { readonly kind: 'out' } | { readonly kind: 'later'; readonly until: Date };

/**
 * | the provider                            | the letter                                          |
 * |-----------------------------------------|-----------------------------------------------------|
 * | is refused, or its address has bounced  | is not sent: the next rung takes its place          |
 * | is paused, or not approved (any more)   | waits                                               |
 * | has quiet hours                         | waits for their end, unless it is urgent            |
 */
export function letterObstacle(
  provider: ProviderStand | undefined,
  letter: { readonly isUrgent: boolean },
  now: Date,
): LetterObstacle | undefined {
  if (provider === undefined || provider.standing === 'refused' || isResting(provider, now)) return { kind: 'out' };
  if (provider.isPaused || provider.standing === 'new')
    return { kind: 'later', until: new Date(now.getTime() + PAUSED_PROVIDER_MS) };
  if (letter.isUrgent) return undefined;
  const quiet = quietHoursSchema.safeParse(provider.quietHours);
  const until = quiet.success ? quietUntil(quiet.data, now) : undefined;
  return until === undefined ? undefined : { kind: 'later', until };
}
