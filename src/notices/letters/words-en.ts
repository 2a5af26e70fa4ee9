import type { LetterWords } from './paragraphs.ts';

/** The letter's texts in English, as Fyr ships them. Each paragraph is one thing that the reader can act on. */
export const wordsEn: LetterWords = {
  subject: 'Please remove illegal material: sexual abuse of a child',
  'mark-urgent': 'Urgent',
  'mark-reminder': 'Reminder',
  greeting: 'To the abuse desk of {provider}',
  'who-we-are':
    '{hotline} is a hotline in {country} that protects children from sexual exploitation. This notice comes from the hotline itself.',
  urgent: 'This is urgent: please act on it before anything else, at any hour.',
  several:
    'This letter names {count} addresses. Each has a number, a reference of its own and, where a file is attached, a report of its own.',
  'why-owner': 'The material named below is on a site of yours, as far as we can find.',
  'why-hosting': 'The material named below is hosted by you, as far as we can find.',
  'why-proxy': 'The material named below is reached through your network; the host behind it is not visible to us.',
  'why-upstream':
    'The material named below is on a network that you connect, as far as we can find: whoever hosts it is your customer, or your customer’s.',
  'why-registrar': 'The material named below is on a domain that was registered through you, as far as we can find.',
  'reason-baseline-analyst':
    'Why it is illegal: a trained analyst has assessed it and found that the material shows the sexual abuse of a child. It meets Interpol’s baseline criteria, so that it is illegal practically everywhere, also in {country}.',
  'reason-baseline-hash':
    'Why it is illegal: the material is an exact match with a list of known material, kept by an authorised body, and shows the sexual abuse of a child. It meets Interpol’s baseline criteria, so that it is illegal practically everywhere, also in {country}.',
  'reason-national-analyst':
    'Why it is illegal: a trained analyst has assessed it and found that the material depicts a child in a sexual way, which is illegal under the law of {country}.',
  'reason-national-hash':
    'Why it is illegal: the material is an exact match with a list of known material, kept by an authorised body, and depicts a child in a sexual way, which is illegal under the law of {country}.',
  reminder: 'Reminder: we told you about this on {date}, and it can still be reached.',
  'nearer-told': 'Those who are nearer to the material have been told since {date}, and it can still be reached.',
  'ask-owner': 'We ask you to remove the material, or to disable access to it, without delay.',
  'ask-hosting': 'We ask you to remove the material, or to disable access to it, without delay.',
  'ask-proxy':
    'We ask you to stop serving the material, to pass this notice on to the host without delay, and to tell us who the host is.',
  'ask-upstream':
    'We ask you to see to it that your customer removes the material without delay, or to disable access to it yourself.',
  'ask-registrar':
    'We ask you to see to it that the holder of the domain removes the material without delay and, where that does not happen, to act on the domain under your terms.',
  ladder:
    'For as long as the material can be reached we go on: we remind you, and we tell, one after the other, those who stand behind it: its host, the network that connects the host, and the registrar of the domain.',
  warning:
    'Please do not open, copy or forward what is at the address more than removing it requires: in many countries that is an offence.',
  preserve:
    'Please keep the material and the related records (upload, account and access logs) apart and secure as evidence for the police, for as long as your law requires or allows.',
  dsa16:
    'This is a notice under article 16 of Regulation (EU) 2022/2065 (Digital Services Act). It gives the reasons and the exact address above. We believe in good faith that the information and allegations in it are accurate and complete. Please confirm that you have received it, and tell us your decision (article 16(4) and (5)).',
  page: 'On this page you can tell us that it is removed or being handled, that you need more or that it is not yours, or say why you disagree. It needs no account:\n{page}',
  answer:
    'When it is done, if it is not yours, or if you disagree, you can also answer this message or write to {email} with our reference. An attached file, where there is one, says the same for machines (XARF v4).',
};
