/** Words of the page for one's own password. What a password must be is said in the words of setting up. */
import type { Language } from '../../terms/categories.ts';

const en = {
  title: 'Your password',
  section: 'Password',
  sectionLead: 'It lets you in and opens your keys. If somebody may know it, choose another at once.',
  change: 'Change my password',
  lead: 'Your keys are sealed anew under it, so you still read all that you read before. Your other sessions end; your second factor stays.',
  present: 'Your present password',
  presentHelp: 'So that nobody changes it at a screen that was left open. Too many wrong ones mean a wait.',
  chosen: 'New password',
  again: 'The new password again',
  rule: 'Common and leaked ones are refused, by a list that lies on this server: nobody is asked.',
  submit: 'Change the password',
  back: 'Back to your sessions',
  done: {
    'others-ended': 'Your other sessions have ended.',
    'password-changed': 'Your password has been changed. Your other sessions have ended.',
  },
  notDone: {},
  problems: {
    'password-wrong': 'That is not your present password, so nothing was changed: type it again',
    'password-paused':
      'There have been too many wrong tries with your password, so nothing was changed: wait some minutes, then try again',
    'password-same': 'That is the password you have: choose another',
    'password-changed-meanwhile': 'Your password was changed elsewhere just now: log in again with that one',
  },
};
export type OwnPasswordTexts = typeof en;

const sv: OwnPasswordTexts = {
  title: 'Ditt lösenord',
  section: 'Lösenord',
  sectionLead: 'Det släpper in dig och öppnar dina nycklar. Om någon kan känna till det, välj genast ett annat.',
  change: 'Byt mitt lösenord',
  lead: 'Dina nycklar förseglas på nytt under det, så du läser allt som du har läst förut. Dina andra sessioner avslutas; din andra faktor finns kvar.',
  present: 'Ditt nuvarande lösenord',
  presentHelp: 'Så att ingen byter det vid en skärm som lämnats öppen. Efter för många felaktiga måste du vänta.',
  chosen: 'Nytt lösenord',
  again: 'Det nya lösenordet igen',
  rule: 'Vanliga och läckta godtas inte, enligt en lista som ligger på den här servern: ingen tillfrågas.',
  submit: 'Byt lösenordet',
  back: 'Tillbaka till dina sessioner',
  done: {
    'others-ended': 'Dina andra sessioner är avslutade.',
    'password-changed': 'Ditt lösenord är bytt. Dina andra sessioner är avslutade.',
  },
  notDone: {},
  problems: {
    'password-wrong': 'Det är inte ditt nuvarande lösenord, så inget ändrades: skriv det igen',
    'password-paused':
      'Det har blivit för många felaktiga försök med ditt lösenord, så inget ändrades: vänta några minuter och försök igen',
    'password-same': 'Det är det lösenord du har: välj ett annat',
    'password-changed-meanwhile': 'Ditt lösenord byttes nyss någon annanstans: logga in igen med det',
  },
};

/** In the console's language. */
export const ownPasswordTexts = (language: Language): OwnPasswordTexts => ({ en, sv })[language];
