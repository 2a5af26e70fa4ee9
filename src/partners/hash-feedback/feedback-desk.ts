import { codeOf } from '../../platform/log.ts';
import { mayReach } from '../partner.ts';
import type { ConnectionReport, PartnerDesk } from '../settings/partner-desk.ts';
import { checkServiceUrl, type PartnerDefinition, type PartnerSettings } from '../settings/partner-setting.ts';
import { openFeedbackClient, type FeedbackAccess } from './feedback-client.ts';

const NO_YES: NonNullable<PartnerDefinition['fields'][number]['options']> = [
  { value: 'no', label: { sv: 'Nej', en: 'No' } },
  { value: 'yes', label: { sv: 'Ja', en: 'Yes' } },
];

/** What NCMEC's hash sharing is told with: the account that the list follows. */
export const FEEDBACK_DEFINITION: PartnerDefinition = {
  name: 'ncmec-hashes',
  fields: [
    {
      name: 'url',
      kind: 'line',
      label: { sv: 'Tjänstens adress', en: 'The service’s address' },
      help: {
        sv: 'Samma adress som listan följer (fyr lists ncmec --url). /v2/… läggs till efter den.',
        en: 'The same address that the list follows (fyr lists ncmec --url). /v2/… is appended to it.',
      },
      isNeeded: true,
      check: checkServiceUrl,
    },
    {
      name: 'user',
      kind: 'line',
      label: { sv: 'Användare', en: 'User' },
      help: {
        sv: 'Samma användare som listan följer: om andra konton och listor sägs inget.',
        en: 'The same user that the list follows: nothing is said of other accounts and lists.',
      },
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
      name: 'fetch',
      kind: 'choice',
      label: { sv: 'Läs listan av sig själv', en: 'Read the list by itself' },
      help: {
        sv: 'Utan val: nej, då läses den bara med fyr lists ncmec. Finns ingen lista görs ett utkast som inte litar på något; två personer aktiverar det.',
        en: 'Without a choice: no, and it is read with fyr lists ncmec alone. Where there is no list a draft is made that trusts nothing; two people activate it.',
      },
      options: [
        { value: 'no', label: { sv: 'Nej', en: 'No' } },
        { value: 'hour', label: { sv: 'Varje timme', en: 'Every hour' } },
        { value: 'day', label: { sv: 'En gång om dygnet', en: 'Once a day' } },
      ],
      isNeeded: false,
    },
    {
      name: 'near',
      kind: 'choice',
      label: { sv: 'Även om liknande bilder', en: 'Also about likenesses' },
      help: {
        sv: 'Återkoppling på PDQ när en analytiker har bedömt en bild som liknar en post. Utan val: nej.',
        en: 'Feedback on PDQ when an analyst has judged a picture that resembles an entry. Without a choice: no.',
      },
      options: NO_YES,
      isNeeded: false,
    },
    {
      name: 'reason',
      kind: 'line',
      label: { sv: 'Skäl till ett nej', en: 'The reason for a no' },
      help: {
        sv: 'Namnet eller guid på ett av skälen som NCMEC erbjuder. Utan det: det enda som finns; finns flera sägs inget nej, och ett tidigare ja tas tillbaka.',
        en: 'The name or guid of one of the reasons that NCMEC offers. Without it: the only one there is; with several no “no” is said, and an earlier yes is taken back.',
      },
      isNeeded: false,
    },
    {
      name: 'categorise',
      kind: 'choice',
      label: { sv: 'Kategori med ett ja', en: 'A category with a yes' },
      help: {
        sv: 'A1, A2, B1 eller B2 ur analytikerns svar. Bara om NCMEC har gett kontot rätt till det. Utan val: nej.',
        en: 'A1, A2, B1 or B2 from the analyst’s answers. Only if NCMEC has allowed the account to. Without a choice: no.',
      },
      options: NO_YES,
      isNeeded: false,
    },
  ],
};

/** Whether all that a call needs is there. */
export function feedbackAccessOf({ values }: PartnerSettings): Omit<FeedbackAccess, 'timeoutMs'> | undefined {
  const { url, user, password } = values;
  return url === undefined || user === undefined || password === undefined ? undefined : { url, user, password };
}

/** The account as a followed list names it (src/commands/import-list.ts): feedback goes to the source that an entry came from. */
export const accountOf = ({ values }: PartnerSettings): string => `${values['user'] ?? ''}@${values['url'] ?? ''}`;

/** The page of NCMEC's hash sharing in the console. Off until a supervisor switches it on. */
export const openFeedbackDesk = (): PartnerDesk => ({
  definition: FEEDBACK_DEFINITION,
  fallback: { mode: 'off', values: {} },
  test: testFeedback,
});

/** Asks who we are, and whether we are among the members; says nothing of any entry. */
async function testFeedback(settings: PartnerSettings): Promise<ConnectionReport> {
  const access = feedbackAccessOf(settings);
  if (settings.mode === 'off') return { ok: false, code: 'partner-off' };
  if (access === undefined) return { ok: false, code: 'not-configured' };
  if (!mayReach(settings.mode, access.url)) return { ok: false, code: 'test-mode' };
  const client = openFeedbackClient(access);
  try {
    const own = await client.status();
    return (await client.members()).has(own) ? { ok: true } : { ok: false, code: 'hash-feedback-no-member' };
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  } finally {
    await client.close();
  }
}
