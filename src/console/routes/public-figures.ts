/** Figures for the public: one supervisor takes a snapshot, another publishes it. */
import {
  listSnapshots,
  MONTH_FIGURES,
  prepareSnapshot,
  publicPartOf,
  PublicFiguresPage,
  publishSnapshot,
  readFigures,
  readSnapshot,
  withdrawSnapshot,
} from '../../figures/door.ts';
import { siteOf } from '../../intake/door.ts';
import { transact } from '../../platform/db.ts';
import { readStaffNames } from '../../staff/door.ts';
import { wordIn } from '../attempt.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { publicFiguresTexts } from '../texts/public-figures.ts';
import { FiguresPreviewBar, PublicFiguresDeskPage } from '../views/public-figures.tsx';
import { notFound } from './case.ts';
import { attemptStep, snapshotIdIn } from './snapshot-steps.ts';

/** All routes of the page. */
export function addPublicFigures(screens: Screens): void {
  screens.staff('GET /figures/public', async (visit) => {
    const { deps, page, session } = visit;
    const [snapshots, names] = await Promise.all([listSnapshots(deps.db, MONTH_FIGURES), readStaffNames(deps.db)]);
    return PublicFiguresDeskPage({ page, word: wordOf(visit), snapshots, names, myId: session.staffId });
  });
  screens.staff('GET /figures/public/:snapshotId', preview);
  screens.staff('POST /figures/public/prepare', (visit) => {
    const { deps, session, now } = visit;
    return attemptStep(PAGE, 'prepared', async () => {
      const figures = await readFigures(deps.db, { now, timeZone: deps.config.timeZone });
      await transact(deps.db, (tx) =>
        prepareSnapshot(tx, MONTH_FIGURES, publicPartOf(figures), { by: session.staffId, at: now }),
      );
    });
  });
  screens.staff('POST /figures/public/:snapshotId/publish', ({ deps, session, now, params }) =>
    attemptStep(PAGE, 'published', () =>
      // Nobody changes these: what was seen is the first revision.
      transact(deps.db, (tx) =>
        publishSnapshot(
          tx,
          MONTH_FIGURES,
          { id: snapshotIdIn(params.get('snapshotId')), revision: 1 },
          { by: session.staffId, at: now },
        ),
      ),
    ),
  );
  screens.staff('POST /figures/public/:snapshotId/withdraw', ({ deps, session, now, params }) =>
    attemptStep(PAGE, 'withdrawn', () =>
      transact(deps.db, (tx) =>
        withdrawSnapshot(tx, MONTH_FIGURES, snapshotIdIn(params.get('snapshotId')), {
          ...{ by: session.staffId, at: now },
        }),
      ),
    ),
  );
}

function wordOf({ language, query }: StaffVisit) {
  const { done, refusals } = publicFiguresTexts(language);
  return wordIn(query, { done, notDone: refusals });
}

const PAGE = { page: '/figures/public', list: '/figures/public' };

/** The public's own page with this snapshot. */
async function preview(visit: StaffVisit): Promise<Answer> {
  const { deps, page, params } = visit;
  const id = snapshotIdIn(params.get('snapshotId'));
  const found = await readSnapshot(deps.db, MONTH_FIGURES, id);
  if (found === undefined) return notFound(visit);
  const preview = { bar: FiguresPreviewBar({ page, id }), title: publicFiguresTexts(page.language).previewTitle };
  const site = { ...siteOf(deps.config.hotline, page.language), preview };
  return PublicFiguresPage({ site, figures: found.content, years: [] });
}
