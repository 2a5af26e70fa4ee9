/** Backups: written while the house works, sealed to the recovery key, and restored into a fresh house. */
export { ERASABLE } from './format.ts';
export { RestoreRefused, restoreBackup, type RestoreReport } from './restore-backup.ts';
export { readNewestBackup } from './run-store.ts';
export { writeBackup, type BackupReport } from './write-backup.ts';
