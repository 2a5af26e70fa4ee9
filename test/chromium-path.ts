/** Where the browser of the tests lies, once its package has unpacked it. */
import chromium from '@sparticuz/chromium';

/** `npm test` unpacks it once and names it in FYR_TEST_CHROMIUM, since two files at once would start one half written; a file run alone unpacks it itself. */
export const chromiumPath = async (): Promise<string> =>
  process.env['FYR_TEST_CHROMIUM'] ?? (await chromium.executablePath());
