import type { PartnerDefinition, PartnerSettings } from './partner-setting.ts';

/** What a connection test found; `code` says why not, in the words of the console's catalogue of failures. */
export type ConnectionReport = { readonly ok: true } | { readonly ok: false; readonly code: string };

/** A partner as the console's page configures it. */
export interface PartnerDesk {
  readonly definition: PartnerDefinition;
  /** What holds until somebody has set anything in the console: the environment's settings. */
  readonly fallback: PartnerSettings;
  /**
   * Asks the partner's system something harmless with these settings (a log-in, a status): nothing is reported, sent or changed. Reaches only
   * this machine unless the mode is `live`. Never throws.
   */
  test(settings: PartnerSettings): Promise<ConnectionReport>;
}
