/** What somebody is told of a country: whom to call, and who listens. */
import type { SiteTexts } from './texts.ts';

/** Somebody with a page. */
export interface Service {
  readonly name: string;
  readonly url: string;
}

/** Somebody to talk to. */
export interface SupportLine {
  readonly name: string;
  /** As people read it; undefined where there is only a page. */
  readonly phone: string | undefined;
  readonly url: string | undefined;
  /** For whom, and when: a text of every language. */
  readonly forWhom: keyof SiteTexts['supportLines'] | 'childrenLine';
}

export interface CountryGuidance {
  readonly emergencyNumber: string;
  /** The police when it is not urgent; undefined where we know no number. */
  readonly policeNumber: string | undefined;
  readonly policeUrl: string | undefined;
  readonly supportLines: readonly SupportLine[];
  /** For the dates in the mailbox (IANA name). */
  readonly timeZone: string;
  /** Somebody has held it against the services' own pages; the operator is told where nobody has. */
  readonly isChecked: boolean;
  /** Where somebody goes who must leave the site at once: an ordinary page that anybody might be reading. */
  readonly exitUrl: string;
}
