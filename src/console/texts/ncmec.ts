/** Words about reports to NCMEC: the choice at a case, and what would leave. */
import type { Language } from '../../terms/categories.ts';

const en = {
  legend: 'NCMEC',
  help: 'Reports to the CyberTipline hold the address, where it is hosted and your assessment: nothing from a tip.',
  ruled: (items: string) => `As the settings say: ${items}`,
  ruledNone: 'As the settings say: no report',
  add: 'Report every illegal item of this case',
  leave: 'No report from this case',
  outline: 'See what would leave',
  feedback: {
    title: 'Feedback to NCMEC hash sharing',
    waiting: 'Waiting',
    settled: 'Held there as we want it',
    rehearsed: 'Rehearsed',
    refused: 'Not said',
  },
};
type NcmecTexts = typeof en;

const sv: NcmecTexts = {
  legend: 'NCMEC',
  help: 'Rapporter till CyberTipline har adressen, var den finns och din bedömning: inget ur ett tips.',
  ruled: (items) => `Som inställningarna säger: ${items}`,
  ruledNone: 'Som inställningarna säger: ingen rapport',
  add: 'Rapportera allt olagligt i ärendet',
  leave: 'Ingen rapport från det här ärendet',
  outline: 'Se vad som skulle skickas',
  feedback: {
    title: 'Återkoppling till NCMEC:s hashdelning',
    waiting: 'Väntar',
    settled: 'Står där som vi vill',
    rehearsed: 'Övat',
    refused: 'Inte sagt',
  },
};

const CATALOGUE: Readonly<Record<Language, NcmecTexts>> = { en, sv };

/** The words in one language. */
export const ncmecTexts = (language: Language): NcmecTexts => CATALOGUE[language];
