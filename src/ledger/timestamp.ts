/**
 * A time stamp of somebody else's: "these bytes existed at this time" (RFC 3161), asked over HTTP and checked against the authority's own
 * certificate. The token is standard: `openssl ts -verify -in FILE.tsr -data FILE.txt -CAfile ca.pem` checks it too.
 */
import { createHash, randomBytes } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const NONCE_BYTES = 8;

/** What is asked, and what the answer has to fit. */
export interface TimestampQuery {
  /** DER, for a body of `application/timestamp-query`. */
  readonly body: Buffer;
  readonly nonce: Buffer;
}

/** A query about these bytes. Only their hash leaves the house. */
export function makeTimestampQuery(bytes: Uint8Array): TimestampQuery {
  const nonce = randomBytes(NONCE_BYTES);
  // A positive integer in its shortest form, as DER wants it.
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x01;
  const request = new pki.TimeStampReq({
    version: 1,
    messageImprint: new pki.MessageImprint({
      hashAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new asn1.Null() }),
      hashedMessage: new asn1.OctetString({ valueHex: sha256(bytes) }),
    }),
    nonce: new asn1.Integer({ valueHex: nonce }),
    certReq: true,
  });
  return { body: Buffer.from(request.toSchema().toBER(false)), nonce };
}

/** The certificate of a PEM file. @throws SyntaxError */
export function parseCertificate(pem: string): pki.Certificate {
  const [, base64] = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem) ?? [];
  if (base64 === undefined) throw new SyntaxError('There is no certificate in the file.');
  try {
    return pki.Certificate.fromBER(toArrayBuffer(Buffer.from(base64, 'base64')));
  } catch {
    throw new SyntaxError('The certificate in the file cannot be read.');
  }
}

/**
 * When the authority says that it saw the bytes. Everything is checked: status, hash, nonce (where there was a query), signature, that
 * the certificate is for time stamps and comes from the one that is trusted. @throws Error saying what does not fit
 */
export async function readTimestamp(
  response: Uint8Array,
  expected: { readonly bytes: Uint8Array; readonly nonce?: Uint8Array; readonly authority: pki.Certificate },
): Promise<Date> {
  const signed = parseResponse(response);
  const content = signed.encapContentInfo.eContent;
  if (signed.encapContentInfo.eContentType !== TST_INFO || content === undefined)
    throw new Error('The answer is signed, but it is no time stamp.');
  const info = pki.TSTInfo.fromBER(content.getValue());
  const imprint = info.messageImprint;
  const isOurs =
    imprint.hashAlgorithm.algorithmId === SHA256 &&
    sha256(expected.bytes).equals(imprint.hashedMessage.valueBlock.valueHexView);
  if (!isOurs) throw new Error('The time stamp is of something else.');
  const { nonce } = expected;
  if (
    nonce !== undefined &&
    (info.nonce === undefined || !Buffer.from(nonce).equals(info.nonce.valueBlock.valueHexView))
  )
    throw new Error('The time stamp answers another question.');
  await requireSigned(signed, expected.bytes, expected.authority);
  return info.genTime;
}

function parseResponse(response: Uint8Array): pki.SignedData {
  let parsed: pki.TimeStampResp;
  try {
    parsed = pki.TimeStampResp.fromBER(toArrayBuffer(response));
  } catch {
    throw new Error('The answer is no time stamp response.');
  }
  const isGranted = [pki.PKIStatus.granted, pki.PKIStatus.grantedWithMods].includes(parsed.status.status);
  if (!isGranted || parsed.timeStampToken === undefined)
    throw new Error(`The authority refused, with status ${parsed.status.status}.`);
  try {
    return new pki.SignedData({ schema: parsed.timeStampToken.content });
  } catch {
    throw new Error('The answer holds no signed token.');
  }
}

async function requireSigned(signed: pki.SignedData, bytes: Uint8Array, authority: pki.Certificate): Promise<void> {
  const engine = new pki.CryptoEngine({ name: 'node', crypto: globalThis.crypto });
  let result: pki.SignedDataVerifyResult;
  try {
    result = await signed.verify(
      {
        ...{ signer: 0, trustedCerts: [authority], checkChain: true, extendedMode: true },
        data: toArrayBuffer(bytes),
      },
      engine,
    );
  } catch (error) {
    throw new Error(`The time stamp is not signed by the authority: ${error instanceof Error ? error.message : ''}`);
  }
  const { signerCertificate } = result;
  if (result.signatureVerified !== true || result.signerCertificateVerified !== true || !signerCertificate)
    throw new Error('The time stamp is not signed by the authority.');
  const extensions = signerCertificate.extensions ?? [];
  const usage: unknown = extensions.find((extension) => extension.extnID === EXTENDED_KEY_USAGE)?.parsedValue;
  if (!(usage instanceof pki.ExtKeyUsage) || !usage.keyPurposes.includes(TIME_STAMPING))
    throw new Error('The certificate that signed is not one for time stamps.');
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** The library takes buffers of their own alone, not views of a larger one. */
function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
