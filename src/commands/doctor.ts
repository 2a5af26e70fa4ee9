/** `fyr doctor` on the command line. */
import { describeFindings, examine, worstOf, type Finding } from '../doctor/door.ts';
import type { House } from '../house.ts';
import { listPartnerModes } from '../partners/door.ts';
import { checkpointFolderOf } from './checkpoint-folder.ts';

/** All that is found in this house now. @throws Error when the database cannot be asked */
export async function examineHouse(house: House): Promise<readonly Finding[]> {
  const { config, db, serviceKey, clock } = house;
  const keyFile = config.serviceKey.kind === 'file' ? config.serviceKey.file : undefined;
  const { tls } = config.metrics ?? {};
  const named = [keyFile, config.dkim?.keyFile, config.iccam.passwordFile, tls?.keyFile];
  return examine({
    ...{ db, serviceKey, dataDir: config.dataDir, checkpointFolder: checkpointFolderOf(config) },
    secretFiles: named.filter((file) => file !== undefined),
    hasRecoveryKey: config.recoveryKeys.length > 0,
    modes: {
      ...{ police: config.police.mode, iccam: config.iccam.mode, providers: config.notices.mode },
      ...(await listPartnerModes(db)),
    },
    now: () => clock.now(),
  });
}

/** Examines the house and says what was found. @returns the exit code: 0, or 1 when something is wrong */
export async function runDoctor(house: House, out: NodeJS.WritableStream): Promise<number> {
  const findings = await examineHouse(house);
  const worst = worstOf(findings);
  const verdict = {
    fine: 'All is well.',
    soon: 'It works; something should be done about what is marked SOON.',
    wrong: 'Something is WRONG: see what is marked so.',
  };
  out.write(`${describeFindings(findings).join('\n')}\n\n${verdict[worst]}\n`);
  return worst === 'wrong' ? 1 : 0;
}
