/** `fyr backup` and `fyr restore` on the command line. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { recipientFromText, SealError } from '../../lib/seal/door.ts';
import { RestoreRefused, restoreBackup, writeBackup, type RestoreReport } from '../backup/door.ts';
import { openServer, type House } from '../house.ts';
import { ledgerSignerFrom, readCheckpointFiles, recordAct, verifyLedger } from '../ledger/door.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase, transact, type OpenDatabase } from '../platform/db.ts';
import { migrateJobs } from '../platform/jobs.ts';
import { openLog } from '../platform/log.ts';
import { migrate, migrateTo } from '../platform/migrate.ts';
import { createKeyFile, parseKeys, readKeyText, type KeySource } from '../platform/key-source.ts';
import { settleLastingSecret } from '../platform/lasting-secret-store.ts';
import { loadServiceKey } from '../platform/service-key.ts';
import { checkpointFolderOf } from './checkpoint-folder.ts';
import { CommandProblem } from './command-problem.ts';
import { readRecoveryKey } from './recovery.ts';

/** One line a command. */
export const BACKUP_USAGE = `fyr backup FILE [--keys=FILE]                      write a backup, and replace the keys file beside it
fyr restore FILE [--keys=FILE] --recovery-key=FILE  into a fresh data folder; --older-keys takes a keys file that is older`;

/** The keys file has one name, so that the newest replaces the one before (docs/keys.md). */
const KEYS_FILE = 'fyr-keys.age';

interface Options {
  readonly data: string;
  readonly keys: string;
  readonly recoveryKey: string | undefined;
  readonly allowsOlderKeys: boolean;
}

function parseOptions(args: readonly string[], allowed: readonly string[]): Options {
  const [file, ...rest] = args.filter((arg) => !arg.startsWith('--'));
  const options = args.filter((arg) => arg.startsWith('--'));
  const isKnown = options.every((option) => allowed.includes(option.replace(/=.*/, '')));
  if (file === undefined || rest.length > 0 || !isKnown) throw new CommandProblem(BACKUP_USAGE, 2);
  const valueOf = (name: string) =>
    options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1) || undefined;
  const data = path.resolve(file);
  return {
    data,
    keys: path.resolve(valueOf('--keys') ?? path.join(path.dirname(data), KEYS_FILE)),
    recoveryKey: valueOf('--recovery-key'),
    allowsOlderKeys: options.includes('--older-keys'),
  };
}

/** Writes a backup of the house as it is at this moment. @throws CommandProblem when it cannot be made */
export async function runBackup(args: readonly string[], house: House, out: NodeJS.WritableStream): Promise<number> {
  const options = parseOptions(args, ['--keys']);
  const { config, db, pool } = house;
  if (config.recoveryKeys.length === 0)
    throw new CommandProblem(
      'There is no recovery key yet: "npm run fyr -- recovery make" makes one, for FYR_RECOVERY_KEYS.',
      1,
    );
  const startedAt = performance.now();
  const report = await writeBackup(
    {
      ...{ db, pool },
      recipients: config.recoveryKeys.map(recipientFromText),
      serviceKeyText: (await readKeyText(config.serviceKey)).trim(),
      checkpointFolder: checkpointFolderOf(config),
    },
    options,
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  out.write(
    `Backed up ${report.rows} rows of ${report.tables} tables as they were at ${report.madeAt.toISOString()}, in ${seconds} s; read again and the same.\n` +
      `  ${options.data} (${megabytes(report.dataBytes)}): keep it as long as you like\n` +
      `  ${options.keys} (${megabytes(report.keysBytes)}): replaced; copy it elsewhere, and there too replace the one before\n`,
  );
  return 0;
}

const megabytes = (sizeBytes: number): string => `${(sizeBytes / 1e6).toFixed(1)} MB`;

/** Makes a house of a backup. The data folder must be fresh, and so must a database that DATABASE_URL names. */
export async function runRestore(args: readonly string[], config: Config, out: NodeJS.WritableStream): Promise<number> {
  const options = parseOptions(args, ['--keys', '--recovery-key', '--older-keys']);
  for (const file of [options.data, options.keys])
    if (!existsSync(file)) throw new CommandProblem(`There is no file ${file}.`, 2);
  if (options.recoveryKey === undefined)
    throw new CommandProblem(
      '--recovery-key=FILE is needed: the recovery key, or enough of its shares, one a line.',
      2,
    );
  const identity = readRecoveryKey(await readFile(options.recoveryKey, 'utf8'));
  const checkpoints = checkpointFolderOf(config);
  const { serviceKey } = config;
  const places = [
    ...(serviceKey.kind === 'file' ? [serviceKey.file] : []),
    ...[checkpoints, path.join(config.dataDir, 'postgres')],
  ];
  for (const place of places)
    if (existsSync(place))
      throw new CommandProblem(
        `${place} is there already: a restore overwrites nothing. Set FYR_DATA_DIR to a fresh folder.`,
        1,
      );
  const { connection, server } = await openServer(config);
  let isDone = false;
  const database = openDatabase({ ...connection, max: 4 }, openLog(config.logLevel));
  try {
    const report = await restoreBackup(
      {
        pool: database.pool,
        identities: [identity],
        allowsOlderKeys: options.allowsOlderKeys,
        makeSchema: async (migrations) => {
          await migrateTo(database.pool, migrations);
          await migrateJobs(database.pool);
        },
        keepServiceKey: (text) => keepServiceKey(serviceKey, text),
        keepCheckpoint: async (name, note) => {
          await mkdir(checkpoints, { recursive: true, mode: 0o700 });
          await writeFile(path.join(checkpoints, name), note, { mode: 0o600 });
        },
      },
      options,
    );
    await migrate(database.pool);
    isDone = true;
    return await finishRestore(database, config, report, out);
  } catch (error) {
    if (error instanceof RestoreRefused || error instanceof SealError) throw new CommandProblem(error.message, 1);
    throw error;
  } finally {
    await database.close();
    await server?.stop();
    // None of it was there before: half a house is worth nothing, and would stand in the way of the next try.
    if (!isDone) for (const place of places) await rm(place, { recursive: true, force: true });
  }
}

/** Where the key comes from elsewhere, it has to be the one that the backup's rows were written with. */
async function keepServiceKey(source: KeySource, text: string): Promise<void> {
  if (source.kind === 'file') return createKeyFile(source.file, text);
  const [given, backedUp] = [parseKeys(await readKeyText(source), source.kind), parseKeys(text, 'in the backup')];
  if (!backedUp.every((key) => given.some((other) => other.secret.equals(key.secret))))
    throw new RestoreRefused('The service key of the settings is not the one of this backup.');
}

/** Puts the restore on the record, and proves that the record is the one that was backed up. */
async function finishRestore(
  { db, pool }: OpenDatabase,
  config: Config,
  report: RestoreReport,
  out: NodeJS.WritableStream,
): Promise<number> {
  const serviceKey = await settleLastingSecret(pool, await loadServiceKey(config.serviceKey));
  const checkpointFiles = await readCheckpointFiles(checkpointFolderOf(config));
  const ledger = await verifyLedger({ db, verifier: ledgerSignerFrom(serviceKey.ledgerSeed), checkpointFiles });
  await transact(db, (tx) =>
    recordAct(tx, {
      ...{ at: new Date(), actor: 'operator', action: 'house.restored', subject: 'house:backup' },
      payload: { madeAt: report.madeAt.toISOString(), keysMadeAt: report.keysMadeAt.toISOString(), rows: report.rows },
    }),
  );
  out.write(
    `Restored ${report.rows} rows of ${report.tables} tables, as they were at ${report.madeAt.toISOString()}.\n` +
      (report.tipsWithoutKeys > 0
        ? `${report.tipsWithoutKeys} tips cannot be read: their keys are not in the keys file of ${report.keysMadeAt.toISOString()}.\n`
        : '') +
      (ledger.isWhole
        ? `The ledger is whole: ${ledger.entries} entries.\n`
        : 'The ledger is NOT whole: "npm run fyr -- ledger verify" says what does not fit.\n') +
      'Sessions were not brought along: people log in again. Start with npm start.\n',
  );
  return ledger.isWhole ? 0 : 1;
}
