import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { siteContext, type Hotline, type SiteContext } from '../site/site-context.ts';
import { SITE_FILES } from '../site/site-files.ts';
import type { Language } from '../terms/categories.ts';
import type { SiteLanguage } from '../terms/site-languages.ts';
import type { FormSource } from './forms/forms.ts';
import type { DeskKeyId } from '../terms/ids.ts';
import type { SitePartner } from './handover/site-partner.ts';
import type { DeskRecipient } from './receive-tip.ts';
import type { TipContent } from './tip.ts';

/** What the public site needs from the house. */
export interface IntakeDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly log: Log;
  readonly hotline: Hotline;
  readonly forms: FormSource;
  /** The newest desk key; undefined while nobody of the hotline can read tips. Asked for each tip: cache it for some seconds. */
  readonly deskKey: () => Promise<DeskRecipient | undefined>;
  /** False: nobody is asked to wait or to work, however many write (benchmarks; a site with guards of its own). */
  readonly asksEffort?: boolean;
  /** Whether the house can send mail to those who want to hear of something new. */
  readonly sendsNotices: boolean;
  /** For the interface of other sites and apps; undefined: there is none. Asked of the house: the site's own role reads neither table. */
  readonly handover?:
    | {
        readonly findPartner: (keyId: string) => Promise<SitePartner | undefined>;
        readonly isDeskKey: (id: DeskKeyId) => Promise<boolean>;
      }
    | undefined;
  readonly sealUrgent?: ((content: TipContent) => Promise<Buffer>) | undefined;
}

/** The newest desk key, for a browser to seal to; undefined while there is none or the database is away: pages are shown all the same. */
export const offeredKey = (deps: Pick<IntakeDeps, 'deskKey'>): Promise<DeskRecipient | undefined> =>
  deps.deskKey().catch(() => undefined);

/** What the hotline's own people read; also the public's, where a browser asks for none of the site's languages. */
export const languageAtHome = (hotline: Hotline): Language => (hotline.homeCountry === 'SE' ? 'sv' : 'en');

/** The public site of a hotline in a language. */
export const siteOf = <L extends SiteLanguage>(hotline: Hotline, language: L): SiteContext<L> =>
  siteContext(hotline, SITE_FILES, language);
