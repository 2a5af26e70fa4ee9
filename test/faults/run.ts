/** `npm run faults [-- MINUTES]`: every fault again and again at random, ten minutes by default; prints what was tried how often and what was lost. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mulberry32 } from '../../stand-ins/tips.ts';
import { assertNothingLost, FAULTS, mountSmallDisk } from './faults.ts';
import { openRig } from './rig.ts';

const minutes = Number(process.argv[2] ?? 10);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const random = mulberry32(seed);
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-faults-'));
const unmount = mountSmallDisk(folder, 1_500);
const rig = await openRig(folder);
const tries = new Map<
  string,
  { times: number; acknowledged: number; decided: number; lost: number; doubled: number }
>();
let decided = 0;
const write = (line: string) => process.stdout.write(`${line}\n`);
write(`seed ${seed}, ${minutes} min`);
try {
  const possible = FAULTS.filter((fault) => {
    const cannot = fault.cannot?.(rig);
    if (cannot !== undefined) write(`${fault.name}: not tried, ${cannot}`);
    return cannot === undefined;
  });
  const until = Date.now() + minutes * 60_000;
  for (let n = 0; Date.now() < until || n < possible.length; n += 1) {
    // Each once at least, then whichever.
    const fault = n < possible.length ? possible[n] : possible[Math.floor(random() * possible.length)];
    if (fault === undefined) break;
    const before = rig.acknowledged();
    await fault.strike(rig, random);
    const account = await rig.account();
    const sum = tries.get(fault.name) ?? { times: 0, acknowledged: 0, decided: 0, lost: 0, doubled: 0 };
    tries.set(fault.name, {
      times: sum.times + 1,
      acknowledged: sum.acknowledged + account.acknowledged - before,
      decided: sum.decided + account.decided - decided,
      lost: sum.lost + account.lost + account.undecided,
      doubled: sum.doubled + account.doubled + account.repeated,
    });
    ({ decided } = account);
    assertNothingLost(fault.name, account);
  }
} finally {
  for (const [name, { times, ...sum }] of tries)
    write(
      `${name}: tried ${times} times, ${sum.acknowledged} tips acknowledged and ${sum.decided} decisions, ${sum.lost} lost, ${sum.doubled} doubled`,
    );
  await rig.close();
  unmount?.();
  await rm(folder, { recursive: true, force: true });
}
write('0 lost');
