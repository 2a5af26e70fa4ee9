/**
 * What a dispatch to the police waits as: sealed for each way that it takes, and with the digest of the link that confirms it.
 * Nothing in it can be opened at the hotline.
 */
import { z } from 'zod';
import { staffIdSchema } from '../../terms/ids.ts';

const base64Schema = z.base64().transform((text): Buffer => Buffer.from(text, 'base64'));

const payloadSchema = z.object({
  format: z.literal('fyr-police-payload/1'),
  confirmDigest: base64Schema.optional(),
  /** An armoured OpenPGP message. */
  mail: z.string().optional(),
  account: z
    .object({
      lockedFiles: base64Schema,
      keys: z.array(z.object({ staffId: staffIdSchema, recipient: base64Schema, sealedKey: base64Schema })).readonly(),
    })
    .optional(),
});

/** `mail` for the mail server, `account` for the police's own log-in; one of them at least. */
export type PolicePayload = Omit<z.infer<typeof payloadSchema>, 'format'>;

/** As a dispatch keeps it. */
export function writePayload({ confirmDigest, mail, account }: PolicePayload): Buffer {
  return Buffer.from(
    JSON.stringify({
      format: 'fyr-police-payload/1',
      confirmDigest: confirmDigest?.toString('base64'),
      mail,
      account: account && {
        lockedFiles: account.lockedFiles.toString('base64'),
        keys: account.keys.map(({ staffId, recipient, sealedKey }) => ({
          ...{ staffId, recipient: recipient.toString('base64'), sealedKey: sealedKey.toString('base64') },
        })),
      },
    }),
  );
}

/** Read back; undefined when it is no payload. A bare OpenPGP message is one of before there were accounts. */
export function readPayload(bytes: Buffer): PolicePayload | undefined {
  const text = bytes.toString('utf8');
  if (text.startsWith('-----BEGIN PGP MESSAGE-----')) return { mail: text };
  try {
    return payloadSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
