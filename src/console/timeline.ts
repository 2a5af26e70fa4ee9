/** What happened to a case, newest first, from what its rooms remember. Pure. */
import type { Language } from '../terms/categories.ts';
import type { TipRecord } from '../intake/door.ts';
import type { CaseScreen } from './case-screen.ts';
import { nameNetwork } from './item-network.ts';
import { hostTexts } from './texts/hosts.ts';
import { originTexts } from './texts/origin.ts';
import type { Texts } from './texts/texts.ts';

export interface TimelineEntry {
  readonly at: Date;
  readonly text: string;
  /** Known to the hour alone (the public's acts). */
  readonly isHour: boolean;
}

/** The entries in words. */
export function timelineOf(screen: CaseScreen, texts: Texts, language: Language): readonly TimelineEntry[] {
  const { view, tips } = screen;
  const words = texts.timeline;
  const entries: TimelineEntry[] = [
    { at: view.openedHour, text: words.opened, isHour: true },
    ...tips.map((tip) => tipEntry(tip, texts)),
    ...itemEntries(screen, texts),
    ...moveEntries(screen, language),
    ...originEntries(screen, language),
    ...dispatchEntries(screen, texts),
  ];
  if (view.decidedAt !== undefined) entries.push({ at: view.decidedAt, text: words.decided, isHour: false });
  if (view.closedAt !== undefined && view.closeReason !== undefined) {
    entries.push({ at: view.closedAt, text: words.closed(texts.closeReasons[view.closeReason]), isHour: false });
  }
  // Of one instant, the later cause stands above.
  return entries
    .map((entry, index) => ({ entry, index }))
    .toSorted((a, b) => b.entry.at.getTime() - a.entry.at.getTime() || b.index - a.index)
    .map(({ entry }) => entry);
}

const tipEntry = (tip: TipRecord, texts: Texts): TimelineEntry => ({
  at: tip.receivedHour,
  text: tip.isUrgent ? texts.timeline.urgentTip : texts.timeline.tip,
  isHour: true,
});

function itemEntries({ items }: CaseScreen, texts: Texts): TimelineEntry[] {
  const words = texts.timeline;
  return items.flatMap(({ number, assessment, watch }) => {
    const entries: TimelineEntry[] = [];
    if (assessment !== undefined) {
      const text = words.assessed(number, texts.outcomes[assessment.outcome]);
      entries.push({ at: assessment.assessedAt, text, isHour: false });
    }
    if (watch !== undefined) entries.push({ at: watch.startedAt, text: words.watched(number), isHour: false });
    if (watch?.goneAt !== undefined) entries.push({ at: watch.goneAt, text: words.gone(number), isHour: false });
    return entries;
  });
}

/** As of the newest visit: when it moved, nobody saw. */
const moveEntries = ({ items }: CaseScreen, language: Language): readonly TimelineEntry[] =>
  items.flatMap(({ number, moved }) => {
    if (moved === undefined) return [];
    const text = hostTexts(language).moved(number, nameNetwork(moved.to), nameNetwork(moved.from));
    return [{ at: moved.at, text, isHour: false }];
  });

const originEntries = ({ items, originSayings }: CaseScreen, language: Language): readonly TimelineEntry[] =>
  originSayings.map(({ itemId, said, notedAt }) => {
    const number = items.find(({ item }) => item.id === itemId)?.number ?? 0;
    return { at: notedAt, text: originTexts(language).timeline[said](number), isHour: false };
  });

function dispatchEntries({ dispatches, items }: CaseScreen, texts: Texts): TimelineEntry[] {
  return dispatches.flatMap((dispatch) => {
    if (dispatch.endedAt === undefined) return [];
    const number = items.find((each) => each.item.id === dispatch.itemId)?.number;
    const about = number === undefined ? texts.proposal.perCase : texts.proposal.item(number);
    const to = texts.destinations[dispatch.destination];
    const text = texts.timeline.ended(to, about, texts.dispatchStates[dispatch.state]);
    return [{ at: dispatch.endedAt, text, isHour: false }];
  });
}
