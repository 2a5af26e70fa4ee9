/** `fyr doctor`: every promise that can be checked from inside, checked now. It reads only; it can run beside a working house. */
import { readNewestBackup } from '../backup/door.ts';
import { countWrongSums } from '../figures/door.ts';
import { ledgerSignerFrom, readCheckpointFiles, verifyLedger } from '../ledger/door.ts';
import type { Db } from '../platform/db.ts';
import { connectionsOf, OWNER_POOL_SIZE } from '../platform/pool-sizes.ts';
import { SERVICE_ROLES } from '../platform/roles.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { countOverdue } from '../retention/door.ts';
import { examineTable } from '../routing/door.ts';
import { countFacts, readDatabaseSettings, readSamples } from './fact-store.ts';
import type { Finding } from './finding.ts';
import {
  describeModes,
  judgeBackup,
  judgeClock,
  judgeConnections,
  judgeDatabase,
  judgeDisk,
  judgeFigures,
  judgeFiles,
  judgeLedger,
  judgePeople,
  judgeRetention,
  judgeRoles,
  judgeRouting,
  judgeRows,
  judgeServiceKey,
  judgeWork,
} from './judge.ts';
import { measureMachine } from './machine.ts';

export interface ExamineDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly dataDir: string;
  readonly checkpointFolder: string;
  /** Files with keys or passwords that the settings name. */
  readonly secretFiles: readonly string[];
  readonly hasRecoveryKey: boolean;
  /** Destination and mode. */
  readonly modes: Readonly<Record<string, string>>;
  readonly now: () => Date;
}

/** All findings, in the order in which they were looked for. @throws Error when the database cannot be asked */
export async function examine(deps: ExamineDeps): Promise<readonly Finding[]> {
  const { db, serviceKey, now } = deps;
  // Before the look at the database: see VerifyOptions.
  const checkpointFiles = await readCheckpointFiles(deps.checkpointFolder);
  const settings = await readDatabaseSettings(db);
  const askedAt = now();
  const counted = await countFacts(db);
  const machine = await measureMachine(deps.dataDir, deps.secretFiles, askedAt);
  const samples = await readSamples(db);
  const verifier = ledgerSignerFrom(serviceKey.ledgerSeed);
  const newestBackup = await readNewestBackup(db);
  return [
    ...judgeDatabase(settings),
    judgeRoles(settings),
    judgeConnections(settings, connectionsOf(SERVICE_ROLES) + OWNER_POOL_SIZE),
    judgeClock(settings, askedAt),
    judgeDisk(machine),
    judgeFiles(machine),
    judgeServiceKey(samples.filter((sample) => opens(serviceKey, sample)).length, samples.length),
    ...judgeRows(counted),
    ...judgeWork(counted),
    judgePeople(counted),
    judgeLedger(await verifyLedger({ db, verifier, checkpointFiles }), counted.actsWaiting),
    ...judgeRouting(await examineTable(db)),
    judgeFigures(await countWrongSums(db)),
    judgeRetention(await countOverdue(db, askedAt)),
    judgeBackup(
      { hasRecoveryKey: deps.hasRecoveryKey, newestAt: newestBackup, erasedSince: counted.erasedSinceBackup },
      askedAt,
    ),
    describeModes(deps.modes),
  ];
}

function opens(serviceKey: ServiceKey, box: Buffer): boolean {
  try {
    serviceKey.unshroud('url', box);
    return true;
  } catch {
    return false;
  }
}
