/** The stylesheet, the script and the choice of language. */
import { languageSchema } from '../../terms/categories.ts';
import { localPath } from '../form.ts';
import { SITE_FILES } from '../../site/site-files.ts';
import type { Answer, Screens } from '../screens.ts';
import { CONSOLE_SCRIPT } from '../script.ts';
import { STYLE, STYLE_FILE } from '../style.ts';
import { notFound } from './case.ts';

const YEAR_S = 31_536_000;

/** What every page needs around it. */
export function addFrame(screens: Screens): void {
  screens.open('GET /style/:file', (visit): Answer => {
    if (visit.params.get('file') === STYLE_FILE)
      return { type: 'text/css; charset=utf-8', body: STYLE, maxAgeS: YEAR_S };
    // A preview of the public site wears the public site's own.
    const { href, text } = SITE_FILES.stylesheet;
    if (href === `/style/${visit.params.get('file') ?? ''}`)
      return { type: 'text/css; charset=utf-8', body: text, maxAgeS: YEAR_S };
    return notFound(visit);
  });

  screens.open('GET /script/:file', (visit): Answer => {
    const { href, text: body } = CONSOLE_SCRIPT;
    if (`/script/${visit.params.get('file') ?? ''}` === href)
      return { type: 'text/javascript; charset=utf-8', body, maxAgeS: YEAR_S };
    return notFound(visit);
  });

  screens.open('GET /language/:language', (visit) => {
    const chosen = languageSchema.safeParse(visit.params.get('language'));
    if (chosen.success) visit.cookies.set(visit.reply, 'language', chosen.data);
    return { goTo: localPath(visit.query.get('back') ?? '/') };
  });
}
