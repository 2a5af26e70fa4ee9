// Hands a tip over to a hotline that runs Fyr, with nothing but Node (20 or newer). docs/embedding.md says what each part means.
//
//   openssl genpkey -algorithm ed25519 -out our.key      keep it on your server, and nowhere else
//   openssl pkey -in our.key -pubout                      give this to the hotline
//   node hand-over-tip.mjs https://tips.example.org our.key < tip.json
import { createHash, createPrivateKey, createPublicKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Signs and sends one tip; the same `tip.id` again is the same tip. */
export async function handOverTip({ site, privateKey, tip, now = new Date() }) {
  const url = new URL('/api/v1/tips', site);
  const key = createPrivateKey(privateKey);
  const body = JSON.stringify(tip);
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

  // RFC 9421: these parts of the request are signed, under these parameters.
  const publicBytes = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const keyId = createHash('sha256').update(publicBytes).digest('base64url').slice(0, 22);
  const created = Math.floor(now.getTime() / 1000);
  const parameters =
    `("@method" "@authority" "@path" "content-digest")` +
    `;created=${created};nonce="${randomUUID()}";keyid="${keyId}";tag="fyr-tip-1"`;
  const base = [
    `"@method": POST`,
    `"@authority": ${url.host}`,
    `"@path": ${url.pathname}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${parameters}`,
  ].join('\n');
  const signature = sign(null, Buffer.from(base), key).toString('base64');

  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'content-digest': digest,
      'signature-input': `tip=${parameters}`,
      signature: `tip=:${signature}:`,
    },
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${answer.status} ${json.code}: ${json.detail}`);
  return json; // { receipt: '75YJ X5T3 ...', isNew: true }: show the receipt to the person, and keep no copy
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [site, keyFile] = process.argv.slice(2);
  const tip = { id: randomUUID(), ...JSON.parse(readFileSync(0, 'utf8')) };
  console.log(await handOverTip({ site, privateKey: readFileSync(keyFile, 'utf8'), tip }));
}
