import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { siteContext, type Hotline, type SiteContext } from '../site/site-context.ts';
import { readStylesheet } from '../site/stylesheet.ts';
import type { Language } from '../terms/categories.ts';
import type { DeskRecipient } from './receive-tip.ts';
import type { TipContent } from './tip.ts';

/** What the public site needs from the house. */
export interface IntakeDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly log: Log;
  readonly hotline: Hotline;
  /** The newest desk key; undefined while nobody of the hotline can read tips. Asked for each tip: cache it for some seconds. */
  readonly deskKey: () => Promise<DeskRecipient | undefined>;
  readonly sealUrgent?: ((content: TipContent) => Promise<Buffer>) | undefined;
}

export const SITE_STYLESHEET = readStylesheet(new URL('../site/site.css', import.meta.url));

/** The public site of a hotline in a language. */
export const siteOf = (hotline: Hotline, language: Language): SiteContext =>
  siteContext(hotline, SITE_STYLESHEET, language);
