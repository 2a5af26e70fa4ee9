/** The script of the pages where somebody writes: the tip's form and the mailbox. Without WebCrypto (a page over plain HTTP) the server seals. */
import { MailboxVisit, MESSAGE_FORM } from './mailbox.ts';
import { bytesOf } from './page.ts';
import { FORM, TipFormPage } from './tip-form.ts';

const recipientOf = (form: string): Uint8Array | undefined => {
  const { recipient } = document.querySelector<HTMLFormElement>(form)?.dataset ?? {};
  return recipient === undefined || !('subtle' in crypto) ? undefined : bytesOf(recipient);
};

const ofTip = recipientOf(FORM);
const ofMessage = recipientOf(MESSAGE_FORM);
if (ofTip !== undefined) new TipFormPage(ofTip).start();
if (ofMessage !== undefined) new MailboxVisit(ofMessage).start();
