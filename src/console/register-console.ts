import fastifyCookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import type { ConsoleDeps } from './console-deps.ts';
import { addAdministration } from './routes/administration.ts';
import { addArrange } from './routes/arrange.ts';
import { addBulk } from './routes/bulk.ts';
import { addCase } from './routes/case.ts';
import { addCrawler } from './routes/crawler.ts';
import { addCrawlerSettings } from './routes/crawler-settings.ts';
import { addFrame } from './routes/frame.ts';
import { addHouse } from './routes/house.ts';
import { addHouseHealth } from './routes/house-health.ts';
import { addIccam } from './routes/iccam.ts';
import { addItem } from './routes/item.ts';
import { addLadder } from './routes/ladder.ts';
import { addNotices } from './routes/notices.ts';
import { addOutline } from './routes/outline.ts';
import { addProviders } from './routes/providers.ts';
import { addTakedown } from './routes/takedown.ts';
import { addLock } from './routes/lock.ts';
import { addLogIn } from './routes/log-in.ts';
import { addDay } from './routes/day.ts';
import { addExchange } from './routes/exchange.ts';
import { addPartnerSettings } from './routes/partner-settings.ts';
import { addOidc } from './routes/oidc.ts';
import { addOwnPassword } from './routes/own-password.ts';
import { addPasskeys } from './routes/passkeys.ts';
import { addPoliceCase } from './routes/police-case.ts';
import { addPoliceOwn } from './routes/police-own.ts';
import { addPublicForms } from './routes/public-forms.ts';
import { addFigures } from './routes/figures.ts';
import { addPublicFigures } from './routes/public-figures.ts';
import { addYearlyReports } from './routes/yearly-reports.ts';
import { addRouting } from './routes/routing.ts';
import { addQueue } from './routes/queue.ts';
import { addSearch } from './routes/search.ts';
import { addSecond } from './routes/second.ts';
import { addSitePartners } from './routes/site-partners.ts';
import { addSetUp } from './routes/set-up.ts';
import { addSessions, addStaff } from './routes/staff.ts';
import { addTemplates } from './routes/templates.ts';
import { addTip } from './routes/tip.ts';
import { screensOn } from './screens.ts';

/** Adds every route of the analysts' console to `http`. */
export function registerConsole(http: FastifyInstance, deps: ConsoleDeps): void {
  void http.register(fastifyCookie);
  const screens = screensOn(http, deps);
  for (const add of [addFrame, addLogIn, addLock, addSetUp, addQueue, addBulk, addSearch, addCase, addArrange, addItem])
    add(screens);
  for (const add of [addSecond, addDay, addTakedown, addLadder, addTip]) add(screens);
  for (const add of [
    addNotices,
    addProviders,
    addHouse,
    addExchange,
    addSitePartners,
    addPartnerSettings,
    addIccam,
    addTemplates,
    addStaff,
    addSessions,
    addOwnPassword,
    addPasskeys,
    addOidc,
    addAdministration,
    addHouseHealth,
  ])
    add(screens);
  for (const add of [addCrawler, addCrawlerSettings, addPoliceCase, addPoliceOwn, addOutline]) add(screens);
  for (const add of [addRouting, addPublicForms, addFigures, addPublicFigures, addYearlyReports]) add(screens);
}
