import type { answersEn } from './answers-en.ts';

/** Words about what providers answered, in Swedish. */
export const answersSv: typeof answersEn = {
  answers: {
    title: 'Leverantörernas svar',
    kinds: {
      removed: 'Uppger: borttaget',
      handling: 'Uppger: arbetar med det',
      'need-more': 'Behöver mer från oss',
      'not-ours': 'Uppger: inte vårt',
      appeal: 'Invänder',
      'auto-reply': 'Automatiskt svar',
      bounce: 'Kom tillbaka olevererat',
      other: 'Skrev med e-post',
    },
    via: { page: 'på sin sida', mail: 'med e-post', api: 'genom sitt API' },
    unknownProvider: 'En leverantör',
    about: (items) => `Objekt ${items}`,
    until: (at) => `till ${at}`,
    ticket: (ticket) => `deras nummer ${ticket}`,
    other: 'Vems det är, enligt dem:',
    from: 'Från',
    hidden: 'Vad de skrev visas för den som har ärendet, och för arbetsledare.',
    lookTitle: 'Väntar på dig',
    look: {
      appeal: (item) => `Objekt ${item}: en leverantör invänder, och inget mer skickas förrän du har sett på det.`,
      'need-more': (item) => `Objekt ${item}: en leverantör behöver mer från oss. Svara med e-post och fortsätt sedan.`,
      reply: (item) => `Objekt ${item}: en leverantör skrev med e-post. Läs det och fortsätt sedan.`,
    },
    resume: 'Anmälan står fast: fortsätt',
    resumeItem: (item) => `Anmälan står fast: fortsätt (objekt ${item})`,
    end: 'De har rätt: sluta be om det',
    endItem: (item) => `De har rätt: sluta be om det (objekt ${item})`,
    endHelp: 'Ingen leverantör får veta mer om det. Objektet behåller sin bedömning.',
  },
};
