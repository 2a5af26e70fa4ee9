/** A certificate authority made on the spot, with certificates for a server and its clients: mutual TLS in tests without a key in the repository. */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** All in PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** An authority, and what it issues. */
export interface TestAuthority {
  /** What a side has to trust, in PEM. */
  readonly certificate: string;
  /** A certificate for 127.0.0.1 and localhost. */
  issueServer(): IssuedCertificate;
  /** A certificate for a client; valid `days` from the day before `now`, 30 by default. */
  issueClient(name: string, days?: number): IssuedCertificate;
}

const DAY_MS = 86_400_000;
const OID = {
  ecdsaWithSha256: '06082a8648ce3d040302',
  commonName: '0603550403',
  subjectAltName: '0603551d11',
  basicConstraints: '0603551d13',
} as const;

/** One DER element: tag, length, contents (ITU-T X.690). */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const { length } = body;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, Math.floor(length / 0x100), length % 0x100];
  return Buffer.concat([Buffer.of(tag, ...head), body]);
}

const oid = (hex: string): Buffer => Buffer.from(hex, 'hex');
const nameOf = (commonName: string): Buffer =>
  der(0x30, der(0x31, der(0x30, oid(OID.commonName), der(0x0c, Buffer.from(commonName)))));
const timeOf = (at: Date): Buffer => der(0x17, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
const extensionOf = (id: string, isCritical: boolean, value: Buffer): Buffer =>
  der(0x30, oid(id), ...(isCritical ? [der(0x01, Buffer.of(0xff))] : []), der(0x04, value));

interface Wish {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly from: Date;
  readonly until: Date;
}

/** An X.509 version 3 certificate (RFC 5280), ECDSA on P-256 with SHA-256. */
function certify(wish: Wish, issuerKey: KeyObject): string {
  const algorithm = der(0x30, oid(OID.ecdsaWithSha256));
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    nameOf(wish.issuer),
    der(0x30, timeOf(wish.from), timeOf(wish.until)),
    nameOf(wish.subject),
    wish.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, ...wish.extensions)),
  );
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.of(0), sign('sha256', body, issuerKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** Makes an authority whose certificates are valid around `now`. Each has another name, so that two are never taken for one. */
export function makeAuthority(now: Date): TestAuthority {
  const issuer = `Authority for tests ${randomBytes(4).toString('hex')}`;
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const from = new Date(now.getTime() - DAY_MS);
  const isAuthority = extensionOf(OID.basicConstraints, true, der(0x30, der(0x01, Buffer.of(0xff))));
  const issue = (subject: string, extensions: readonly Buffer[], days: number): IssuedCertificate => {
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const until = new Date(from.getTime() + days * DAY_MS);
    return {
      certificate: certify({ issuer, subject, publicKey: own.publicKey, extensions, from, until }, keys.privateKey),
      privateKey: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  };
  const names = der(0x30, der(0x87, Buffer.of(127, 0, 0, 1)), der(0x82, Buffer.from('localhost')));
  const until = new Date(from.getTime() + 365 * DAY_MS);
  return {
    certificate: certify(
      { issuer, subject: issuer, publicKey: keys.publicKey, extensions: [isAuthority], from, until },
      keys.privateKey,
    ),
    issueServer: () => issue('iccam.example.org', [extensionOf(OID.subjectAltName, false, names)], 30),
    issueClient: (name, days = 30) => issue(name, [extensionOf(OID.basicConstraints, true, der(0x30))], days),
  };
}
