/** The key that signs the hotline's mail (DKIM, RFC 6376), checked before the first mail rather than by the first bounce. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Config } from './config.ts';
import { codeOf } from './log.ts';

/** What signing needs; the public half stands in DNS under `selector._domainkey.domain`. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  readonly privateKeyPem: string;
}

/** RFC 8301, 3.2: signers should use at least this many; some receivers ignore shorter ones. */
const FEWEST_BITS = 2048;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;
const SELECTOR = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** Reads and checks the key of the settings; undefined where mail is not signed. @throws Error naming the setting that is not right */
export async function readDkimKey(settings: Config['dkim']): Promise<DkimKey | undefined> {
  if (settings === undefined) return undefined;
  const { domain, selector, keyFile } = settings;
  if (!DOMAIN.test(domain)) throw new Error('FYR_DKIM_DOMAIN must be a domain name, for example example.org.');
  if (!SELECTOR.test(selector))
    throw new Error('FYR_DKIM_SELECTOR must be letters, digits, hyphens and dots, for example fyr2026.');
  const privateKeyPem = await readFile(keyFile, 'utf8').catch((error: unknown) => {
    throw new Error(`FYR_DKIM_KEY_FILE cannot be read (${codeOf(error)}): ${keyFile}`);
  });
  requireSigningKey(privateKeyPem, keyFile);
  return { domain, selector, privateKeyPem };
}

function requireSigningKey(pem: string, keyFile: string): void {
  const wanted = `FYR_DKIM_KEY_FILE must hold an RSA private key of at least ${FEWEST_BITS} bits in PEM, without a passphrase`;
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new Error(`${wanted}; this is none: ${keyFile}`);
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw new Error(`${wanted}; this one is ${key.asymmetricKeyType ?? 'another'}: ${keyFile}`);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < FEWEST_BITS) throw new Error(`${wanted}; this one has ${bits}: ${keyFile}`);
}
