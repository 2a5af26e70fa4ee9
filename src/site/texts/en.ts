import { grammarOf } from './forms.ts';
import type { MainTexts } from './sv.ts';

const { number: digits, plural } = grammarOf('en');

/** The site's working pages in English. */
export const en: MainTexts = {
  skipToContent: 'Skip to the content',
  language: 'Language',
  exit: 'Leave this site quickly',
  toStart: 'To the start page',
  errorTitlePrefix: 'Error: ',
  characters: (count) => `At most ${digits(count)} characters.`,
  footer: {
    label: 'About this site',
    help: 'Support for you',
    young: 'Is it about you?',
    after: 'What happens to a tip?',
    scope: 'What others take care of',
    spread: 'Tell others about us',
    privacy: 'What we store',
    accessibility: 'Accessibility',
    contact: 'Contact',
  },

  police: {
    title: 'Is a child in danger now?',
    emergency: (number) => ['Call ', number, ' at once.'],
    otherwise: (number) => ['If it is not an emergency, call the police on ', number, '.'],
    otherwiseUnknown: 'If it is not an emergency, go to the police where you are.',
    first: 'The police always come first. If you are unsure, call all the same.',
  },

  start: {
    title: 'Report sexual abuse of children',
    lead: 'Have you seen something online, or do you know of something that has happened? Tell us. You do not have to say who you are.',
    dontTitle: 'Before you tell us',
    dont: [
      'Do not search for more.',
      'Do not save, photograph or download anything.',
      'Do not pass pictures or films on, not even to us. The address is enough.',
    ],
    chooseTitle: 'What do you want to tell us about?',
    laterTitle: 'Have you told us already?',
    later: 'Open the mailbox with your receipt: see what has happened, answer a question or write more.',
    openMailbox: 'Open the mailbox',
    nextTitle: 'How it works',
    next: [
      'You write what you know. It takes a few minutes.',
      'You get a receipt. With it you can see what happens, and answer if we ask something.',
      'An analyst reads your tip and passes it to the police, to our counterpart in another country, or to whoever can take the material down.',
    ],
    safe: 'This site uses no cookies, works without scripts, and does not store your IP address.',
    safeMore: 'Read about what we store',
  },

  categories: {
    online: {
      title: 'A picture or film online',
      hint: 'You have the address of a page, an account, a group or a file.',
      heading: 'Report a picture or film online',
    },
    grooming: {
      title: 'Somebody approaching a child',
      hint: 'A person who lures or pressures a child online or by phone.',
      heading: 'Report somebody approaching a child',
    },
    extortion: {
      title: 'Threats or sharing',
      hint: 'Somebody threatens a child with pictures, or shares them.',
      heading: 'Report threats against a child, or sharing of pictures',
    },
    trafficking: {
      title: 'Trafficking',
      hint: 'Children sexually exploited for payment.',
      heading: 'Report trafficking of children',
    },
    travel: {
      title: 'Abuse abroad',
      hint: 'Somebody who has travelled, or means to, and is suspected of exploiting children.',
      heading: 'Report abuse abroad',
    },
    offline: {
      title: 'Abuse outside the internet',
      hint: 'Something you have seen, heard or suspect.',
      heading: 'Report abuse outside the internet',
    },
    other: {
      title: 'Something else',
      hint: 'You do not know what it counts as. That does not matter.',
      heading: 'Report something else',
    },
  },

  form: {
    intro: 'Write what you know. It does not matter if you cannot answer everything.',
    onlyAddressNeeded: 'Only the address is needed. Everything else is optional.',
    somethingNeeded: 'Answer what you can. At least one of the fields is needed.',
    urgentTitle: 'Is it urgent?',
    urgentHint: (number) =>
      `Tick this if you know who or where a child is. The tip then goes before others. If it is an emergency, also call ${number}.`,
    contactTitle: 'Who you are',
    contactHint:
      'You can be anonymous. If you leave your details, they are encrypted separately. The person you tell us about never learns from us who you are.',
    send: 'Send the tip',
    noFiles: 'Never send pictures or films. Files cannot be attached here, and that is on purpose.',
    summaryTitle: 'Something needs to be changed',
    summaryKept: 'What you have written is still here.',
    expired:
      'The page had been open for a long time, so nothing has been sent yet. Everything you wrote is still here. Read it through and go on.',
    unreadable:
      'We could not read what you wrote on the earlier pages, so nothing has been sent. What you wrote on this page is still here. Start again from here.',
    notReceivedTitle: 'The tip did not reach us',
    notReceived:
      'Something is wrong on our side, and we have not received your tip. What you have written is still on this page. Wait a minute and press Send again. It will never become two tips.',
    notReceivedPolice: 'If it cannot wait, go to the police:',
    closedTitle: 'We have not opened yet',
    closed: 'The hotline is not ready to receive tips. Your tip has not been received. Please go to the police.',
    oddNone: 'We found no address in what you wrote.',
    oddFound: (count) => plural(count, { one: 'We found # address:', other: 'We found # addresses:' }),
    oddTitle: 'This we could not read as addresses',
    oddChoice: 'You can change it. Otherwise the lines go to the analyst just as you wrote them.',
    oddLine: (line) => `Line ${digits(line)}`,
    oddInReport: 'Lines in the address field that could not be understood',
    reasons: {
      'not-an-address': 'does not look like a web address',
      'scheme-not-handled': 'is another kind of address than a web address',
      'private-host': 'points into a network that only you can reach',
      'too-long': 'is longer than a web address can be',
      'too-many': 'from here on there are more addresses than we can take at once',
    },
  },

  steps: {
    progress: (step, of) => `Step ${digits(step)} of ${digits(of)}`,
    next: 'Continue',
    back: 'Back',
    toReview: 'To the review',
    change: 'Change',
    yes: 'Yes',
    no: 'No',
    noAnswer: 'No answer',
    groups: {
      danger: 'Is it urgent?',
      addresses: 'Where is it?',
      circumstances: 'How did you find it?',
      narrative: 'What has happened?',
      placeTime: 'Where and when?',
      journey: 'Where and when?',
      suspect: 'Whom is it about?',
      contact: 'Do you want an answer?',
    },
    reviewTitle: 'Read it through before you send',
    reviewLead: 'Nothing has been sent yet. You can change everything.',
  },

  fields: {
    addresses: {
      label: 'Address or addresses',
      hint: 'Copy from the address bar of your browser. One address on each line.',
    },
    addressesOptional: { label: 'Address online', hint: 'For example a page or an account. One address on each line.' },
    pageReachedFrom: {
      label: 'How did you get to the page?',
      hint: 'For example a link on another page, in a chat or in an e-mail.',
    },
    accessNeeded: {
      label: 'Is anything needed to get in?',
      hint: 'For example a password, an invitation or a certain app.',
    },
    seenWhen: { label: 'When did you see it?', hint: 'For example “yesterday evening”, or a date.' },
    narrative: { label: 'Tell us', hint: 'Use your own words. You do not have to describe what you saw in detail.' },
    travelCountry: { label: 'Which country?', hint: '' },
    place: { label: 'Which place?', hint: 'For example a town, an address, a school or an area.' },
    hotel: { label: 'Hotel or other lodging', hint: '' },
    dates: { label: 'When?', hint: 'Dates of the journey or event, as well as you know.' },
    suspect: { label: 'Whom do you suspect?', hint: 'Name, user name, looks, car, work: whatever you know.' },
    whySuspicious: { label: 'What makes you suspicious?', hint: '' },
    isUrgent: { label: 'A child is in danger now, or can be recognised', hint: '' },
    wantsAnswer: {
      label: 'I want to know what happens',
      hint: 'The answer is put in your mailbox. You open it with the receipt that you get when you have sent the tip.',
    },
    name: { label: 'Name', hint: '' },
    email: { label: 'E-mail address', hint: '' },
    phone: { label: 'Telephone number', hint: '' },
  },

  problems: {
    'missing-addresses': 'Write at least one address. If you have none, you can write where you saw it.',
    'missing-anything': 'Write something in at least one of the fields.',
    'too-long': (label, count, most) =>
      `${label}: the text has ${digits(count)} characters. Shorten it to at most ${digits(most)}.`,
    'not-an-email': 'The e-mail address needs an @, for example name@example.org. You can also leave the field empty.',
  },

  receipt: {
    title: 'Thank you. We have received your tip.',
    label: 'Your receipt',
    keep: 'Write the receipt down or take a screenshot, and keep it where only you can get at it. Nothing else opens your mailbox. We cannot find it again for you.',
    copy: 'Copy the receipt',
    copied: 'Copied',
    qr: 'The receipt as a QR code',
    qrHint: 'Point a phone’s camera at the square to take the receipt with you. You can also print the page.',
    urgentTitle: (number) => `Have you called ${number}?`,
    urgent:
      'You ticked that it is urgent. We read your tip before others, but we cannot come to anyone’s help. The police can.',
    nextTitle: 'What happens now?',
    next: [
      'An analyst reads your tip.',
      'If a crime is suspected, it goes to the police, or to our counterpart in the country where the material is.',
      'Whoever can take the material down is told, unless the police ask us to wait.',
      'The mailbox shows how far it has come. Look in after a few days: we may have a question.',
    ],
    doneTitle: 'You need do no more',
    done: 'You have done what is needed. Do not visit the page again, and do not search on your own.',
    openMailbox: 'To the mailbox',
    spreadTitle: 'Tell others that we exist',
    spread: (name) =>
      `Many people do not know where to turn. Please tell them about ${name}. Do not tell them what you saw or where.`,
  },

  mailbox: {
    title: 'Your mailbox',
    openTitle: 'Open the mailbox',
    openIntro: 'Write the receipt that you got when you sent your tip.',
    receiptLabel: 'Receipt',
    receiptHint: 'Seven groups of four characters. Capitals or small letters, spaces or none: it does not matter.',
    open: 'Open',
    lostTitle: 'Have you lost the receipt?',
    lost: 'Then the mailbox cannot be opened, not by us either. Your tip has been received all the same. You can send a new one and say that you have told us before.',
    historyTitle: 'What has happened',
    byHotline: 'A question or answer from us',
    byYou: 'You wrote',
    writeTitle: 'Write more, or answer',
    writeLabel: 'Your message',
    writeHint: 'Attach nothing and send no pictures. If you have a new address, you can write it here.',
    write: 'Send the message',
    written: 'Your message has been received.',
    close: 'Close the mailbox',
    closeHint: 'Also close the tab if others use the same device.',
    erased: 'What your tip said has been erased. Messages can therefore no longer be read or written.',
    full: 'The mailbox is full, so the message has not been received. Please send a new tip and say that it belongs with this one.',
    expired:
      'The mailbox closed after half an hour. Write the receipt again. What you wrote is still below, but has not been sent.',
    keptLabel: 'What you wrote',
    notReceivedTitle: 'The message did not reach us',
    notReceived:
      'Something is wrong on our side, and we have not received your message. What you wrote is still on this page. Wait a minute and send it again.',
    awayTitle: 'The mailbox cannot be opened just now',
    away: 'Something is wrong on our side. Your tip is safe. Try again in a while.',
    removeTitle: 'Remove what is yours',
    removeContact: 'Remove my contact details',
    removeContactHint:
      'The tip stays, but nobody can see who you are. What has already been passed on we cannot take back.',
    contactRemoved: 'Your contact details have been removed.',
    removeAll: 'Remove everything I have written',
    removeAllHint:
      'What you told us, your details and all messages can then never be read again. Addresses that you told us about we can still work with. What has already been passed on we cannot take back.',
    removeAllSure: 'I understand that this cannot be undone',
    removeAllUnsure: 'Tick the box to remove everything.',
    allRemoved: 'Everything you have written has been removed.',
    problems: {
      empty: 'Write your receipt.',
      'wrong-length': (count, needed) =>
        `A receipt has ${digits(needed)} characters, and you wrote ${digits(count)}. See whether something is missing or doubled.`,
      'wrong-symbol': (symbol) =>
        `The character “${symbol}” is in no receipt. See whether it is another letter or digit.`,
      'wrong-check': 'A character is wrong, or two have changed places. Compare with the receipt, group by group.',
      unknown:
        'There is no mailbox for that receipt here. Compare with the receipt, and see that it comes from this hotline.',
      'empty-message': 'Write your message.',
    },
  },

  statuses: {
    received: { title: 'Received', text: 'We have received your tip.' },
    'in-review': { title: 'Being looked into', text: 'An analyst is working on your tip.' },
    'sent-on': { title: 'Passed on', text: 'It has been passed on to the police or a partner hotline.' },
    removed: { title: 'No longer online', text: 'What you told us about can no longer be reached where you saw it.' },
    closed: {
      title: 'Closed',
      text: 'We have done what we can with your tip. We can seldom say how it ended, but every tip counts. Thank you for telling us.',
    },
  },

  supportLines: {
    children: 'For you who are under 18. Open day and night, free and anonymous.',
    adultsForChildren: 'For adults who are worried about a child.',
    health: 'Health advice, day and night, if what you have seen affects how you feel.',
    night: 'Somebody to talk to in the evening and at night, 9 pm to 6 am.',
    ownThoughts: 'For you who are afraid of your own thoughts about children. Anonymous and free.',
    childrenWorldwide:
      'Helplines for children and young people all over the world. In many European countries the number is 116 111.',
    anyoneWorldwide: 'Somebody to talk to, in your country.',
  },

  errors: {
    notFound: { title: 'There is no such page', text: 'The address may be wrong, or the page has moved.' },
    files: {
      title: 'Files cannot be sent here',
      text: 'We never take pictures, films or other files. The address of the page is enough. Go back and write it in the form.',
    },
    tooLarge: {
      title: 'That was too much text at once',
      text: 'The tip has not been received. Go back in your browser: what you wrote is usually still there. Shorten the text, or divide it into several tips.',
    },
    away: {
      title: 'Something is wrong on our side',
      text: 'If you tried to send something, it has not been received. Go back in your browser, where what you wrote is usually still there, and try again in a while.',
    },
    refused: {
      title: 'What was sent could not be read',
      text: 'If you tried to send a tip, it has not been received. Go back in your browser and try again.',
    },
  },
};
