/** Encrypts what the police receive: a whole MIME text inside one OpenPGP message (RFC 9580), mailed as PGP/MIME (RFC 3156). */
import MailComposer from 'nodemailer/lib/mail-composer';
import { createMessage, encrypt, generateKey, PublicKey, readKey, readMessage, type PrivateKey } from 'openpgp';
import { z } from 'zod';
import type { LedgerProofs } from './ledger-proofs.ts';
import type { PackageFile } from './manifest.ts';
import { packageName } from './package-files.ts';
import { packagePage } from './package-page.tsx';
import { packageText } from './package-text.ts';
import type { PolicePackage } from './package.ts';

/** Reads the police's public key. @throws Error when it is none, is a private key, or cannot encrypt now (expired, revoked). */
export async function readPoliceKey(armoredKey: string): Promise<PublicKey> {
  const key = await readKey({ armoredKey });
  if (!(key instanceof PublicKey) || key.isPrivate()) {
    throw new TypeError('The police key must be a public key: a private key has no place at the hotline.');
  }
  await key.getEncryptionKey();
  return key;
}

/**
 * A key whose private half is forgotten at once: what is sealed to it can be opened by nobody. Rehearsals in test mode use it,
 * so that a hotline without a police key runs the same code and still cannot leak a tip.
 */
export async function makeRehearsalKey(): Promise<PublicKey> {
  const { publicKey } = await generateKey({ type: 'curve25519', userIDs: [{ name: 'rehearsal' }], format: 'object' });
  return publicKey;
}

/** A package as a mail holds it: the readable page in the mail's own text, and the files. */
export interface MailedPackage {
  readonly content: PolicePackage;
  readonly proofs: LedgerProofs | undefined;
  readonly files: readonly PackageFile[];
}

/**
 * The package as an armoured OpenPGP message, signed by the hotline and encrypted to the police; the real subject is inside, in
 * the encrypted headers.
 */
export async function sealPackage(mailed: MailedPackage, key: PublicKey, signingKey: PrivateKey): Promise<string> {
  const sealed: unknown = await encrypt({
    message: await createMessage({ binary: await mimeOf(mailed) }),
    encryptionKeys: key,
    signingKeys: signingKey,
    format: 'armored',
  });
  return z.string().parse(sealed);
}

/** True when the message can be opened with this key's private half; false for another key, or bytes that are no message. */
export async function isSealedTo(sealed: string, key: PublicKey): Promise<boolean> {
  try {
    const message = await readMessage({ armoredMessage: sealed });
    const own = new Set(key.getKeys().map((part) => part.getKeyID().toHex()));
    return message.getEncryptionKeyIDs().some((id) => own.has(id.toHex()));
  } catch {
    return false;
  }
}

/** The sealed package as a mail's whole body. `boundary` must not occur in it: ASCII armour holds no line beginning with `--=`. */
export function pgpMimeBody(sealed: string, boundary: string): { contentType: string; body: string } {
  const armour = sealed.replace(/\r?\n/g, '\r\n').trimEnd();
  return {
    contentType: `multipart/encrypted; protocol="application/pgp-encrypted"; boundary="${boundary}"`,
    body: [
      `--${boundary}`,
      'Content-Type: application/pgp-encrypted',
      'Content-Description: PGP/MIME version identification',
      '',
      'Version: 1',
      '',
      `--${boundary}`,
      'Content-Type: application/octet-stream; name="encrypted.asc"',
      'Content-Disposition: inline; filename="encrypted.asc"',
      '',
      armour,
      '',
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  };
}

function mimeOf({ content, proofs, files }: MailedPackage): Promise<Buffer> {
  const composer = new MailComposer({
    subject: `${content.hotline.name}: ${packageName(content)}`,
    text: packageText(content, proofs),
    html: packagePage(content, proofs),
    attachments: files.map(({ name, contentType, bytes }) => ({ filename: name, contentType, content: bytes })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
