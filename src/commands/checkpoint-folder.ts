import path from 'node:path';
import type { Config } from '../platform/config.ts';

/** Where the ledger's checkpoints lie outside the database. */
export const checkpointFolderOf = (config: Config): string => path.join(config.dataDir, 'checkpoints');
