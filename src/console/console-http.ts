/** How the console's web server differs from the others (platform/http.ts). */
import type { HttpOptions } from '../platform/http.ts';
import { CONSOLE_SCRIPT } from './script.ts';
import { consoleErrorPage } from './views/error.tsx';

/** One script, which may ask the console itself for fresh numbers; and the console's own error pages. */
export const CONSOLE_HTTP: Pick<HttpOptions, 'errorPage' | 'scriptHash' | 'scriptMayAsk' | 'usesPasskeys'> = {
  errorPage: consoleErrorPage,
  scriptHash: CONSOLE_SCRIPT.integrity,
  scriptMayAsk: true,
  usesPasskeys: true,
};
