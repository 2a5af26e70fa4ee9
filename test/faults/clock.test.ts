/** The machine's clock jumps by more than a year, ahead and back, while tips come in. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { Pool } from 'undici';
import { startServices } from '../../src/commands/start.ts';
import { examine } from '../../src/doctor/door.ts';
import { readConfig } from '../../src/platform/config.ts';
import { eraseDue } from '../../src/retention/door.ts';
import { freeListeners } from '../app.ts';
import { quietLog } from '../fresh-database.ts';
import { addPerson, eventually, lookInside } from '../inside.ts';
import { readForm, receiptIn, tipFields, wholeTip } from '../public-form.ts';

const DAY = 86_400_000;
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-clock-'));
const dataDir = path.join(folder, 'data');
let jumpMs = 0;
const clock = { now: () => new Date(Date.now() + jumpMs) };
const names = path.join(folder, 'network.json');
await writeFile(names, JSON.stringify({ hosts: {} }));
const config = readConfig({ ...(await freeListeners()), FYR_DATA_DIR: dataDir, FYR_TEST_NETWORK: names });
const house = await startServices(config, ['web', 'jobs'], { clock, log: quietLog });
const inside = await lookInside(dataDir);
await addPerson(inside, 'signe');
const site = new Pool(house.siteUrl ?? '');
after(async () => {
  await site.close();
  await inside.close();
  await house.stop();
  await rm(folder, { recursive: true, force: true });
});

async function post(to: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return (await site.request({ method: 'POST', path: to, headers, body })).body.text();
}

test('nothing acknowledged is lost or erased when the clock jumps ahead and back; the doctor says that it jumped, and nothing else', async () => {
  const receipts: string[] = [];
  for (const [at, days] of [0, 400, 10, -400, 0].entries()) {
    jumpMs = days * DAY;
    const form = await readForm(site, '/en/tip/online');
    const fields = wholeTip(form, { addresses: `http://clock.example.org/${at}`, narrative: `Tip ${at}.` });
    const receipt = receiptIn(await post(form.action, fields));
    assert.ok(receipt !== undefined, `at a clock that is ${days} days off`);
    receipts.push(receipt);
    await eventually('it has a case and its act a place', async () => {
      const { rows } = await inside.pool.query<{ done: boolean }>(
        `select (select count(*) from case_tip) = ${at + 1} and not exists (select from ledger_act) as done`,
      );
      return rows[0]?.done === true ? true : undefined;
    });
    // Closed a moment ago, whatever the clock says now: not due for a year.
    await inside.pool.query(`update case_file set state = 'closed', closed_at = now()`);
    assert.equal(await eraseDue(inside.db, clock.now()), 0);
  }
  for (const receipt of receipts) {
    const form = await readForm(site, '/en/mailbox');
    assert.match(await post(form.action, tipFields(form, { receipt })), /received/i);
  }
  const findings = await examine({
    ...{ db: inside.db, serviceKey: inside.serviceKey, dataDir, checkpointFolder: path.join(dataDir, 'checkpoints') },
    ...{ secretFiles: [], hasRecoveryKey: true, modes: {}, now: () => new Date() },
  });
  const wrong = findings.filter((finding) => finding.level === 'wrong');
  assert.deepEqual(
    wrong.map((finding) => finding.check),
    ['clock'],
  );
  assert.equal(wrong[0]?.code, 'checkpoint-ahead');
});
