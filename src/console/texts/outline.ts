/** Words of the page that shows what would leave if a case were decided as it stands. */
import type { Destination } from '../../routing/door.ts';
import type { Language } from '../../terms/categories.ts';

const en = {
  link: 'See everything that would leave, field by field',
  title: 'What would leave',
  lead: 'Every field, by the names of whoever gets it, as it would leave now. Nothing has been sent.',
  nothing: 'As it stands nothing of this case would leave.',
  blind: 'A second opinion is waited for, and you could give it: what the first one said is not shown here.',
  about: {
    police:
      'In a package sealed to them: readable pages, these fields, the ledger’s proofs. The tips’ own words go with it and are not shown here: read them at the tip. Contact details go only where you say so.',
    iccam:
      'One report for each page with its media and each hosting country. Interpol reads it there. Nothing of a tip.',
    hotline: 'Sealed to that hotline’s key. Nothing of a tip, and nobody’s name.',
    ncmec: 'A report to the CyberTipline, in the order of its documents. Nothing of a tip.',
    provider:
      'In a letter by the released template, with a report for machines (XARF) where the item has a class. Nothing of a tip, never a picture.',
  } satisfies Record<Destination, string>,
  fields: (count: number) => (count === 1 ? '1 field' : `${count} fields`),
  offered: 'only if you choose it',
  obstacle: (why: string) => `It could not leave as it stands: ${why}.`,
  field: 'Field',
  value: 'Value',
};
type OutlineTexts = typeof en;

const sv: OutlineTexts = {
  link: 'Se allt som skulle skickas, fält för fält',
  title: 'Vad som skulle skickas',
  lead: 'Varje fält, med mottagarens egna namn, så som det skulle skickas nu. Inget har skickats.',
  nothing: 'Som ärendet är nu skulle inget skickas.',
  blind: 'En andra bedömning väntas, och du kan vara den som gör den: vad den första sade visas inte här.',
  about: {
    police:
      'I ett paket som förseglas till dem: läsbara sidor, de här fälten, liggarens bevis. Tipsens egna ord följer med och visas inte här: läs dem vid tipset. Kontaktuppgifter följer bara med om du säger det.',
    iccam: 'En rapport för varje sida med dess media och varje värdland. Interpol läser den där. Inget ur ett tips.',
    hotline: 'Förseglat till den hotlinens nyckel. Inget ur ett tips, och ingens namn.',
    ncmec: 'En rapport till CyberTipline, i den ordning dess dokument har. Inget ur ett tips.',
    provider:
      'I ett brev efter den släppta mallen, med en rapport för maskiner (XARF) där objektet har en klass. Inget ur ett tips, aldrig en bild.',
  },
  fields: (count) => (count === 1 ? '1 fält' : `${count} fält`),
  offered: 'bara om du väljer det',
  obstacle: (why) => `Det kan inte skickas som det är nu: ${why}.`,
  field: 'Fält',
  value: 'Värde',
};

const CATALOGUE: Readonly<Record<Language, OutlineTexts>> = { en, sv };

/** The words in one language. */
export const outlineTexts = (language: Language): OutlineTexts => CATALOGUE[language];
