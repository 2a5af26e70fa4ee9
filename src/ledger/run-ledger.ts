/** `fyr ledger ...` on the command line. */
import type { Db } from '../platform/db.ts';
import { readCheckpointFiles } from './checkpoint-folder.ts';
import { formatVerifierKey, parseVerifierKey, type LedgerVerifier } from './checkpoint.ts';
import { readNewestCheckpoint } from './ledger-store.ts';
import { describeMisfit } from './misfit.ts';
import { proveConsistency } from './prove.ts';
import { formatWitnessRequest } from './witness.ts';
import { verifyLedger, type LedgerReport } from './verify-ledger.ts';

/** The command only reads; it can run beside a working house. */
export interface LedgerCommandDeps {
  readonly db: Db;
  /** This instance's own key; `--key=` puts another in its place. */
  readonly verifier: LedgerVerifier;
  readonly checkpointFolder: string;
  readonly write: (line: string) => void;
}

/** One line a subcommand, for whoever typed something else. */
export const LEDGER_USAGE = `fyr ledger verify [--key=KEY] [--checkpoints=FOLDER]   prove the whole ledger, or say what does not fit
fyr ledger key                                         the public key, as one line to hand to whoever shall check
fyr ledger checkpoint                                  the newest signed checkpoint
fyr ledger prove SIZE                                  that the log only added to its first SIZE entries, for a witness`;

/** @returns the exit code: 0 done and whole, 1 something does not fit, 2 not understood. */
export async function runLedger(args: readonly string[], deps: LedgerCommandDeps): Promise<number> {
  const [command, ...options] = args;
  const key = options.find((option) => option.startsWith('--key='))?.slice('--key='.length);
  const folder = options.find((option) => option.startsWith('--checkpoints='))?.slice('--checkpoints='.length);
  const isKnown = options.every((option) => option.startsWith('--key=') || option.startsWith('--checkpoints='));
  if (isKnown && command === 'verify') return await runVerify(deps, key, folder ?? deps.checkpointFolder);
  if (options.length === 0 && command === 'key') {
    deps.write(formatVerifierKey(deps.verifier));
    return 0;
  }
  if (options.length === 0 && command === 'checkpoint') {
    const newest = await readNewestCheckpoint(deps.db);
    deps.write(newest === undefined ? 'Nothing was recorded yet.' : newest.note.trimEnd());
    return 0;
  }
  const size = /^(0|[1-9]\d{0,14})$/.exec(options[0] ?? '')?.[1];
  if (options.length === 1 && command === 'prove' && size !== undefined) return await runProve(deps, Number(size));
  deps.write(LEDGER_USAGE);
  return 2;
}

/** Prints what a witness is given (c2sp.org/tlog-witness). */
async function runProve({ db, write }: LedgerCommandDeps, oldSize: number): Promise<number> {
  const newest = await readNewestCheckpoint(db);
  if (newest === undefined || newest.size < oldSize) {
    write(`The log has ${newest?.size ?? 0} entries only.`);
    return 1;
  }
  const proof = await proveConsistency(db, oldSize, newest.size);
  write(formatWitnessRequest({ oldSize, proof, note: newest.note }).trimEnd());
  return 0;
}

async function runVerify(deps: LedgerCommandDeps, key: string | undefined, folder: string): Promise<number> {
  let verifier = deps.verifier;
  try {
    if (key !== undefined) verifier = parseVerifierKey(key);
  } catch (error) {
    deps.write(error instanceof Error ? error.message : 'The key could not be read.');
    return 2;
  }
  // Before the look at the database: see VerifyOptions.
  const checkpointFiles = await readCheckpointFiles(folder);
  const report = await verifyLedger({ db: deps.db, verifier, checkpointFiles });
  describeReport(report).forEach((line) => deps.write(line));
  return report.isWhole ? 0 : 1;
}

function describeReport(report: LedgerReport): readonly string[] {
  const { entries, checkpoints, files, waiting, misfits, firstMisfit, isWhole } = report;
  const checked = `Checked ${count(entries, 'entry', 'entries')}, ${count(checkpoints, 'checkpoint', 'checkpoints')} and ${count(files, 'checkpoint file', 'checkpoint files')}.`;
  const verdict = isWhole
    ? 'The ledger is whole: every entry is where and what it was when it was signed.'
    : 'The ledger is NOT whole.';
  return [
    checked,
    ...(waiting > 0 ? [`${count(waiting, 'act waits', 'acts wait')} to be given a place.`] : []),
    ...(files === 0 && checkpoints > 0
      ? ['There are no checkpoint files outside the database: a cut at the end could not be seen.']
      : []),
    verdict,
    ...(firstMisfit === undefined ? [] : [`The first position that does not fit is ${firstMisfit}.`]),
    ...misfits.map((misfit) => `- ${describeMisfit(misfit)}`),
  ];
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
