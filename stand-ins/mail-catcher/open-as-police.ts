/** Opens an encrypted mail with the police's private key: what the police would read, for a demo user and for tests. */
import { openSealed } from '../police-key.ts';
import { readMailContent, type MailContent } from './caught-mail.ts';

const ARMOUR = /-----BEGIN PGP MESSAGE-----[\s\S]+?-----END PGP MESSAGE-----/;

/**
 * The armoured OpenPGP message that a mail carries, by PGP/MIME (RFC 3156: a part of multipart/encrypted), as an attached
 * file or in the text itself; undefined when it carries none.
 */
export function findEncryptedPart(mail: MailContent): string | undefined {
  const parts = [...mail.attachments.map((part) => part.content.toString('latin1')), mail.text];
  return parts.map((part) => ARMOUR.exec(part)?.[0]).find((armour) => armour !== undefined);
}

/** How the encrypted part came: PGP/MIME holds a whole MIME text, an inline or attached message holds plain text. */
function isPgpMime(mail: MailContent): boolean {
  return /^multipart\/encrypted\b/i.test(mail.headers.get('content-type') ?? '');
}

/**
 * Decrypts and parses the encrypted part. Signatures are not checked: the catcher does not know the hotline's key.
 * @throws Error when the mail is not encrypted, or not to this key
 */
export async function openAsPolice(mail: MailContent, privateKeyArmored: string): Promise<MailContent> {
  const armour = findEncryptedPart(mail);
  if (armour === undefined) throw new Error('this mail has no OpenPGP-encrypted part');
  const opened = await openSealed(armour, privateKeyArmored);
  if (isPgpMime(mail)) return readMailContent(opened);
  return { ...mail, text: opened.toString('utf8'), html: undefined, attachments: [] };
}
