/**
 * `npm run bench -- seal`: a tip's report (1 kB) sealed and opened by lib/seal, beside the independent age implementation
 * on the same bytes and keys in the same run. Last line: `ratio R`, how many times as many seals a second.
 */
import { Decrypter, Encrypter } from 'age-encryption';
import { generateIdentity, identityToText, open, recipientToText, seal } from '../lib/seal/door.ts';

const ROUNDS = 5;
const ROUND_MS = 600;

/** Best of several rounds, in calls a second. */
async function rate(work: () => Promise<unknown> | undefined): Promise<number> {
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    let calls = 0;
    const startedAt = performance.now();
    while (performance.now() - startedAt < ROUND_MS) {
      await work();
      calls += 1;
    }
    best = Math.max(best, calls / ((performance.now() - startedAt) / 1000));
  }
  return best;
}

/** Runs the benchmark. */
export async function run(): Promise<void> {
  const identity = generateIdentity();
  const report = Buffer.alloc(1_000, 'ordinary words ');
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipientToText(identity.recipient));
  const decrypter = new Decrypter();
  decrypter.addIdentity(identityToText(identity));
  const box = seal(report, [identity.recipient]);
  const rows = {
    'lib/seal, seal': await rate(() => void seal(report, [identity.recipient])),
    'age-encryption, seal': await rate(() => encrypter.encrypt(report)),
    'lib/seal, open': await rate(() => void open(box, [identity])),
    'age-encryption, open': await rate(() => decrypter.decrypt(box)),
  };
  for (const [name, perSecond] of Object.entries(rows)) {
    console.log(
      `${name.padEnd(24)}${perSecond.toFixed(0).padStart(8)}/s${(1e6 / perSecond).toFixed(0).padStart(8)} µs`,
    );
  }
  console.log(`ratio ${(rows['lib/seal, seal'] / rows['age-encryption, seal']).toFixed(2)}`);
}
