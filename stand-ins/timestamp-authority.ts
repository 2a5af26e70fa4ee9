/**
 * A time stamp authority (RFC 3161) on loopback: a certificate authority of its own, a signing certificate for time stamps alone, and tokens
 * that `openssl ts -verify` accepts. It can misbehave as authorities do, and as somebody in between would.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';

export type TimestampTemper = 'honest' | 'refuse' | 'broken' | 'other-hash' | 'other-nonce' | 'other-signer';

export interface TimestampAuthority {
  readonly url: string;
  /** PEM of the certificate to trust. */
  readonly certificate: string;
  /** How many stamps were given. */
  count(): number;
  behave(temper: TimestampTemper): void;
  close(): Promise<void>;
}

const OID = {
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  /** For examples (RFC 5612 has this number for documentation). */
  policy: '1.3.6.1.4.1.32473.1',
};
const DAY_MS = 86_400_000;
const engine = new pki.CryptoEngine({ name: 'node', crypto: globalThis.crypto });

interface Signer {
  readonly certificate: pki.Certificate;
  readonly key: CryptoKey;
}

/** Starts it. `now` is what its stamps say. */
export async function startTimestampAuthority(now: () => Date = () => new Date()): Promise<TimestampAuthority> {
  const root = await makeCertificate('Example time stamp root', undefined, now());
  const [signer, stranger] = [
    await makeCertificate('Example time stamps', root, now()),
    await makeCertificate('Somebody else', undefined, now()),
  ];
  let temper: TimestampTemper = 'honest';
  let count = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const isQuery = request.method === 'POST' && request.headers['content-type'] === 'application/timestamp-query';
      if (!isQuery || temper === 'broken') {
        response.writeHead(isQuery ? 503 : 400).end();
        return;
      }
      answer(Buffer.concat(chunks), temper, temper === 'other-signer' ? stranger : signer, now(), (count += 1)).then(
        (body) => response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(body),
        () => response.writeHead(400).end(),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    certificate: pemOf(root.certificate),
    count: () => count,
    behave: (next) => (temper = next),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  body: Buffer,
  temper: TimestampTemper,
  signer: Signer,
  now: Date,
  serial: number,
): Promise<Buffer> {
  const asked = pki.TimeStampReq.fromBER(toArrayBuffer(body));
  if (temper === 'refuse')
    return Buffer.from(
      new pki.TimeStampResp({ status: new pki.PKIStatusInfo({ status: pki.PKIStatus.rejection }) })
        .toSchema()
        .toBER(false),
    );
  const imprint = asked.messageImprint;
  if (temper === 'other-hash')
    imprint.hashedMessage = new asn1.OctetString({ valueHex: toArrayBuffer(Buffer.alloc(32, 1)) });
  const nonce = temper === 'other-nonce' ? new asn1.Integer({ value: 1 }) : asked.nonce;
  const info = new pki.TSTInfo({
    ...{ version: 1, policy: OID.policy, messageImprint: imprint, genTime: now },
    serialNumber: new asn1.Integer({ value: serial }),
    ...(nonce === undefined ? {} : { nonce }),
  });
  const token = await signToken(Buffer.from(info.toSchema().toBER(false)), signer);
  const response = new pki.TimeStampResp({
    status: new pki.PKIStatusInfo({ status: pki.PKIStatus.granted }),
    timeStampToken: new pki.ContentInfo({ contentType: OID.signedData, content: token.toSchema(true) }),
  });
  return Buffer.from(response.toSchema().toBER(false));
}

async function signToken(info: Buffer, { certificate, key }: Signer): Promise<pki.SignedData> {
  const attribute = (type: string, value: asn1.BaseBlock) => new pki.Attribute({ type, values: [value] });
  const certificateHash = sha256(Buffer.from(certificate.toSchema(true).toBER(false)));
  // RFC 5816: which certificate signed, by its hash.
  const sequence = (value: asn1.BaseBlock) => new asn1.Sequence({ value: [value] });
  const signing = sequence(sequence(sequence(new asn1.OctetString({ valueHex: toArrayBuffer(certificateHash) }))));
  const signerInfo = new pki.SignerInfo({
    version: 1,
    sid: new pki.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    signedAttrs: new pki.SignedAndUnsignedAttributes({
      type: 0,
      attributes: [
        attribute(OID.contentType, new asn1.ObjectIdentifier({ value: OID.tstInfo })),
        attribute(OID.messageDigest, new asn1.OctetString({ valueHex: toArrayBuffer(sha256(info)) })),
        attribute(OID.signingCertificateV2, signing),
      ],
    }),
  });
  const signed = new pki.SignedData({
    version: 3,
    encapContentInfo: new pki.EncapsulatedContentInfo({
      eContentType: OID.tstInfo,
      eContent: new asn1.OctetString({ valueHex: toArrayBuffer(info) }),
    }),
    signerInfos: [signerInfo],
    certificates: [certificate],
  });
  await signed.sign(key, 0, 'SHA-256', undefined, engine);
  return signed;
}

let serials = 0;

async function makeCertificate(name: string, issuer: Signer | undefined, now: Date): Promise<Signer> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = new pki.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1.Integer({ value: (serials += 1) });
  const names = [new pki.AttributeTypeAndValue({ type: OID.commonName, value: new asn1.Utf8String({ value: name }) })];
  certificate.subject.typesAndValues = names;
  certificate.issuer.typesAndValues = issuer?.certificate.subject.typesAndValues ?? names;
  certificate.notBefore.value = new Date(now.getTime() - DAY_MS);
  certificate.notAfter.value = new Date(now.getTime() + 3650 * DAY_MS);
  const extension = (extnID: string, value: asn1.BaseBlock) =>
    new pki.Extension({ extnID, critical: true, extnValue: value.toBER(false) });
  certificate.extensions =
    issuer === undefined
      ? [extension(OID.basicConstraints, new pki.BasicConstraints({ cA: true }).toSchema())]
      : [extension(OID.extendedKeyUsage, new pki.ExtKeyUsage({ keyPurposes: [OID.timeStamping] }).toSchema())];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey, engine);
  await certificate.sign(issuer?.key ?? keys.privateKey, 'SHA-256', engine);
  return { certificate, key: keys.privateKey };
}

function pemOf(certificate: pki.Certificate): string {
  const base64 = Buffer.from(certificate.toSchema(true).toBER(false)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
