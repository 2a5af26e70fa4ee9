/** Each fault once, on one hotline at work (`npm run faults` tries them for as long as you like). Afterwards nothing that was acknowledged is lost. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { mulberry32 } from '../../stand-ins/tips.ts';
import { assertNothingLost, FAULTS, mountSmallDisk } from './faults.ts';
import { openRig } from './rig.ts';

const SMALL_DISK_MB = 700;
const wanted = FAULTS.filter(({ isLong }) => isLong !== true || process.env['FYR_LONG_TESTS'] === 'yes');
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-faults-'));
const unmount = mountSmallDisk(folder, SMALL_DISK_MB);
const rig = await openRig(folder);
after(async () => {
  await rig.close();
  unmount?.();
  await rm(folder, { recursive: true, force: true });
});
const random = mulberry32(20_261_126);
let decided = 0;

for (const fault of wanted) {
  test(`nothing acknowledged is lost: ${fault.name}`, { timeout: 400_000 }, async (context) => {
    const cannot = fault.cannot?.(rig);
    if (cannot !== undefined) {
      context.skip(cannot);
      return;
    }
    const before = rig.acknowledged();
    await fault.strike(rig, random);
    const account = await rig.account();
    assertNothingLost(fault.name, account);
    assert.ok(account.acknowledged > before, 'tips were acknowledged meanwhile');
    decided = account.decided;
    console.log(`${fault.name}: ${account.acknowledged - before} acknowledged, ${account.lost} lost`);
  });
}

test('cases were decided meanwhile, and what followed from them left', () => {
  assert.ok(decided > 0);
  assert.ok(rig.world.iccam.contents().length > 0, 'ICCAM has some');
  console.log(`${decided} cases decided, ${rig.world.iccam.contents().length} addresses at ICCAM`);
});
