/** Finding cases. By a form that posts: what is looked for may be an address, and no address belongs in a browser's history. */
import { searchCases, type CaseFound } from '../../cases/door.ts';
import { findCasesByReference } from '../../routing/door.ts';
import { readCaseSummary } from '../../cases/door.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { SearchPage, type SearchHit } from '../views/search.tsx';

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
  const others = await Promise.all(sent.filter((id) => !known.has(id)).map((id) => readCaseSummary(deps.db, id)));
  const hits = [...direct.map(hitOf), ...others.flatMap((found) => (found === undefined ? [] : [byReference(found)]))];
  const [only] = hits;
  if (only !== undefined && hits.length === 1) return { goTo: `/cases/${only.found.id}` };
  return SearchPage({ page, text, hits, isTooLong: false });
}

const hitOf = ({ found, by }: CaseFound): SearchHit => ({ found, by });
const byReference = (found: CaseFound['found']): SearchHit => ({ found, by: 'reference' });
