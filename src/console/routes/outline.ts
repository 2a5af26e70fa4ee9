/** What everybody would be told of a case: read before it is decided. */
import { outlineDecisions } from '../../deciding/door.ts';
import { decideDepsOf, readCaseScreen } from '../case-screen.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { OutlinePage } from '../views/outline.tsx';
import { notFound } from './case.ts';

/** `/cases/:caseId/outline`. */
export function addOutline(screens: Screens): void {
  screens.staff('GET /cases/:caseId/outline', outline);
}

async function outline(visit: StaffVisit): Promise<Answer> {
  const screen = await readCaseScreen(visit);
  if (screen === undefined) return notFound(visit);
  const { deps, page } = visit;
  const isBlind = screen.items.some((item) => item.isBlind);
  const casePath = `/cases/${screen.view.id}`;
  return OutlinePage({
    ...{ page: { ...page, path: `${casePath}/outline` }, screen, casePath },
    // Who may still be asked for a second opinion is not to read the first one here.
    outlines: isBlind ? [] : await outlineDecisions(decideDepsOf(deps), screen),
    isBlind,
  });
}
