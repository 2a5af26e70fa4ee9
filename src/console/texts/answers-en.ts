/** Words about what providers answered, in English. */

export const answersEn = {
  answers: {
    title: 'Providers’ answers',
    kinds: {
      removed: 'Says: removed',
      handling: 'Says: being handled',
      'need-more': 'Needs more from us',
      'not-ours': 'Says: not ours',
      appeal: 'Objects',
      'auto-reply': 'Automatic reply',
      bounce: 'Came back undelivered',
      other: 'Wrote by e-mail',
    },
    via: { page: 'on its page', mail: 'by e-mail', api: 'by its API' },
    unknownProvider: 'A provider',
    about: (items: string) => `Item ${items}`,
    until: (at: string) => `until ${at}`,
    ticket: (ticket: string) => `their number ${ticket}`,
    other: 'Whose it is, they say:',
    from: 'From',
    hidden: 'What they wrote is shown to whoever has the case, and to supervisors.',
    lookTitle: 'Waits for you',
    look: {
      appeal: (item: number) => `Item ${item}: a provider objects, and nothing more is sent until you have looked.`,
      'need-more': (item: number) => `Item ${item}: a provider needs more from us. Answer by e-mail, then go on.`,
      reply: (item: number) => `Item ${item}: a provider wrote by e-mail. Read it, then go on.`,
    },
    resume: 'The notice stands: go on',
    resumeItem: (item: number) => `The notice stands: go on (item ${item})`,
    end: 'They are right: stop asking',
    endItem: (item: number) => `They are right: stop asking (item ${item})`,
    endHelp: 'No provider is told about it any more. The item stays as it was assessed.',
  },
};
