/**
 * Workers of the crawler killed (SIGKILL) and frozen (SIGSTOP, later SIGCONT) every few seconds, watched by the web server's own
 * log: no address lost, no host visited by two at once, next to nothing fetched again, the dead one's hosts taken over within
 * the lease and half a second, nearly the whole rate that politeness allows, and no request too early. And the same, but for the
 * rate, with the database killed.
 *
 * The short form takes some 25 seconds of faults; FYR_LONG_TESTS=yes makes two minutes of it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { mulberry32 } from '../stand-ins/tips.ts';
import {
  againShare,
  openKillStage,
  overlaps,
  pagesOf,
  rateShare,
  shortestGap,
  type LoggedVisit,
} from './crawl-kill/stage.ts';

const IS_LONG = process.env['FYR_LONG_TESTS'] === 'yes';
const HOSTS = 96;
const WORKERS = 6;
const DELAY_MS = 5_000;
const LEASE_MS = 1_200;
const FAULTS_MS = IS_LONG ? 120_000 : 25_000;
/** At random between these: in step with the hosts' delay, every fault would meet all of them, which began together, at the same moment of their turn. */
const FAULT_AFTER_MS = { least: 3_500, most: 6_000 };
const FROZEN_MS = 2_500;
/** As many as a host can be asked for in the time of the faults and a little more. */
const PAGES = Math.ceil(FAULTS_MS / DELAY_MS) + 2;
const ROUNDING_MS = 1;
/**
 * What a busy machine can spoil is held strictly in the long form, which has the machine to itself: how soon the dead are replaced,
 * how much of the rate is kept. The short form wants these too, with room for whatever else is running.
 */
const STRICT = { takeoverMs: LEASE_MS + 500, againShare: 0.025, rateShare: 0.97 };
const ROOMY = { takeoverMs: LEASE_MS + 3_000, againShare: 0.025, rateShare: 0.85 };
const LIMITS = IS_LONG ? STRICT : ROOMY;

test('killed and frozen workers lose nothing, hurry nobody and are soon replaced', { timeout: 600_000 }, async () => {
  const stage = await openKillStage({
    hosts: HOSTS,
    pages: PAGES,
    workers: WORKERS,
    delayMs: DELAY_MS,
    leaseMs: LEASE_MS,
  });
  const random = mulberry32(20_261_126);
  const takeovers: { readonly kind: string; readonly ms: number; readonly partitions: number }[] = [];
  const faultsUntil = performance.now() + FAULTS_MS;
  for (let fault = 0; performance.now() < faultsUntil; fault += 1) {
    const nextAt = performance.now() + FAULT_AFTER_MS.least + random() * (FAULT_AFTER_MS.most - FAULT_AFTER_MS.least);
    const victims = stage.workers.filter(
      ({ child, workerId }) => child.exitCode === null && child.signalCode === null && workerId !== undefined,
    );
    const victim = victims[Math.floor(random() * victims.length)];
    assert.ok(victim?.workerId);
    const { workerId } = victim;
    const partitions = await stage.owned(workerId);
    const isKill = fault % 2 === 0;
    victim.child.kill(isKill ? 'SIGKILL' : 'SIGSTOP');
    const at = performance.now();
    while ((await stage.owned(workerId)) > 0 && performance.now() < at + 10_000) await sleep(10);
    takeovers.push({ kind: isKill ? 'killed' : 'frozen', ms: performance.now() - at, partitions });
    if (isKill) stage.startWorker();
    else {
      await sleep(Math.max(0, at + FROZEN_MS - performance.now()));
      victim.child.kill('SIGCONT');
    }
    await sleep(Math.max(0, nextAt - performance.now()));
  }
  const summary = await stage.ended(240_000);
  const log = await stage.log();
  report(takeovers, log);
  assert.equal(summary?.state, 'done', 'the run has come to its end');
  assert.equal(pagesOf(log), HOSTS * PAGES, 'no address is lost');
  assert.ok(againShare(log) <= LIMITS.againShare, `fetched again: ${againShare(log)}`);
  assert.equal(overlaps(log), 0, 'no host is visited by two at once');
  assert.ok(shortestGap(log) >= DELAY_MS - ROUNDING_MS, `no request is too early: ${shortestGap(log)} ms`);
  for (const { kind, ms, partitions } of takeovers) {
    assert.ok(
      partitions > 0 && ms <= LIMITS.takeoverMs,
      `${partitions} partitions of a ${kind} worker were taken over in ${ms} ms`,
    );
  }
  const share = rateShare(log, DELAY_MS);
  assert.ok(share >= LIMITS.rateShare, `of the rate that politeness allows: ${share}`);
});

test('a killed database loses nothing and makes nobody hurry', { timeout: 600_000 }, async () => {
  const [hosts, pages, delayMs] = [24, 60, 250];
  const stage = await openKillStage({ hosts, pages, workers: 3, delayMs, leaseMs: LEASE_MS });
  for (let kill = 0; kill < 3; kill += 1) {
    await sleep(2_500);
    await stage.killDatabase();
  }
  const summary = await stage.ended(240_000);
  const log = await stage.log();
  console.log(
    `the database killed three times: ${log.length} requests, fetched again ${(againShare(log) * 100).toFixed(2)} %, ` +
      `shortest gap ${shortestGap(log).toFixed(1)} ms of ${delayMs}`,
  );
  assert.equal(summary?.state, 'done', 'the run has come to its end');
  assert.equal(pagesOf(log), hosts * pages, 'no address is lost');
  assert.equal(overlaps(log), 0, 'no host is visited by two at once');
  assert.ok(shortestGap(log) >= delayMs - ROUNDING_MS, `no request is too early: ${shortestGap(log)} ms`);
});

function report(
  takeovers: readonly { readonly kind: string; readonly ms: number }[],
  log: readonly LoggedVisit[],
): void {
  const list = takeovers.map(({ kind, ms }) => `${kind} ${ms.toFixed(0)}`).join(', ');
  console.log(
    `${log.length} requests; fetched again ${(againShare(log) * 100).toFixed(2)} %; shortest gap ${shortestGap(log).toFixed(1)} ms of ` +
      `${DELAY_MS}; ${(rateShare(log, DELAY_MS) * 100).toFixed(2)} % of the rate; taken over after (ms): ${list}`,
  );
}
