/** Sites and apps that hand tips over: let in and ended by a supervisor or an administrator, on the ledger. */
import { z } from 'zod';
import { addSitePartner, listSitePartners, newSitePartnerSchema, revokeSitePartner } from '../../intake/door.ts';
import { transact } from '../../platform/db.ts';
import { passwordProblems } from '../once-more.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { sitePartnerTexts } from '../texts/site-partners.ts';
import type { Problem } from '../views/shell.tsx';
import { SitePartnersPage } from '../views/site-partners.tsx';
import { notFound } from './case.ts';

/** The page and its two buttons. */
export function addSitePartners(screens: Screens): void {
  screens.staff('GET /partners/sites', (visit) => page(visit, []));
  screens.staff('POST /partners/sites', add);
  screens.staff('POST /partners/sites/:partnerId/revoke', revoke);
}

async function page(visit: StaffVisit, problems: readonly Problem[]): Promise<Answer> {
  const { deps, form, query, language } = visit;
  const flash = query.get('done') === 'yes' ? sitePartnerTexts(language).done : undefined;
  const rendered = SitePartnersPage({
    page: { ...visit.page, path: '/partners/sites' },
    news: { problems, flash },
    partners: await listSitePartners(deps.db),
    given: problems.length > 0 ? (name) => form.get(name) : () => '',
  });
  return problems.length > 0 ? { status: 400, page: rendered } : rendered;
}

async function add(visit: StaffVisit): Promise<Answer> {
  const { deps, form } = visit;
  const words = sitePartnerTexts(visit.language).problems;
  const given = newSitePartnerSchema.safeParse({ name: form.get('name'), key: form.get('key') });
  if (!given.success) {
    const wrong = new Set(given.error.issues.map(({ path }) => path[0]));
    const fields = (['name', 'key'] as const).filter((field) => wrong.has(field));
    return page(
      visit,
      fields.map((field) => ({ field, text: words[field] })),
    );
  }
  const wrong = await passwordProblems(visit);
  if (wrong.length > 0) return page(visit, wrong);
  const isAdded = await transact(deps.db, (tx) => addSitePartner(tx, actOf(visit), given.data));
  return isAdded ? { goTo: '/partners/sites?done=yes' } : page(visit, [{ field: 'key', text: words.known }]);
}

async function revoke(visit: StaffVisit): Promise<Answer> {
  const id = z.uuid().safeParse(visit.params.get('partnerId'));
  if (!id.success) return notFound(visit);
  const isEnded = await transact(visit.deps.db, (tx) => revokeSitePartner(tx, actOf(visit), id.data));
  return isEnded ? { goTo: '/partners/sites?done=yes' } : notFound(visit);
}

const actOf = ({ session, now }: StaffVisit) => ({ staffId: session.staffId, now });
