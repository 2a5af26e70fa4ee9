/** A hotline, its outside world and a browser, for one file of journeys; all ended after its last test. */
import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import { startWorld, type World, type WorldOptions } from '../stand-ins/world.ts';
import { logIn, type Analyst } from './analyst.ts';
import { freeListeners, startApp, type App } from './app.ts';
import { openBrowser, type TestBrowser, type VisitorOptions } from './browser.ts';
import { addPerson, lookInside, type Inside } from './inside.ts';

/** Visits come a few times a second, and three misses in a row are soon seen. */
const TEMPO = { FYR_RECHECK_FIRST_MINUTES: '0.005', FYR_RECHECK_MOST_MINUTES: '0.01', FYR_NOTICE_GROUP_MINUTES: '0' };

export interface Stage {
  readonly folder: string;
  readonly dataDir: string;
  readonly world: World;
  readonly browser: TestBrowser;
  readonly inside: Inside;
  app(): App;
  /** Stops the hotline and starts it again. */
  restart(): Promise<void>;
  /** A person who works here, logged in. */
  analyst(options: VisitorOptions): Promise<Analyst>;
  /** Asserts that axe finds nothing on a page as it stands. */
  checkAccess(name: string, page: Page): Promise<void>;
}

/** Sets everything up; three people work here, so that the hotline is open, and nobody has logged in. */
export async function openStage(options: Omit<WorldOptions, 'folder'> = {}): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-journey-'));
  const dataDir = path.join(folder, 'data');
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  after(async () => {
    for (const close of closers.reverse()) await close();
  });
  const world = await startWorld({ folder: path.join(folder, 'world'), ...options });
  closers.push(() => world.close());
  const env = { ...world.env, ...TEMPO, ...(await freeListeners()) };
  let app = await startApp({ dataDir, env });
  closers.push(() => app.stop());
  const browser = await openBrowser();
  closers.push(() => browser.close());
  let inside = await lookInside(dataDir);
  closers.push(() => inside.close());
  // All of them before the first tip: then each holds every key.
  const waiting: { readonly login: string; readonly totpSecret: string }[] = [];
  for (const login of ['signe', 'anders', 'astrid']) {
    waiting.push({ login, totpSecret: await addPerson(inside, login, 'supervisor') });
  }
  return {
    ...{ folder, dataDir, world, browser },
    get inside() {
      return inside;
    },
    app: () => app,
    restart: async () => {
      await inside.close();
      assert.equal(await app.stop(), 0);
      app = await startApp({ dataDir, env });
      inside = await lookInside(dataDir);
    },
    analyst: async (visitorOptions) => {
      const person = waiting.shift();
      assert.ok(person, 'nobody is left who has not logged in');
      return logIn(await browser.visitor(visitorOptions), app.consoleUrl, person);
    },
    checkAccess: async (name, page) => assert.deepEqual(await browser.findBarriers(name, page), []),
  };
}
