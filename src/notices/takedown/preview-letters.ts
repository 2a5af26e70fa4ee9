/** What would go now, and why anything would not: for people who ask. Nothing is written and nothing sent. */
import { composeLetter } from '../letters/compose-letter.ts';
import type { ComposedLetter } from '../letters/letter.ts';
import { readCurrentTemplates } from '../letters/template-store.ts';
import { isResting } from './bounce-rest.ts';
import { CHECK_LIMITS } from './check-notice.ts';
import { draftLetters, judgeItems, takedownsOf, type DraftDeps, type DraftItem } from './draft-letters.ts';
import { countTakedowns, listWaitingLetters, type TakedownCount, type WaitingLetter } from './due-store.ts';
import { letterObstacle } from './letter-obstacle.ts';
import { readPause, type SendingPause } from './pause-store.ts';
import type { ProviderStand } from './provider-store.ts';
import { letterInput } from './send-letters.ts';
import type { SendingDeps } from './takedown-deps.ts';
import { readTakedowns } from './takedown-store.ts';

/** A letter that waits, as it would leave at `now`. */
export interface PreviewedLetter {
  readonly letter: WaitingLetter;
  readonly provider: ProviderStand | undefined;
  /** Why it would not leave even if it were due: `provider-paused` and the like; undefined when nothing is in its way. */
  readonly obstacle: string | undefined;
  readonly isDue: boolean;
  /** Each with why it would not go; undefined when it would. */
  readonly items: readonly { readonly item: DraftItem; readonly because: string | undefined }[];
}

/** Everything that waits. */
export interface SendingPreview {
  readonly pause: SendingPause | undefined;
  readonly takedowns: readonly TakedownCount[];
  readonly letters: readonly PreviewedLetter[];
}
const MOST_LETTERS = 1_000;

/** What a preview takes. */
export type PreviewDeps = DraftDeps & Pick<SendingDeps, 'places' | 'limits'>;

/** Looks at up to a thousand letters that wait, those that are due first, as sending would; those due up to `until` alone. */
export async function previewSending(deps: PreviewDeps, now: Date, until?: Date): Promise<SendingPreview> {
  const limits = { ...CHECK_LIMITS, ...deps.limits };
  const waiting = await listWaitingLetters(deps.db, MOST_LETTERS, until);
  const drafts = await draftLetters(deps, limits, waiting, now);
  const takedowns = await readTakedowns(deps.db, takedownsOf(drafts));
  const verdicts = await judgeItems(deps.db, { ...deps, limits }, drafts, takedowns, now);
  const letters = drafts.flatMap(({ provider, items }, index): PreviewedLetter[] => {
    const letter = waiting[index];
    if (letter === undefined || items.length === 0) return [];
    return [
      {
        ...{ letter, provider, isDue: letter.sendAt <= now, obstacle: obstacleOf(letter, provider, now) },
        items: items.map((item) => {
          const verdict = verdicts.get(item.notice.id);
          if (verdict === undefined || verdict.kind === 'send') return { item, because: undefined };
          if (verdict.kind === 'gone-meanwhile') return { item, because: verdict.kind };
          return { item, because: verdict.kind === 'wait' ? verdict.because : verdict.code };
        }),
      },
    ];
  });
  return { pause: await readPause(deps.db), takedowns: await countTakedowns(deps.db, now), letters };
}

function obstacleOf(letter: WaitingLetter, provider: ProviderStand | undefined, now: Date): string | undefined {
  const obstacle = letterObstacle(provider, letter, now);
  if (obstacle === undefined) return letter.failureCode;
  if (provider === undefined || provider.standing === 'refused') return 'provider-refused';
  if (isResting(provider, now)) return 'provider-bouncing';
  if (provider.isPaused) return 'provider-paused';
  return provider.standing === 'new' ? 'provider-not-approved' : 'quiet-hours';
}

/** A letter as it would read, of the items that would go; undefined when none would. */
export async function previewText(deps: SendingDeps, previewed: PreviewedLetter): Promise<ComposedLetter | undefined> {
  const { letter, provider } = previewed;
  const items = previewed.items.filter(({ because }) => because === undefined).map(({ item }) => item);
  if (provider === undefined || items.length === 0) return undefined;
  return composeLetter(letterInput(deps, { letter, provider, items }), await readCurrentTemplates(deps.db));
}
