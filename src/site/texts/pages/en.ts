import type { PageTexts } from './sv.ts';

/** The site's pages that only tell, in English. */
export const enPages: PageTexts = {
  help: {
    title: 'Support for you',
    intro:
      'Seeing or hearing of the abuse of a child can stay with you. Feeling sick, sleeping badly or seeing images before you are common reactions. Talk to somebody. You do not have to tell details.',
    emergency: 'If a life is in danger:',
    laterTitle: 'This may help',
    later: [
      'Close the page, and do not go back to it.',
      'Move about, eat something, and do something that takes up your thoughts.',
      'Tell somebody you trust that you have seen something hard.',
      'Seek help if it does not let go after a couple of weeks, or sooner if it becomes too much.',
    ],
    linesTitle: 'Here is somebody to talk to',
  },

  young: {
    title: 'Is it about you?',
    lead: 'This page is for you who are a child or young. What has happened is not your fault.',
    sections: [
      {
        title: 'Has somebody done something to you?',
        points: [
          'Somebody has touched you, or made you do things you do not want.',
          'Somebody has a picture or film of you naked.',
          'Somebody threatens you, or wants money or more pictures.',
          'A grown-up online wants to meet you, or wants the two of you to have secrets.',
        ],
      },
      {
        title: 'It is right to tell',
        points: [
          'The other person is always the one who did wrong, even if you sent the picture yourself.',
          'You may tell even if you promised not to.',
          'Do not pay, and send nothing more. Threats do not stop because you pay.',
          'Do not delete the chat. It can help the police.',
        ],
      },
      {
        title: 'How to get help',
        points: [
          'Are you in danger now? Call the number below.',
          'Tell a grown-up you trust: a parent, a teacher, the school nurse.',
          'Would you rather talk to somebody else? Call or write to somebody in the list. You do not have to say your name.',
          'You can also tell us. You get a receipt, and can read the answer later.',
        ],
      },
    ],
    tell: 'Tell us',
    hide: 'The button “Leave this site quickly” changes to an ordinary page. Pages you have visited may still be seen in the browser’s history.',
  },

  after: {
    title: 'What happens to a tip?',
    lead: 'This is the way from when you send it until we are done.',
    steps: [
      {
        title: 'We receive it',
        text: 'The tip is encrypted at once. You get your receipt only when it is safely stored.',
      },
      { title: 'We read it', text: 'An analyst reads your tip. What is urgent goes first, every day.' },
      {
        title: 'We send it to the right place',
        text: 'Suspected crimes go to the police. If the material is in another country, it goes to the hotline or the police there.',
      },
      {
        title: 'We ask for it to be taken down',
        text: 'Whoever has the material on their server is told, unless the police want to wait. We remind them until it is gone.',
      },
      {
        title: 'We look again',
        text: 'We come back and check that it is gone. If it comes back, we start over.',
      },
      { title: 'You are told', text: 'The mailbox shows how far it has come. We may have a question for you.' },
    ],
    limits:
      'We seldom learn how a police investigation ends, and we may not tell everything we know. If it is not illegal, we cannot have it taken down.',
  },

  scope: {
    title: 'What others take care of',
    lead: 'We work against the sexual abuse of children. If it is about something else, one of these helps you better.',
    rows: [
      { what: 'A child is in danger now', who: 'The police, on the emergency number' },
      {
        what: 'A child is harmed in another way',
        who: 'The social services or child protection where the child lives',
      },
      { what: 'It was done to you, and you want to report it', who: 'The police' },
      { what: 'Pictures of an adult that have been shared', who: 'The police, and the site where the pictures are' },
      { what: 'Fraud, threats or stolen accounts', who: 'The police, and the company behind the service' },
      { what: 'Hate and terrorism online', who: 'The police' },
      { what: 'Legal pornography, or other things that disturb you', who: 'The website’s own report form' },
      { what: 'You are worried about your own thoughts', who: 'The lines on the page “Support for you”' },
    ],
    unsure: 'Are you unsure? Tell us all the same. We send it to the right place.',
  },

  spread: {
    title: 'Tell others about us',
    lead: 'Many people do not know where to turn. Here are texts and pictures that you may use freely. Never tell what you have seen yourself, or where.',
    textsTitle: 'Ready texts',
    texts: (name, address) => [
      `Have you seen sexual abuse of children online? Do not share it. Tell ${name}, anonymously if you like: ${address}`,
      `Save nothing and search no further. Send the address to ${name}, and analysts do the rest: ${address}`,
      `Is somebody threatening you, or a child you know, with pictures? It is not the child’s fault, and there is help: ${address}`,
    ],
    cardTitle: 'A picture to share',
    cardAlt: (name) => `${name}: report sexual abuse of children. Anonymously, with nothing to upload.`,
    cardLink: 'Get the picture (SVG)',
    posterTitle: 'A poster to print',
    posterText: 'Put it up at school, in the library, in the waiting room or the staff room.',
    posterLink: 'Open the poster',
  },

  poster: {
    title: 'Poster',
    heading: 'Have you seen abuse of children?',
    points: ['Search no further.', 'Save nothing.', 'Tell us. You can be anonymous.'],
    emergency: (number) => `Is a child in danger now? Call ${number}.`,
    scan: 'Point the camera here, or type the address:',
    print: 'Print the page with your browser. Only the poster comes along.',
  },

  privacy: {
    title: 'What we store',
    sections: [
      {
        title: 'When you visit the site',
        points: [
          'We use no cookies and nothing from other sites.',
          'A small script helps you to leave the page quickly and to copy the receipt. Everything works without it.',
          'We do not store your IP address, and we keep no log of visits. When many write at once we count in memory, under a key that is forgotten within the hour.',
        ],
      },
      {
        title: 'When you send a tip',
        points: [
          'While you fill in the form, your answers lie encrypted in the page itself. We store nothing until you send.',
          'What you tell us is encrypted the moment it reaches us. Only the hotline’s analysts can open it, and you can read your own mailbox with the receipt.',
          'Contact details are encrypted separately. They are in no notice to a website, in no exchange with other hotlines and in no statistics.',
          'The addresses you tell us about are stored encrypted under a key that is not in the database.',
          'Only what the statistics need is stored in the clear: what the tip is about, which language you used, whether it was urgent, whether you left contact details and wanted an answer, and in which hour it came.',
          'The receipt is not stored at all.',
        ],
      },
      {
        title: 'Who gets to see it',
        points: [
          'The police get what they need to investigate a suspected crime.',
          'If you tick that it is urgent, the tip can go to the police at once, encrypted to them, before anybody here has read it. Your contact details do not go with it then.',
          'Hotlines in other countries, and whoever can take the material down, get the address and our assessment, never who you are.',
        ],
      },
      {
        title: 'What is beyond our control',
        points: [
          'Your browser may show in its history that you have been here. Use a private window if others use the same device.',
          'Your internet provider, workplace or school can see that you have visited us, but not what you wrote. To hide that too, you can use Tor Browser. The site works in its safest mode.',
        ],
      },
      {
        title: 'Your rights',
        points: [
          'In the mailbox you can remove your contact details, or everything you have written, yourself. Have you a question about your data? Write to us there, or contact us. If you have been anonymous, the receipt is all that shows that the tip is yours.',
        ],
      },
    ],
  },

  accessibility: {
    title: 'Accessibility',
    paragraphs: [
      'Everybody should be able to use this site. The aim is to follow WCAG 2.2 at level AA.',
      'It works without scripts, with a keyboard, with a screen reader, with large text, in dark mode and with high contrast.',
      'The page “Is it about you?” is written to be easy to read. The site does not yet exist in sign language.',
      'Is anything hard to use? Tell us, and we will put it right.',
    ],
  },

  contact: {
    title: 'Contact',
    tips: 'Send tips through the form, not by e-mail: what you write in the form is encrypted when it reaches us, and you can be anonymous.',
    email: 'Questions about the hotline and the site:',
  },
};
