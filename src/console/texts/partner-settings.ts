/** Words of the pages that configure partners. */
import type { Language } from '../../terms/categories.ts';
import type { PartnerMode, PartnerName } from '../../partners/door.ts';

const en = {
  names: {
    police: 'Police',
    iccam: 'ICCAM (INHOPE)',
    ncmec: 'NCMEC CyberTipline',
    'ncmec-hashes': 'NCMEC hash sharing',
  } satisfies Record<PartnerName, string>,
  modes: {
    off: ['Off', 'Nothing is sent to this partner, and nothing is read from it.'],
    test: ['Test', 'Only a stand-in on this machine is reached; everything else is rehearsed.'],
    live: ['Live', 'The real system. Cases leave the hotline.'],
  } satisfies Record<PartnerMode, readonly [string, string]>,
  settings: 'Settings',
  back: 'Partners',
  mode: 'Mode',
  fromEnvironment: 'These settings come from the environment (fyr.env). What is saved here holds from then on.',
  changedBy: (who: string, when: string) => `Last changed by ${who}, ${when}.`,
  secretSet: 'Is set, and never shown again. Leave empty to keep it.',
  secretUnset: 'Is not set.',
  forget: 'Forget what is set',
  needed: 'needed for live',
  save: 'Save',
  saveHelp:
    'Saved settings hold from the next sending on, in every process within seconds. The change is put on the ledger.',
  test: 'Test the connection',
  testHelp: 'Uses the saved settings. Asks the system something harmless: nothing is reported or changed.',
  testGood: 'The system answered as it should.',
  testBad: (why: string) => `The test did not succeed: ${why}.`,
  health: 'How it has been answering',
  lastSuccess: 'Last success',
  failingSince: (since: string, why: string) => `Has been failing since ${since}: ${why}.`,
  never: 'never used',
  noFailure: 'No failure since the last success.',
  changes: 'Changes',
  changesCaption: (count: number) => `${count} newest`,
  who: 'Who',
  when: 'When',
  noChanges: 'Nobody has changed anything here.',
  saved: 'Saved. The new settings hold from now on.',
  configure: (name: string) => `Settings: ${name}`,
};
type PartnerSettingTexts = typeof en;

const sv: PartnerSettingTexts = {
  names: {
    police: 'Polisen',
    iccam: 'ICCAM (INHOPE)',
    ncmec: 'NCMEC CyberTipline',
    'ncmec-hashes': 'NCMEC hash sharing',
  },
  modes: {
    off: ['Av', 'Inget skickas till partnern, och inget läses därifrån.'],
    test: ['Prov', 'Bara ett ersättningssystem på den här maskinen nås; allt annat är övning.'],
    live: ['Skarpt', 'Det riktiga systemet. Ärenden lämnar hotlinen.'],
  },
  settings: 'Inställningar',
  back: 'Partner',
  mode: 'Läge',
  fromEnvironment: 'Inställningarna kommer från miljön (fyr.env). Det som sparas här gäller sedan.',
  changedBy: (who, when) => `Senast ändrat av ${who}, ${when}.`,
  secretSet: 'Är satt, och visas aldrig igen. Lämna tomt för att behålla.',
  secretUnset: 'Är inte satt.',
  forget: 'Glöm det som är satt',
  needed: 'behövs för skarpt läge',
  save: 'Spara',
  saveHelp:
    'Sparade inställningar gäller från nästa utskick, i alla processer inom sekunder. Ändringen skrivs i liggaren.',
  test: 'Pröva anslutningen',
  testHelp: 'Använder de sparade inställningarna. Frågar systemet något ofarligt: inget rapporteras eller ändras.',
  testGood: 'Systemet svarade som det ska.',
  testBad: (why) => `Provet lyckades inte: ${why}.`,
  health: 'Hur det har svarat',
  lastSuccess: 'Senast det gick',
  failingSince: (since, why) => `Har misslyckats sedan ${since}: ${why}.`,
  never: 'aldrig använt',
  noFailure: 'Inget fel sedan det senast gick.',
  changes: 'Ändringar',
  changesCaption: (count) => `De ${count} senaste`,
  who: 'Vem',
  when: 'När',
  noChanges: 'Ingen har ändrat något här.',
  saved: 'Sparat. De nya inställningarna gäller från och med nu.',
  configure: (name) => `Inställningar: ${name}`,
};

const CATALOGUE: Readonly<Record<Language, PartnerSettingTexts>> = { en, sv };

/** The words in one language. */
export const partnerSettingTexts = (language: Language): PartnerSettingTexts => CATALOGUE[language];
export type { PartnerSettingTexts };
