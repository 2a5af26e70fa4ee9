/** The words that stand in every yearly report, whoever writes the rest. */
import type { Language } from '../../terms/categories.ts';
import type { ReportWord } from './yearly-report.ts';

interface TableTexts {
  readonly heading: string;
  readonly column: string;
}

interface ReportTexts {
  readonly title: (year: number) => string;
  readonly law: (hotline: string) => string;
  readonly counted: (year: number, madeOn: string, timeZone: string) => string;
  readonly total: (total: string) => string;
  /** In place of the total, when there is too little to show. */
  readonly few: string;
  readonly hidden: string;
  readonly hiddenMark: string;
  readonly unnamed: string;
  readonly count: string;
  readonly sum: string;
  readonly empty: string;
  readonly tables: Readonly<Record<'providers' | 'types' | 'actions', TableTexts>>;
  /** Beneath the tables' headings, where something has to be said. */
  readonly actionsLead: string;
  readonly sections: Readonly<Record<ReportWord, string>>;
}

const en: ReportTexts = {
  title: (year) => `Report of a trusted flagger, ${year}`,
  law: (hotline) =>
    `${hotline} publishes this report under article 22(3) of Regulation (EU) 2022/2065 (the Digital Services Act). It is about notices submitted under article 16. It holds no personal data.`,
  counted: (year, madeOn, timeZone) =>
    `Notices that left from 1 January to 31 December ${year} (${timeZone}), as they stood on ${madeOn}. A reminder is not a notice of its own.`,
  total: (total) => `${total} notices were submitted.`,
  few: 'Fewer than five notices were submitted, or none.',
  hidden:
    'Numbers below five are not shown, and one more where the sum would tell them. Nobody must be recognisable. Providers are companies and are named; one that is a person is not.',
  hiddenMark: 'not shown',
  unnamed: 'Not named',
  count: 'Notices',
  sum: 'All',
  empty: 'Not broken down: there are too few notices.',
  tables: {
    providers: { heading: 'Notices by provider', column: 'Provider' },
    types: { heading: 'Notices by type of content', column: 'Type of content' },
    actions: { heading: 'Notices by action taken by the provider', column: 'Action' },
  },
  actionsLead: '“Seen by us” means that a visit of ours found the content gone.',
  sections: {
    independence: 'How our independence of providers is ensured',
    contact: 'Contact',
    remarks: 'Remarks',
  },
};

const sv: ReportTexts = {
  title: (year) => `Rapport från en betrodd anmälare, ${year}`,
  law: (hotline) =>
    `${hotline} publicerar den här rapporten enligt artikel 22.3 i förordning (EU) 2022/2065 (förordningen om digitala tjänster). Den gäller anmälningar enligt artikel 16. Den innehåller inga personuppgifter.`,
  counted: (year, madeOn, timeZone) =>
    `Anmälningar som lämnade oss 1 januari–31 december ${year} (${timeZone}), så som läget var ${madeOn}. En påminnelse räknas inte som en egen anmälan.`,
  total: (total) => `${total} anmälningar gjordes.`,
  few: 'Färre än fem anmälningar gjordes, eller ingen.',
  hidden:
    'Tal under fem visas inte, och ytterligare ett där summan skulle avslöja dem. Ingen enskild ska kunna kännas igen. Leverantörer är företag och nämns vid namn; en som är en privatperson gör det inte.',
  hiddenMark: 'visas inte',
  unnamed: 'Nämns inte',
  count: 'Anmälningar',
  sum: 'Alla',
  empty: 'Delas inte upp: anmälningarna är för få.',
  tables: {
    providers: { heading: 'Anmälningar per leverantör', column: 'Leverantör' },
    types: { heading: 'Anmälningar efter typ av innehåll', column: 'Typ av innehåll' },
    actions: { heading: 'Anmälningar efter leverantörens åtgärd', column: 'Åtgärd' },
  },
  actionsLead: '”Sett av oss” betyder att ett besök av oss visade att innehållet var borta.',
  sections: {
    independence: 'Så säkras vårt oberoende av leverantörer',
    contact: 'Kontakt',
    remarks: 'Anmärkningar',
  },
};

/** The words in each language. */
export const REPORT_TEXTS: Readonly<Record<Language, ReportTexts>> = { en, sv };
