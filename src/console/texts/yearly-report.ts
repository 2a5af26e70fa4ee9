/** Words of the pages on which the yearly report under the DSA is made. */
import type { FiguresRefusal, ReportWord } from '../../figures/door.ts';
import type { Language } from '../../terms/categories.ts';

const en = {
  title: 'Yearly report (DSA)',
  lead: 'A trusted flagger reports once a year on its notices under article 16: by provider, by type of content and by what the provider did, with how its independence is ensured (article 22(3)). The numbers are counted for you; people write the words; another supervisor publishes it. Then it is on the public site, and is sent to the Digital Services Coordinator.',
  year: 'Year',
  yearHelp:
    'Years that are over. What providers do after today will not be in it; notices of the test mode are not counted.',
  noYear: 'No year is over yet of which a report can be made.',
  prepare: 'Count and make a draft',
  prepareTitle: 'A new report',
  reports: 'Reports',
  none: 'No report has been made.',
  report: (year: number) => `${year}`,
  state: 'State',
  states: { prepared: 'draft', published: 'published', withdrawn: 'taken back' },
  by: 'Counted by',
  publishedBy: 'Published by',
  changedBy: (name: string) => `Words changed last by ${name}.`,
  /** The language comes before. */
  files: 'To take along',
  languages: { sv: 'Swedish', en: 'English' } satisfies Record<Language, string>,
  shownIn: 'The report in',
  steps: 'From draft to report',
  publish: 'Publish',
  publishNote: 'You have read it in both languages. It will be on the public site at once.',
  withdraw: 'Take back',
  withdrawDraft: 'Discard the draft',
  cannotPublish: 'You counted it or changed it last: another supervisor has to publish it.',
  missing:
    'How independence is ensured and the contact have to be written in both languages before it can be published.',
  send: 'Send it to the Digital Services Coordinator too: article 22(3) asks for both.',
  wordsTitle: 'The words',
  wordsLead: 'Each line is a paragraph. Name no person.',
  words: {
    independence: 'How independence of providers is ensured',
    contact: 'Contact',
    remarks: 'Remarks (may be empty)',
  } satisfies Record<ReportWord, string>,
  help: {
    independence:
      'Who pays, who decides, how conflicts of interest are handled, and what keeps providers from having a say.',
    contact: 'The organisation’s address: not a person’s.',
    remarks: 'What a reader needs to understand the numbers.',
  } satisfies Record<ReportWord, string>,
  names: 'What providers are called',
  namesHelp:
    'The name of a company as people know it. Leave it empty for a provider that is a private person: then it is not named.',
  name: (number: number) => `Provider ${number}`,
  save: 'Save the words',
  done: {
    prepared: 'The year is counted. Write the words; then another supervisor can publish it.',
    changed: 'Saved.',
    published: 'Published. Send it to the Digital Services Coordinator too.',
    withdrawn: 'Taken back.',
  },
  refusals: {
    'no-such-snapshot': 'There is no such report.',
    'wrong-state': 'Nothing was changed: somebody took another step meanwhile.',
    'same-person': 'Whoever counted it or changed it last cannot publish it: another supervisor has to.',
    'snapshot-waits': 'There is a draft for that year already: publish or discard it first.',
    'changed-meanwhile': 'Nothing was changed: somebody changed the words after you opened the page. Read it again.',
    'words-missing': 'Not published: how independence is ensured and the contact have to be written in both languages.',
    'year-not-over': 'No report can be made of that year. Choose one that is over.',
  } satisfies Record<FiguresRefusal, string>,
  problems: {
    'too-long': (what: string, most: string) => `${what}: at most ${most} characters.`,
    'name-too-long': 'A provider’s name has at most 120 characters.',
    'name-twice': 'Two providers have the same name. Give each its own, or leave one empty.',
    stale:
      'Not saved: somebody changed the report after you opened it. Copy what you wrote, open the report again and add it there.',
  },
};

/** The words in each language: the compiler asks for what is missing. */
export type YearlyReportTexts = typeof en;

const sv: YearlyReportTexts = {
  title: 'Årsrapport (DSA)',
  lead: 'En betrodd anmälare rapporterar en gång om året om sina anmälningar enligt artikel 16: per leverantör, efter typ av innehåll och efter leverantörens åtgärd, och hur oberoendet säkras (artikel 22.3). Talen räknas fram; människor skriver orden; en annan arbetsledare publicerar. Sedan finns den på webbplatsen, och skickas till samordnaren för digitala tjänster.',
  year: 'År',
  yearHelp: 'År som är slut. Vad leverantörer gör efter i dag kommer inte med; anmälningar i testläge räknas inte.',
  noYear: 'Inget år är slut än som en rapport kan gälla.',
  prepare: 'Räkna och gör ett utkast',
  prepareTitle: 'En ny rapport',
  reports: 'Rapporter',
  none: 'Ingen rapport har gjorts.',
  report: (year) => `${year}`,
  state: 'Läge',
  states: { prepared: 'utkast', published: 'publicerad', withdrawn: 'tillbakatagen' },
  by: 'Räknad av',
  publishedBy: 'Publicerad av',
  changedBy: (name) => `Orden ändrades senast av ${name}.`,
  files: 'Att ta med',
  languages: { sv: 'Svenska', en: 'Engelska' },
  shownIn: 'Rapporten på',
  steps: 'Från utkast till rapport',
  publish: 'Publicera',
  publishNote: 'Du har läst den på båda språken. Den syns genast på webbplatsen.',
  withdraw: 'Ta tillbaka',
  withdrawDraft: 'Kasta utkastet',
  cannotPublish: 'Du räknade fram den eller ändrade den senast: en annan arbetsledare måste publicera den.',
  missing: 'Hur oberoendet säkras och kontakten måste vara skrivna på båda språken innan den kan publiceras.',
  send: 'Skicka den också till samordnaren för digitala tjänster (i Sverige Post- och telestyrelsen): artikel 22.3 kräver båda.',
  wordsTitle: 'Orden',
  wordsLead: 'Varje rad är ett stycke. Nämn ingen person.',
  words: {
    independence: 'Hur oberoendet av leverantörer säkras',
    contact: 'Kontakt',
    remarks: 'Anmärkningar (får vara tomt)',
  },
  help: {
    independence:
      'Vem som betalar, vem som bestämmer, hur jäv hanteras och vad som hindrar leverantörer från inflytande.',
    contact: 'Organisationens adress: inte en persons.',
    remarks: 'Vad en läsare behöver veta för att förstå talen.',
  },
  names: 'Vad leverantörerna kallas',
  namesHelp:
    'Företagets namn som folk känner det. Lämna tomt för en leverantör som är en privatperson: då nämns den inte.',
  name: (number) => `Leverantör ${number}`,
  save: 'Spara orden',
  done: {
    prepared: 'Året är räknat. Skriv orden; sedan kan en annan arbetsledare publicera.',
    changed: 'Sparat.',
    published: 'Publicerad. Skicka den också till samordnaren för digitala tjänster.',
    withdrawn: 'Tillbakatagen.',
  },
  refusals: {
    'no-such-snapshot': 'Det finns ingen sådan rapport.',
    'wrong-state': 'Inget ändrades: någon tog ett annat steg under tiden.',
    'same-person':
      'Den som räknade fram den eller ändrade den senast kan inte publicera den: en annan arbetsledare behövs.',
    'snapshot-waits': 'Det finns redan ett utkast för det året: publicera eller kasta det först.',
    'changed-meanwhile': 'Inget ändrades: någon ändrade orden efter att du öppnade sidan. Läs den igen.',
    'words-missing': 'Inte publicerad: hur oberoendet säkras och kontakten måste vara skrivna på båda språken.',
    'year-not-over': 'Ingen rapport kan göras för det året. Välj ett som är slut.',
  },
  problems: {
    'too-long': (what, most) => `${what}: högst ${most} tecken.`,
    'name-too-long': 'En leverantörs namn har högst 120 tecken.',
    'name-twice': 'Två leverantörer har samma namn. Ge var och en sitt, eller lämna ett tomt.',
    stale:
      'Inte sparat: någon ändrade rapporten efter att du öppnade den. Kopiera det du skrev, öppna rapporten igen och lägg in det där.',
  },
};

const CATALOGUE: Readonly<Record<Language, YearlyReportTexts>> = { en, sv };

/** The words in one language. */
export const yearlyReportTexts = (language: Language): YearlyReportTexts => CATALOGUE[language];
