/** Finding cases. By a form that posts: what is looked for may be an address, and no address belongs in a browser's history. */
import { readCaseSummaries, searchCases } from '../../cases/door.ts';
import { findCasesByReference } from '../../routing/door.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { SearchPage } from '../views/search.tsx';

const MAX_SEARCH_LENGTH = 2_100;

/** The form, and what was found. */
export function addSearch(screens: Screens): void {
  screens.staff('GET /search', ({ page }) => SearchPage({ page, text: '', hits: undefined, isTooLong: false }));
  screens.staff('POST /search', search);
}

async function search(visit: StaffVisit): Promise<Answer> {
  const { deps, form } = visit;
  const text = form.get('q').trim();
  const page = { ...visit.page, path: '/search' };
  if (text === '') return { goTo: '/search' };
  if (text.length > MAX_SEARCH_LENGTH)
    return { status: 400, page: SearchPage({ page, text: '', hits: undefined, isTooLong: true }) };
  const [direct, sent] = await Promise.all([
    searchCases(deps.db, deps.serviceKey, text),
    findCasesByReference(deps.db, text),
  ]);
  const known = new Set(direct.map(({ found }) => found.id));
  const others = await readCaseSummaries(
    deps.db,
    sent.filter((id) => !known.has(id)),
  );
  const hits = [...direct, ...others.map((found) => ({ found, by: 'reference' as const }))];
  const [only] = hits;
  if (only !== undefined && hits.length === 1) return { goTo: `/cases/${only.found.id}` };
  return SearchPage({ page, text, hits, isTooLong: false });
}
