/** The public site's texts by language. The compiler demands each text in each language. */
import type { SiteLanguage } from '../terms/site-languages.ts';
import { ar } from './texts/ar.ts';
import { da } from './texts/da.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fa } from './texts/fa.ts';
import { fi } from './texts/fi.ts';
import { fr } from './texts/fr.ts';
import { nb } from './texts/nb.ts';
import { pl } from './texts/pl.ts';
import { so } from './texts/so.ts';
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
export type SiteTexts = MainTexts & PageTexts & { readonly safety: SafetyTexts };

const CATALOGUE: Readonly<Record<SiteLanguage, SiteTexts>> = {
  sv: { ...sv, ...svPages, safety: SAFETY.sv },
  en: { ...en, ...enPages, safety: SAFETY.en },
  fi: { ...fi, ...fiPages, safety: SAFETY.fi },
  nb: { ...nb, ...nbPages, safety: SAFETY.nb },
  da: { ...da, ...daPages, safety: SAFETY.da },
  de: { ...de, ...dePages, safety: SAFETY.de },
  fr: { ...fr, ...frPages, safety: SAFETY.fr },
  es: { ...es, ...esPages, safety: SAFETY.es },
  pl: { ...pl, ...plPages, safety: SAFETY.pl },
  uk: { ...uk, ...ukPages, safety: SAFETY.uk },
  ar: { ...ar, ...arPages, safety: SAFETY.ar },
  so: { ...so, ...soPages, safety: SAFETY.so },
  fa: { ...fa, ...faPages, safety: SAFETY.fa },
  th: { ...th, ...thPages, safety: SAFETY.th },
};

/** All that the public site says in a language. */
export const textsIn = (language: SiteLanguage): SiteTexts => CATALOGUE[language];
