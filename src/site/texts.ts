/** The public site's texts by language. The compiler demands each text in each language. */
import { SITE_LANGUAGES, type SiteLanguage } from '../terms/site-languages.ts';
import { ar } from './texts/ar.ts';
import { da } from './texts/da.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fa } from './texts/fa.ts';
import { ELSEWHERE_TEXTS, type ElsewhereTexts } from './texts/elsewhere.ts';
import { fi } from './texts/fi.ts';
import { PUBLIC_FIGURES_TEXTS, type PublicFiguresTexts } from './texts/figures.ts';
import { REPORTS_TEXTS } from './texts/reports.ts';
import { fr } from './texts/fr.ts';
import { nb } from './texts/nb.ts';
import { pl } from './texts/pl.ts';
import { so } from './texts/so.ts';
import { MESSAGE_LOCKS, type MessageLockTexts } from './texts/message-locks.ts';
import { NOTICE_TEXTS, type NoticeTexts } from './texts/notice.ts';
import { th } from './texts/th.ts';
import { uk } from './texts/uk.ts';
import { arPages } from './texts/pages/ar.ts';
import { daPages } from './texts/pages/da.ts';
import { dePages } from './texts/pages/de.ts';
import { enPages } from './texts/pages/en.ts';
import { esPages } from './texts/pages/es.ts';
import { faPages } from './texts/pages/fa.ts';
import { fiPages } from './texts/pages/fi.ts';
import { frPages } from './texts/pages/fr.ts';
import { nbPages } from './texts/pages/nb.ts';
import { plPages } from './texts/pages/pl.ts';
import { soPages } from './texts/pages/so.ts';
import { thPages } from './texts/pages/th.ts';
import { ukPages } from './texts/pages/uk.ts';
import { svPages, type PageTexts } from './texts/pages/sv.ts';
import { SAFETY, type SafetyTexts } from './texts/safety.ts';
import { sv, type MainTexts } from './texts/sv.ts';

/** All that the site says in one language. */
export type SiteTexts = MainTexts &
  PageTexts & {
    readonly notice: NoticeTexts;
    readonly figures: PublicFiguresTexts;
    readonly reports: (typeof REPORTS_TEXTS)['en'];
    readonly elsewhere: ElsewhereTexts;
    readonly safety: SafetyTexts;
    readonly messageLocks: MessageLockTexts;
  };

const WRITTEN: Readonly<Record<SiteLanguage, MainTexts & PageTexts>> = {
  sv: { ...sv, ...svPages },
  en: { ...en, ...enPages },
  fi: { ...fi, ...fiPages },
  nb: { ...nb, ...nbPages },
  da: { ...da, ...daPages },
  de: { ...de, ...dePages },
  fr: { ...fr, ...frPages },
  es: { ...es, ...esPages },
  pl: { ...pl, ...plPages },
  uk: { ...uk, ...ukPages },
  ar: { ...ar, ...arPages },
  so: { ...so, ...soPages },
  fa: { ...fa, ...faPages },
  th: { ...th, ...thPages },
};

const inOne = (language: SiteLanguage): SiteTexts => ({
  ...WRITTEN[language],
  notice: NOTICE_TEXTS[language],
  figures: PUBLIC_FIGURES_TEXTS[language],
  reports: REPORTS_TEXTS[language],
  elsewhere: ELSEWHERE_TEXTS[language],
  safety: SAFETY[language],
  messageLocks: MESSAGE_LOCKS[language],
});
const CATALOGUE: ReadonlyMap<SiteLanguage, SiteTexts> = new Map(
  SITE_LANGUAGES.map((language) => [language, inOne(language)]),
);

/** All that the public site says in a language. */
export const textsIn = (language: SiteLanguage): SiteTexts => CATALOGUE.get(language) ?? inOne(language);
