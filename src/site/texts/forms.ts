/** What a language's own grammar decides: how numbers are written, and which of its plural forms a count takes. */
import { localeOf, type SiteLanguage } from '../../terms/site-languages.ts';

/** A language's plural forms by CLDR's names; `other` stands for those that it does not tell apart. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** The two helpers that a catalogue writes its counted texts with. */
export interface Grammar {
  /** A whole number, grouped as the language does. */
  readonly number: (count: number) => string;
  /** The form for a count, `#` in it replaced by the number. */
  readonly plural: (count: number, forms: PluralForms) => string;
}

/** Those of a language (Unicode CLDR, through `Intl`). */
export function grammarOf(language: SiteLanguage): Grammar {
  const numbers = new Intl.NumberFormat(localeOf(language));
  const rules = new Intl.PluralRules(localeOf(language));
  const number = (count: number) => numbers.format(count);
  return {
    number,
    plural: (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', number(count)),
  };
}
