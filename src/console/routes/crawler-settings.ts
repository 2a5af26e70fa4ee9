/** The crawler's settings: seeds from cases, and hosts whose robots.txt is not asked. Each change is an act on the ledger. */
import {
  dropException,
  listExceptions,
  readFromCases,
  setException,
  turnOffFromCases,
  turnOnFromCases,
} from '../../crawl/door.ts';
import { recordAct } from '../../ledger/door.ts';
import { transact } from '../../platform/db.ts';
import { readStaffNames } from '../../staff/door.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { CrawlSettingsPage } from '../views/crawl-form.tsx';
import type { Problem } from '../views/shell.tsx';
import { crawlerWord } from './crawler.ts';

const LEAST_REASON = 10;
const MOST_REASON = 500;

/** The page and its two forms. */
export function addCrawlerSettings(screens: Screens): void {
  screens.staff('GET /crawler/settings', (visit) => settingsPage(visit, []));
  screens.staff('POST /crawler/from-cases', turnSwitch);
  screens.staff('POST /crawler/robots', changeException);
}

async function settingsPage(visit: StaffVisit, problems: readonly Problem[]): Promise<Answer> {
  const { deps, page, form } = visit;
  const [fromCases, exceptions, names] = await Promise.all([
    readFromCases(deps.db),
    listExceptions(deps.db, deps.serviceKey),
    readStaffNames(deps.db),
  ]);
  const { crawl } = deps.config;
  const rendered = CrawlSettingsPage({
    ...{
      page: { ...page, path: '/crawler/settings' },
      word: crawlerWord(visit),
      fromCases,
      exceptions,
      names,
      problems,
    },
    ...{ hasProxy: crawl.onionProxy !== undefined, delayMs: crawl.delayMs, given: (name) => form.get(name) },
  });
  return problems.length === 0 ? rendered : { status: 400, page: rendered };
}

async function turnSwitch(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, form } = visit;
  const isOn = form.get('to') === 'on';
  const by = session.staffId;
  await transact(deps.db, async (tx) => {
    const runId = isOn
      ? await turnOnFromCases(tx, deps.serviceKey, { by, now })
      : await turnOffFromCases(tx, { by, now });
    await recordAct(tx, {
      ...{ at: now, actor: `staff:${by}`, action: isOn ? 'crawl.from-cases-on' : 'crawl.from-cases-off' },
      ...{ subject: `crawl:${runId ?? 0}`, payload: {} },
    });
  });
  return { goTo: '/crawler/settings?done=saved' };
}

/** The ledger holds that it was done and a keyed digest of the host, never the host. */
async function changeException(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, form, texts } = visit;
  const dropped = form.get('drop');
  const host = (dropped === '' ? form.get('host') : dropped).trim().toLowerCase();
  const reason = form.get('reason').trim();
  const { config } = texts.crawler;
  const problems: Problem[] = [];
  if (!/^(?=.{1,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host))
    problems.push({ field: 'host', text: config.hostWrong });
  if (dropped === '' && (reason.length < LEAST_REASON || reason.length > MOST_REASON))
    problems.push({ field: 'reason', text: config.reasonWrong });
  if (problems.length > 0) return settingsPage(visit, problems);
  const isSetting = dropped === '';
  await transact(deps.db, async (tx) => {
    if (isSetting) await setException(tx, deps.serviceKey, { host, reason, setBy: session.staffId, setAt: now });
    else if (!(await dropException(tx, deps.serviceKey, host))) return;
    const action = isSetting ? 'crawl.robots-exception-set' : 'crawl.robots-exception-dropped';
    const subject = `host:${deps.serviceKey.digest('host', host).toString('hex').slice(0, 32)}`;
    await recordAct(tx, { at: now, actor: `staff:${session.staffId}`, action, subject, payload: { reason } });
  });
  return { goTo: '/crawler/settings?done=saved' };
}
