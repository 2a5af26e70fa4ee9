/** The house examined from the console, and its acts looked up. */
import { proveSubjects, searchActs, type ActWish } from '../../ledger/door.ts';
import { listStaff } from '../../staff/door.ts';
import { wordIn } from '../attempt.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { administrationTexts } from '../texts/administration.ts';
import { ActsPage } from '../views/acts.tsx';
import { HealthPage } from '../views/health.tsx';
import { notFound } from './case.ts';

const ACTS_LIMIT = 100;

/** Health, acts, and the proofs of acts. */
export function addHouseHealth(screens: Screens): void {
  screens.staff('GET /health', ({ page }) => HealthPage({ page, findings: undefined }));
  // A form: reading every entry of the ledger is nothing that a link that is followed by itself should start.
  screens.staff('POST /health', async (visit) => {
    const { deps, page } = visit;
    if (deps.examine === undefined) return notFound(visit);
    return HealthPage({ page: { ...page, path: '/health' }, findings: await deps.examine() });
  });
  screens.staff('GET /ledger/acts', actsPage);
  screens.staff('GET /ledger/proofs', proofs);
}

async function actsPage(visit: StaffVisit): Promise<Answer> {
  const { deps, page, query, language } = visit;
  const wish = wishOf(query);
  const [found, people] = await Promise.all([searchActs(deps.db, wish, ACTS_LIMIT), listStaff(deps.db)]);
  return ActsPage({
    ...{ page, wish, found, people: people.map(({ id, name }) => ({ id, name })) },
    word: wordIn(query, administrationTexts(language)),
  });
}

function wishOf(query: StaffVisit['query']): ActWish {
  const text = (name: string) => {
    const given = (query.get(name) ?? '').trim().slice(0, 200);
    return given === '' ? undefined : given;
  };
  const before = text('before');
  return {
    ...{ actor: text('who'), action: text('what'), subject: text('about') },
    before: before !== undefined && /^\d{1,15}$/.test(before) ? Number(before) : undefined,
  };
}

/** For whoever shall check without us: the signed checkpoint, each entry's columns, and its way to the root (RFC 9162). */
async function proofs({ deps, query }: StaffVisit): Promise<Answer> {
  const about = query.get('about') ?? '';
  const proved = await proveSubjects(deps.db, [about]);
  if (proved === undefined || proved.entries.length === 0) return { goTo: '/ledger/acts?not=no-proofs' };
  const told = {
    ...{ checkpoint: proved.checkpoint, size: proved.size },
    entries: proved.entries.map(({ entry, proof }) => ({
      ...{ position: entry.position, id: entry.id, happenedAtUs: entry.happenedAtUs },
      ...{ actor: entry.actor, action: entry.action, subject: entry.subject },
      payloadHash: entry.payloadHash.toString('hex'),
      proof: proof.map((hash) => hash.toString('hex')),
    })),
  };
  return { download: { name: 'ledger-proofs.json', bytes: Buffer.from(`${JSON.stringify(told, null, 2)}\n`) } };
}
