/** What NCMEC would be told of a case: read before it is decided. */
import { cybertipInputOf } from '../../deciding/door.ts';
import { decideDepsOf, readCaseScreen } from '../case-screen.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { NcmecOutlinePage } from '../views/ncmec.tsx';
import { notFound } from './case.ts';

/** `/cases/:caseId/ncmec`. */
export function addNcmec(screens: Screens): void {
  screens.staff('GET /cases/:caseId/ncmec', outline);
}

async function outline(visit: StaffVisit): Promise<Answer> {
  const screen = await readCaseScreen(visit);
  if (screen === undefined) return notFound(visit);
  const { deps, page } = visit;
  const { view, items, reportable } = screen;
  const outlines = await Promise.all(
    reportable.map(async (itemId) => ({
      number: items.find((each) => each.item.id === itemId)?.number ?? 0,
      fields: await deps.ncmec.outline(await cybertipInputOf(decideDepsOf(deps), screen, itemId)),
    })),
  );
  const casePath = `/cases/${view.id}`;
  return NcmecOutlinePage({
    page: { ...page, path: `${casePath}/ncmec` },
    caseNumber: view.number,
    casePath,
    outlines,
  });
}
