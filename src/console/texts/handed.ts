/** Words about an item's ways between hotlines. */
import type { HandedItem } from '../../exchange/door.ts';
import type { Language } from '../../terms/categories.ts';

const en = {
  title: 'Between hotlines',
  from: (name: string) => `From ${name}`,
  to: (name: string) => `Handed to ${name}`,
  theySay: 'They say',
  reachedThem: 'Reached them',
  through: 'Has been through',
  hotlines: (count: number) => `${count} hotlines`,
  theyHear: 'They hear from us',
  weHear: 'We hear from them',
  states: {
    received: 'Received',
    illegal: 'Illegal',
    'not-illegal': 'Not illegal',
    removed: 'No longer there',
  } satisfies Record<HandedItem['state'], string>,
  givenTitle: 'Hashes given to other hotlines',
  given: (since: string) => `Given since ${since}: an analyst here has confirmed it.`,
  stands: {
    withdrawn: 'Withdrawn: somebody here has judged anew.',
    'kept-back': 'Taken back by a person here. It is not given again by itself.',
  },
  keepBack: 'Take it back from all hotlines',
  letGo: 'Let it be given again',
};
type HandedTexts = typeof en;

const sv: HandedTexts = {
  title: 'Mellan hotlines',
  from: (name) => `Från ${name}`,
  to: (name) => `Lämnat till ${name}`,
  theySay: 'De säger',
  reachedThem: 'Nådde dem',
  through: 'Har gått genom',
  hotlines: (count) => `${count} hotlines`,
  theyHear: 'De får höra av oss',
  weHear: 'Vi får höra av dem',
  states: {
    received: 'Mottaget',
    illegal: 'Olagligt',
    'not-illegal': 'Inte olagligt',
    removed: 'Inte kvar',
  },
  givenTitle: 'Hashvärden som andra hotlines får',
  given: (since) => `Ges sedan ${since}: en analytiker här har bekräftat det.`,
  stands: {
    withdrawn: 'Tillbakadraget: någon här har bedömt på nytt.',
    'kept-back': 'Taget tillbaka av en person här. Det ges inte igen av sig själv.',
  },
  keepBack: 'Ta tillbaka det från alla hotlines',
  letGo: 'Låt det ges igen',
};

const CATALOGUE: Readonly<Record<Language, HandedTexts>> = { en, sv };

/** The words in one language. */
export const handedTexts = (language: Language): HandedTexts => CATALOGUE[language];
