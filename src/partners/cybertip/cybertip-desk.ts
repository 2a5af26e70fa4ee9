import { readXml, XmlMalformed } from '../../platform/xml.ts';
import { codeOf } from '../../platform/log.ts';
import { mayReach } from '../partner.ts';
import type { ConnectionReport, PartnerDesk } from '../settings/partner-desk.ts';
import {
  checkEmail,
  checkServiceUrl,
  type PartnerDefinition,
  type PartnerSettings,
} from '../settings/partner-setting.ts';
import { codeFor } from './answer.ts';
import { openCybertipClient, type CybertipAccess } from './cybertip-client.ts';
import { FILE_DETAILS_RULE, REPORT_RULE } from './report-schema.ts';
import { missingSequences } from './schema-rule.ts';

/** What the CyberTipline is reached with: NCMEC gives a body that is registered there an account. */
export const CYBERTIP_DEFINITION: PartnerDefinition = {
  name: 'ncmec',
  fields: [
    {
      name: 'url',
      kind: 'line',
      label: { sv: 'API:ets adress', en: 'The API’s address' },
      help: {
        sv: '/submit, /finish och de andra läggs till efter den. NCMEC har en för prov och en skarp.',
        en: '/submit, /finish and the others are appended to it. NCMEC has one for trials and a real one.',
      },
      isNeeded: true,
      check: checkServiceUrl,
    },
    {
      name: 'user',
      kind: 'line',
      label: { sv: 'Användare', en: 'User' },
      help: { sv: 'Kontot som NCMEC har gett hotlinen.', en: 'The account that NCMEC has given the hotline.' },
      isNeeded: true,
    },
    {
      name: 'password',
      kind: 'secret',
      label: { sv: 'Lösenord', en: 'Password' },
      help: { sv: '', en: '' },
      isNeeded: true,
    },
    {
      name: 'reach',
      kind: 'choice',
      label: { sv: 'Vad som rapporteras', en: 'What is reported' },
      help: {
        sv: 'Bara olagligt material rapporteras. Analytikern kan alltid lägga till eller utelämna NCMEC i ett ärende. Utan val: bara det som en analytiker lägger till.',
        en: 'Only illegal material is reported. The analyst can always add NCMEC to a case or leave it out. Without a choice: only what an analyst adds.',
      },
      options: [
        { value: 'asked', label: { sv: 'Bara det som en analytiker lägger till', en: 'Only what an analyst adds' } },
        { value: 'countries', label: { sv: 'Värdar i länderna nedan', en: 'Hosts in the countries below' } },
        { value: 'every', label: { sv: 'Allt olagligt, var det än finns', en: 'Everything illegal, wherever it is' } },
      ],
      isNeeded: false,
    },
    {
      name: 'countries',
      kind: 'line',
      label: { sv: 'Länder', en: 'Countries' },
      help: { sv: 'Två bokstäver vardera, till exempel US.', en: 'Two letters each, for example US.' },
      isNeeded: false,
      check: checkCountries,
    },
    {
      name: 'email',
      kind: 'line',
      label: { sv: 'Rapportörens e-post', en: 'The reporter’s mail address' },
      help: { sv: 'Utan den: hotlinens adress.', en: 'Without it: the hotline’s address.' },
      isNeeded: false,
      check: checkEmail,
    },
    {
      name: 'first-name',
      kind: 'line',
      label: { sv: 'Rapportörens förnamn', en: 'The reporter’s first name' },
      help: {
        sv: 'En person som NCMEC kan fråga efter, om hotlinen vill. Aldrig en tipsares namn.',
        en: 'Somebody NCMEC can ask for, where the hotline wishes. Never a tipster’s name.',
      },
      isNeeded: false,
      check: checkName,
    },
    {
      name: 'last-name',
      kind: 'line',
      label: { sv: 'Rapportörens efternamn', en: 'The reporter’s last name' },
      help: { sv: 'Utan det: hotlinens namn.', en: 'Without it: the hotline’s name.' },
      isNeeded: false,
      check: checkName,
    },
    {
      name: 'phone',
      kind: 'line',
      label: { sv: 'Rapportörens telefon', en: 'The reporter’s telephone' },
      help: { sv: '', en: '' },
      isNeeded: false,
      check: (value) =>
        value.length <= 50 ? undefined : { sv: 'Telefon: högst 50 tecken.', en: 'Telephone: at most 50 characters.' },
    },
    {
      name: 'agency',
      kind: 'line',
      label: { sv: 'Polismyndighetens namn', en: 'The police authority’s name' },
      help: {
        sv: 'Står i rapporten när ärendet också går till polisen. Utan det sägs inget om det.',
        en: 'Stands in the report when the case also goes to the police. Without it nothing is said of that.',
      },
      isNeeded: false,
      check: (value) =>
        value.length <= 255 ? undefined : { sv: 'Namnet: högst 255 tecken.', en: 'The name: at most 255 characters.' },
    },
    {
      name: 'hashes',
      kind: 'choice',
      label: { sv: 'Hashvärden', en: 'Hashes' },
      help: {
        sv: 'Filuppgifter utan fil kräver att NCMEC har gått med på det. Utan val: i rapportens text.',
        en: 'File details without a file need NCMEC’s agreement. Without a choice: in the report’s text.',
      },
      options: [
        { value: 'in-report', label: { sv: 'I rapportens text', en: 'In the report’s text' } },
        { value: 'file-details', label: { sv: 'Även som filuppgifter', en: 'Also as file details' } },
      ],
      isNeeded: false,
    },
  ],
};

function checkName(value: string) {
  if (value.length <= 100) return undefined;
  return { sv: 'Namnet: högst 100 tecken.', en: 'The name: at most 100 characters.' };
}

function checkCountries(value: string) {
  if (/^[A-Z]{2}([ ,]+[A-Z]{2})*$/.test(value)) return undefined;
  return {
    sv: 'Landskoder med två stora bokstäver, med mellanslag emellan: US CA.',
    en: 'Country codes of two capital letters with a space between: US CA.',
  };
}

/** Whether all that a call needs is there. */
export function accessOf({ values }: PartnerSettings): Omit<CybertipAccess, 'timeoutMs'> | undefined {
  const { url, user, password } = values;
  return url === undefined || user === undefined || password === undefined ? undefined : { url, user, password };
}

/** NCMEC's page in the console. Off until a supervisor switches it on: no setting of the environment does. */
export const openCybertipDesk = (): PartnerDesk => ({
  definition: CYBERTIP_DEFINITION,
  fallback: { mode: 'off', values: {} },
  test: testCybertip,
});

/** Asks for the status and for the schema, which must still have our elements in our order; reports nothing. */
async function testCybertip(settings: PartnerSettings): Promise<ConnectionReport> {
  const access = accessOf(settings);
  if (settings.mode === 'off') return { ok: false, code: 'partner-off' };
  if (access === undefined) return { ok: false, code: 'not-configured' };
  if (!mayReach(settings.mode, access.url)) return { ok: false, code: 'test-mode' };
  const client = openCybertipClient(access);
  try {
    const { code } = await client.status();
    if (code !== 0) return { ok: false, code: codeFor(code) };
    return keepsOurOrder(await client.schema()) ? { ok: true } : { ok: false, code: 'cybertip-schema' };
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  } finally {
    await client.close();
  }
}

function keepsOurOrder(published: string): boolean {
  try {
    const schema = readXml(published);
    return [REPORT_RULE, FILE_DETAILS_RULE].every((rule) => missingSequences(schema, rule).length === 0);
  } catch (error) {
    if (error instanceof XmlMalformed) return false;
    throw error;
  }
}
