import type { PageTexts } from './sv.ts';

const items = (count: number): string => (count === 1 ? 'one address' : `${count} addresses`);

/** The provider's page in English. */
export const en: PageTexts = {
  title: (count) => (count === 1 ? 'Please take this down' : `Please take these ${count} down`),
  settledTitle: 'Nothing is left to take down',
  settled: 'We no longer ask anything of you in this letter. Thank you.',
  lead: (hotline, country, count) =>
    `${hotline} is a hotline in ${country} that protects children from sexual exploitation. We have assessed what is at ${count === 1 ? 'the address below' : 'the addresses below'}: it is illegal, and shows or depicts the sexual abuse of children.`,
  asksTitle: 'What we ask of you',
  asks: [
    'Remove the material, or make it unreachable, without delay.',
    'Keep it and the related records apart and secure as evidence for the police, for as long as your law requires or allows.',
    'Do not open, copy or pass on more of it than removing it requires.',
  ],
  answerBelow: 'Then answer below. It takes a minute and needs no account.',
  answerLater: (until) => `This page is open until ${until}. You can come back and answer again.`,
  help: 'Hard to see? There is support for you too.',

  itemsTitle: 'The addresses',
  itemTitle: (number, total) => (total === 1 ? 'The address' : `Address ${number} of ${total}`),
  ip: 'IP address',
  reference: 'Our reference',
  toldAt: 'First reported to you',
  why: {
    owner: 'Told to you because the site is yours, as far as we can find.',
    hosting: 'Told to you because you host it, as far as we can find.',
    proxy: 'Told to you because it is served through your network. Please also tell us who the host is.',
    upstream: 'Told to you because you carry the network that it is on, and those nearer to it have not removed it.',
    registrar: 'Told to you because the domain is registered through you, and those nearer to it have not removed it.',
  },
  standing: {
    gone: 'No longer online. Thank you.',
    withdrawn: 'We no longer ask for this one.',
    objected: 'You have objected. A person here is looking, and nothing more is sent about it until then.',
    stands: 'You objected. A person here has looked, and the notice stands.',
    checking: 'You said that it is removed. We are visiting to see.',
    'seems-gone': 'You said that it is removed, and our visit did not find it. We look again to be sure.',
    'still-there': 'You said that it is removed, but when we visited it still answered.',
    unsure: 'You said that it is removed. Our visit could not tell; we try again.',
    handling: 'You are on it.',
    'need-more': 'You asked for more. A person here will answer you.',
    'not-ours': 'You said that it is not yours. We turn to others.',
    online: 'Online when we visited.',
    unanswered: 'No answer yet.',
  },
  badge: { open: 'Open', waiting: 'Answered', attention: 'Still online', done: 'Done' },
  said: (at) => `You answered ${at}.`,
  visited: (at) => `We visited ${at}.`,
  until: (at) => `Until ${at}, as you said.`,

  formTitle: 'Your answer',
  whichTitle: 'Which addresses?',
  all: (count) => (count === 1 ? 'The one that is open' : `All ${count} that are open`),
  allHint: 'Or tick one by one:',
  tick: (number) => `Address ${number}`,
  kindTitle: 'What do you say?',
  kinds: {
    removed: { label: 'It is removed', hint: 'We visit at once to see for ourselves.' },
    handling: { label: 'We are on it', hint: 'We wait before we turn to the next in line.' },
    'need-more': { label: 'We need more from you', hint: 'A person here answers you. Write below what you need.' },
    'not-ours': { label: 'It is not ours', hint: 'We turn to others at once. It helps if you know whose it is.' },
    appeal: {
      label: 'We object: it should stay',
      hint: 'Everything stops until a person here has looked. Write your reasons below.',
    },
  },
  withinLabel: 'Done within',
  within: (hours) => (hours === 1 ? 'one hour' : hours < 72 ? `${hours} hours` : 'three days'),
  fields: {
    otherName: { label: 'Whose is it? Name', hint: 'Optional.' },
    otherEmail: { label: 'Their e-mail address for reports', hint: 'Optional. We write to them at once.' },
    text: {
      label: 'In your words',
      hint: 'Needed if you need more or object; else optional. Never send pictures or files.',
    },
    ticket: { label: 'Your ticket number', hint: 'Optional. We quote it when we write again.' },
  },
  send: 'Send the answer',
  sendAgain: 'Send it again',

  summaryTitle: 'Something needs to be changed',
  summaryKept: 'What you wrote is still here.',
  problems: {
    'nothing-chosen': { item: 'Choose which addresses you mean.', kind: 'Choose what you say.' },
    'need-more-what': 'Write what you need from us.',
    'appeal-why': 'Write why it should stay: a person will read it.',
    'not-an-email': 'The e-mail address needs the form name@example.org. You can also leave it empty.',
    'too-long': (label, count, most) => `${label}: ${count} characters are too many. Shorten it to at most ${most}.`,
  },
  expired:
    'The page had been open for long, so nothing has been sent yet. What you wrote is still here. Press send once more.',
  awayTitle: 'Your answer did not reach us',
  away: 'Something is wrong on our side. What you wrote is still on this page. Wait a minute and send it again; it will never count twice.',

  thanksTitle: 'Thank you. We have your answer.',
  thanks: (at, count) => `Received ${at}, about ${items(count)}.`,
  next: {
    removed: 'We visit now. When repeated visits agree that it is gone, you hear no more from us about it.',
    handling: 'We wait before we turn to the next in line. Come back here and tell us when it is removed.',
    'need-more': 'A person here reads what you wrote and answers you by e-mail.',
    'not-ours': 'You get no reminders about it. We turn to others now.',
    appeal: 'Nothing more is sent about it until a person here has read your reasons. You hear from us.',
  },
  again: 'Something new? Answer again',

  missingTitle: 'This link opens nothing',
  missing: 'The link may be cut, wrong or too old. Copy it whole from our letter, or write to us with the reference:',
  errorTitle: 'That could not be taken',
  error:
    'Your answer has not been received. Go back in your browser, shorten the text and send it again, or write to us:',
};
