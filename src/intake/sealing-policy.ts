import { contentPolicy } from '../platform/http.ts';
import { SITE_FILES } from '../site/site-files.ts';

/** Of the pages where somebody writes: they run one script more, which seals, and speaks to the server that they came from. */
export const SEALING_POLICY = contentPolicy({
  scripts: [SITE_FILES.script.integrity, SITE_FILES.formScript.integrity],
  connectsToSelf: true,
});
