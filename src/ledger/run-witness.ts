/** `fyr witness ...`: for a second body, on a machine of its own. It needs no database and no key of the hotline's. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { syncFolder } from '../platform/sync-folder.ts';
import { openCheckpoint, parseVerifierKey, type Checkpoint } from './checkpoint.ts';
import { cosign, formatWitnessKey, parseWitnessKey, readCosignature, witnessSignerFrom } from './cosignature.ts';
import { parseCertificate, readTimestamp } from './timestamp.ts';
import { describeRefusal, judgeCheckpoint, parseWitnessRequest } from './witness.ts';

/** One line a subcommand. */
export const WITNESS_USAGE = `fyr witness make FOLDER --name=NAME            a witness's key and memory; prints its public key
fyr witness sign FOLDER REQUEST --log=KEY      sign what "fyr ledger prove SIZE" printed, if the log only grew
fyr witness check NOTE --log=KEY --witness=KEY did both sign this checkpoint, and when?
fyr witness stamp NOTE TOKEN --log=KEY --ca=PEM when a time stamp authority (RFC 3161) saw this checkpoint`;

interface WitnessDeps {
  readonly write: (line: string) => void;
  readonly now: () => Date;
}

const keySchema = z.object({ name: z.string(), seed: z.string().regex(/^[0-9a-f]{64}$/) });
const seenSchema = z.object({ size: z.number().int().min(0), root: z.string() });

/** @returns the exit code: 0 signed or checked, 1 refused, 2 not understood. @throws Error when a file cannot be read */
export async function runWitness(args: readonly string[], deps: WitnessDeps): Promise<number> {
  const plain = args.filter((arg) => !arg.startsWith('--'));
  const valueOf = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const [command, first, second] = plain;
  const [name, log, witness, ca] = [valueOf('name'), valueOf('log'), valueOf('witness'), valueOf('ca')];
  try {
    if (command === 'make' && first !== undefined && name !== undefined) return await make(first, name, deps);
    if (command === 'sign' && first !== undefined && second !== undefined && log !== undefined)
      return await signRequest({ folder: first, request: await readFile(second, 'utf8'), log }, deps);
    if (command === 'check' && first !== undefined && log !== undefined && witness !== undefined)
      return check(await readFile(first, 'utf8'), log, witness, deps);
    if (command === 'stamp' && first !== undefined && second !== undefined && log !== undefined && ca !== undefined)
      return await checkStamp({ note: first, token: second, log, ca }, deps);
  } catch (error) {
    deps.write(error instanceof Error ? error.message : String(error));
    return 2;
  }
  deps.write(WITNESS_USAGE);
  return 2;
}

async function make(folder: string, name: string, { write }: WitnessDeps): Promise<number> {
  const seed = randomBytes(32);
  const signer = witnessSignerFrom(name, seed);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const handle = await open(path.join(folder, 'witness.key'), 'wx', 0o600);
  await handle.writeFile(`${JSON.stringify({ name, seed: seed.toString('hex') })}\n`);
  await handle.sync();
  await handle.close();
  write(formatWitnessKey(signer));
  return 0;
}

async function signRequest(
  given: { readonly folder: string; readonly request: string; readonly log: string },
  { write, now }: WitnessDeps,
): Promise<number> {
  const log = parseVerifierKey(given.log);
  const { name, seed } = keySchema.parse(JSON.parse(await readFile(path.join(given.folder, 'witness.key'), 'utf8')));
  const request = parseWitnessRequest(given.request);
  const memory = path.join(given.folder, `${log.origin.replace(/[^a-z0-9.-]/gi, '_')}.json`);
  const judged = judgeCheckpoint(request, log, await readSeen(memory));
  if ('refusal' in judged) {
    write(describeRefusal(judged.refusal));
    return 1;
  }
  // Kept before it is signed: a witness that forgets could be led to sign two histories.
  await keepSeen(memory, judged.checkpoint);
  write(cosign(witnessSignerFrom(name, Buffer.from(seed, 'hex')), request.note, now()).trimEnd());
  return 0;
}

function check(note: string, logKey: string, witnessKey: string, { write }: WitnessDeps): number {
  const checkpoint = openCheckpoint(parseVerifierKey(logKey), note);
  const witness = parseWitnessKey(witnessKey);
  const at = readCosignature(witness, note);
  if (checkpoint === undefined || at === undefined) {
    write(checkpoint === undefined ? 'The log did not sign this.' : `${witness.name} did not sign this.`);
    return 1;
  }
  write(`${checkpoint.size} entries, signed by the log; ${witness.name} saw it at ${at.toISOString()}.`);
  return 0;
}

async function checkStamp(
  given: { readonly note: string; readonly token: string; readonly log: string; readonly ca: string },
  { write }: WitnessDeps,
): Promise<number> {
  const bytes = await readFile(given.note);
  const authority = parseCertificate(await readFile(given.ca, 'utf8'));
  const checkpoint = openCheckpoint(parseVerifierKey(given.log), bytes.toString('utf8'));
  const token = await readFile(given.token);
  try {
    const at = await readTimestamp(token, { bytes, authority });
    write(
      checkpoint === undefined
        ? 'The log did not sign this.'
        : `${checkpoint.size} entries, signed by the log; the authority saw it at ${at.toISOString()}.`,
    );
    return checkpoint === undefined ? 1 : 0;
  } catch (error) {
    write(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function readSeen(file: string): Promise<Checkpoint | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { size, root } = seenSchema.parse(JSON.parse(text));
  return { size, root: Buffer.from(root, 'base64') };
}

async function keepSeen(file: string, { size, root }: Checkpoint): Promise<void> {
  const handle = await open(`${file}.new`, 'w', 0o600);
  await handle.writeFile(`${JSON.stringify({ size, root: root.toString('base64') })}\n`);
  await handle.sync();
  await handle.close();
  await rename(`${file}.new`, file);
  await syncFolder(path.dirname(file));
}
