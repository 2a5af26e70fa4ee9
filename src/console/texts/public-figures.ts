/** Words of the page where figures for the public are reviewed. */
import type { FiguresRefusal } from '../../figures/door.ts';
import type { Language } from '../../terms/categories.ts';

const en = {
  title: 'Figures for the public',
  toPage: 'Figures for the public',
  lead: 'One person takes a snapshot of whole months, another reviews and publishes it. Numbers below five, and those that would tell them, are left out before it is kept.',
  prepare: 'Take a snapshot now',
  waiting: 'Waits for a second person',
  published: 'On the site',
  nothing: 'Nothing is published.',
  preview: 'See it as the public would',
  publish: 'Publish',
  withdraw: 'Take back',
  cannotPublish: 'You took this snapshot: another supervisor has to publish it.',
  snapshots: 'Snapshots',
  none: 'No snapshot has been taken.',
  snapshot: (id: number) => `Snapshot ${id}`,
  state: 'State',
  states: { prepared: 'waits', published: 'published', withdrawn: 'taken back' },
  by: 'Taken by',
  publishedBy: 'Published by',
  previewTitle: 'Preview',
  bar: (id: number) => `Preview of figures, snapshot ${id}. It can be read; nothing on it can be pressed.`,
  back: 'Back',
  done: {
    prepared: 'The snapshot is taken. Another supervisor can publish it.',
    published: 'Published.',
    withdrawn: 'Taken back.',
  },
  refusals: {
    'no-such-snapshot': 'There is no such snapshot.',
    'wrong-state': 'Nothing was changed: somebody took another step meanwhile.',
    'same-person': 'Whoever took a snapshot cannot publish it: another supervisor has to.',
    'snapshot-waits': 'A snapshot waits already: publish it or take it back first.',
  } satisfies Partial<Record<FiguresRefusal, string>>,
};

/** The words in each language: the compiler asks for what is missing. */
export type PublicFiguresTexts = typeof en;

const sv: PublicFiguresTexts = {
  title: 'Siffror för allmänheten',
  toPage: 'Siffror för allmänheten',
  lead: 'En person tar fram hela månaders siffror, en annan granskar och publicerar dem. Tal under fem, och tal som skulle avslöja dem, utelämnas innan något sparas.',
  prepare: 'Ta fram siffror nu',
  waiting: 'Väntar på en andra person',
  published: 'På webbplatsen',
  nothing: 'Inget är publicerat.',
  preview: 'Se det som allmänheten skulle',
  publish: 'Publicera',
  withdraw: 'Ta tillbaka',
  cannotPublish: 'Du tog fram de här: en annan arbetsledare måste publicera dem.',
  snapshots: 'Framtagna siffror',
  none: 'Inga siffror har tagits fram.',
  snapshot: (id) => `Siffror ${id}`,
  state: 'Läge',
  states: { prepared: 'väntar', published: 'publicerade', withdrawn: 'tillbakatagna' },
  by: 'Framtagna av',
  publishedBy: 'Publicerade av',
  previewTitle: 'Förhandsgranskning',
  bar: (id) => `Förhandsgranskning av siffror ${id}. Sidan går att läsa; inget på den går att trycka på.`,
  back: 'Tillbaka',
  done: {
    prepared: 'Siffrorna är framtagna. En annan arbetsledare kan publicera dem.',
    published: 'Publicerade.',
    withdrawn: 'Tillbakatagna.',
  },
  refusals: {
    'no-such-snapshot': 'Det finns inga sådana siffror.',
    'wrong-state': 'Inget ändrades: någon tog ett annat steg under tiden.',
    'same-person': 'Den som tog fram siffror kan inte publicera dem: en annan arbetsledare behövs.',
    'snapshot-waits': 'Framtagna siffror väntar redan: publicera eller ta tillbaka dem först.',
  },
};

const CATALOGUE: Readonly<Record<Language, PublicFiguresTexts>> = { en, sv };

/** The words in one language. */
export const publicFiguresTexts = (language: Language): PublicFiguresTexts => CATALOGUE[language];
