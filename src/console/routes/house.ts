/** Pages about the house as a whole: figures, partners, the ledger. */
import path from 'node:path';
import { readCaseSummaries } from '../../cases/door.ts';
import { readTakedownFigures } from '../../figures/door.ts';
import {
  formatVerifierKey,
  ledgerSignerFrom,
  openCheckpoint,
  readCheckpointFiles,
  verifyLedger,
  type LedgerReport,
} from '../../ledger/door.ts';
import { readPeers } from '../../exchange/door.ts';
import { readProviderNames } from '../../notices/door.ts';
import { countFeedback, listHealth, readStoredSettings, retryFeedback } from '../../partners/door.ts';
import { countDispatches, listRefused, listWaiting, retryFailed } from '../../routing/door.ts';
import { transact } from '../../platform/db.ts';
import { mayUse } from '../access.ts';
import type { Screens, StaffVisit } from '../screens.ts';
import { TakedownFiguresPage } from '../views/takedown-figures.tsx';
import { LedgerPage, type CheckpointRow } from '../views/ledger.tsx';
import { PartnersPage } from '../views/partners.tsx';

const REFUSED_LIMIT = 50;
const WAITING_LIMIT = 50;
const CHECKPOINT_LIMIT = 30;

/** Figures, partners and ledger. */
export function addHouse(screens: Screens): void {
  screens.staff('GET /figures/takedowns', async ({ deps, now, page }) => {
    const { db, serviceKey, config } = deps;
    const figures = await readTakedownFigures(db, { now, timeZone: config.timeZone });
    const ids = figures.provider.groups.map(({ group }) => group);
    const names = await readProviderNames(db, serviceKey, ids);
    return TakedownFiguresPage({ page, figures, names, timeZone: config.timeZone });
  });

  addPartnerStates(screens);

  screens.staff('GET /ledger', (visit) => ledgerPage(visit, undefined));

  screens.staff('POST /ledger/verify', async (visit) => {
    const { deps } = visit;
    // The files first: verifyLedger's own comment says why.
    const checkpointFiles = await readCheckpointFiles(checkpointFolderOf(visit));
    const verifier = ledgerSignerFrom(deps.serviceKey.ledgerSeed);
    return ledgerPage(visit, await verifyLedger({ db: deps.db, verifier, checkpointFiles }));
  });
}

/** What every partner is doing, and once more for what was refused. */
function addPartnerStates(screens: Screens): void {
  screens.staff('GET /partners', async ({ deps, page, session, query }) => {
    const { db, config, partnerDesks } = deps;
    const [counts, refused, waiting, health, feedback, ...standing] = await Promise.all([
      countDispatches(db),
      listRefused(db, REFUSED_LIMIT),
      listWaiting(db, WAITING_LIMIT),
      listHealth(db),
      countFeedback(db),
      ...partnerDesks.map(async ({ definition, fallback }) => {
        const { mode } = (await readStoredSettings(db, deps.serviceKey, definition.name)) ?? fallback;
        return [definition.name, mode] as const;
      }),
    ]);
    const peers = (await readPeers(db, deps.serviceKey)).map(({ mode }) => mode);
    const hotline = (['live', 'test'] as const).find((mode) => peers.includes(mode)) ?? ('off' as const);
    const ncmec = 'off' as const;
    const modes = {
      hotline,
      ncmec,
      police: config.police.mode,
      iccam: config.iccam.mode,
      provider: config.notices.mode,
    };
    const cases = await readCaseSummaries(
      db,
      [...refused, ...waiting.oldest].map(({ caseId }) => caseId),
    );
    return PartnersPage({
      page,
      modes: { ...modes, ...Object.fromEntries(standing) },
      feedback,
      feedbackMode: new Map(standing).get('ncmec-hashes') ?? 'off',
      counts,
      refused,
      waiting,
      retried: countIn(query.get('retried') ?? ''),
      health,
      configurable: new Set(
        mayUse('GET /partners/:partner', session.role) ? ['hotline', ...standing.map(([name]): string => name)] : [],
      ),
      caseNumbers: new Map(cases.map(({ id, number }) => [id, number])),
    });
  });

  screens.staff('POST /partners/retry', async ({ deps, session: { staffId }, now }) => {
    const count = await transact(deps.db, (tx) => retryFailed(tx, { staffId, now }));
    return { goTo: `/partners?retried=${count}` };
  });

  screens.staff('POST /partners/feedback/retry', async ({ deps, session: { staffId }, now }) => {
    const count = await transact(deps.db, (tx) => retryFeedback(tx, { staffId, now }));
    return { goTo: `/partners?retried=${count}` };
  });
}

/** A count in a query; undefined for whatever else stands there. */
const countIn = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);

const checkpointFolderOf = (visit: StaffVisit): string => path.join(visit.deps.config.dataDir, 'checkpoints');

async function ledgerPage(visit: StaffVisit, report: LedgerReport | undefined) {
  const verifier = ledgerSignerFrom(visit.deps.serviceKey.ledgerSeed);
  const files = await readCheckpointFiles(checkpointFolderOf(visit));
  const checkpoints = files
    .slice(-CHECKPOINT_LIMIT)
    .toReversed()
    .map(({ name, note }): CheckpointRow => {
      const signed = openCheckpoint(verifier, note);
      const root = signed?.root.toString('base64');
      return { day: name.slice(0, 10), size: signed?.size, root, isSigned: signed !== undefined };
    });
  return LedgerPage({
    page: { ...visit.page, path: '/ledger' },
    checkpoints,
    entries: checkpoints[0]?.size ?? 0,
    publicKey: formatVerifierKey(verifier),
    report,
  });
}
