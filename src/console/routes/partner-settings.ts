/** A partner's settings: shown without their secrets, changed by a supervisor, tried out. */
import {
  changeSettings,
  isSecret,
  listChanges,
  listHealth,
  readSettings,
  readStoredSettings,
  type ConnectionReport,
  type PartnerDesk,
  type PartnerSettings,
} from '../../partners/door.ts';
import { transact } from '../../platform/db.ts';
import { listStaff } from '../../staff/door.ts';
import { passwordProblems } from '../once-more.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import type { Problem } from '../views/shell.tsx';
import { OWN_PASSWORD, PartnerSettingsPage } from '../views/partner-settings.tsx';
import { notFound } from './case.ts';

const CHANGES = 20;

/** Everything under `/partners/:partner`. */
export function addPartnerSettings(screens: Screens): void {
  screens.staff('GET /partners/:partner', (visit) =>
    withDesk(visit, (desk) => settingsPage(visit, desk, { isSaved: visit.query.get('done') === 'saved' })),
  );
  screens.staff('POST /partners/:partner', (visit) => withDesk(visit, (desk) => save(visit, desk)));
  screens.staff('POST /partners/:partner/test', (visit) =>
    withDesk(visit, async (desk) => settingsPage(visit, desk, { test: await desk.test(await standing(visit, desk)) })),
  );
}

async function withDesk(visit: StaffVisit, work: (desk: PartnerDesk) => Promise<Answer>): Promise<Answer> {
  const desk = visit.deps.partnerDesks.find(({ definition }) => definition.name === visit.params.get('partner'));
  return desk === undefined ? notFound(visit) : work(desk);
}

async function standing({ deps }: StaffVisit, desk: PartnerDesk): Promise<PartnerSettings> {
  return (await readStoredSettings(deps.db, deps.serviceKey, desk.definition.name)) ?? desk.fallback;
}

async function save(visit: StaffVisit, desk: PartnerDesk): Promise<Answer> {
  const { deps, form, session, now, language } = visit;
  const { definition } = desk;
  const before = await standing(visit, desk);
  const names = definition.fields.map(({ name }) => name);
  const { settings, problems } = readSettings(definition, before.values, {
    mode: form.get('mode'),
    values: Object.fromEntries(names.map((name) => [name, form.get(name)])),
    forget: new Set(names.filter((name) => form.get(`forget-${name}`) === 'yes')),
  });
  if (problems.length > 0) {
    const told = problems.map(({ field, text }): Problem => ({ field, text: text[language] }));
    const page = await settingsPage(visit, desk, { typed: settings, problems: told });
    return { status: 400, page };
  }
  const wrong = onlyTurnsOff(settings, before) ? [] : await passwordProblems(visit, OWN_PASSWORD);
  if (wrong.length > 0)
    return { status: 400, page: await settingsPage(visit, desk, { typed: settings, problems: wrong }) };
  await transact(deps.db, (tx) =>
    changeSettings(tx, deps.serviceKey, definition, { settings, before, staffId: session.staffId }, now),
  );
  return { goTo: `/partners/${definition.name}?done=saved` };
}

/** Stopping waits for no password: what is typed beside it must be what was there. */
function onlyTurnsOff(settings: PartnerSettings, before: PartnerSettings): boolean {
  const names = new Set([...Object.keys(settings.values), ...Object.keys(before.values)]);
  return settings.mode === 'off' && [...names].every((name) => settings.values[name] === before.values[name]);
}

async function settingsPage(
  visit: StaffVisit,
  desk: PartnerDesk,
  more: {
    readonly typed?: PartnerSettings;
    readonly problems?: readonly Problem[];
    readonly test?: ConnectionReport;
    readonly isSaved?: boolean;
  },
) {
  const { deps, page } = visit;
  const { definition, fallback } = desk;
  const [stored, health, changes, staff] = await Promise.all([
    readStoredSettings(deps.db, deps.serviceKey, definition.name),
    listHealth(deps.db),
    listChanges(deps.db, definition.name, CHANGES),
    listStaff(deps.db),
  ]);
  const nameOf = (id: string | undefined) => staff.find((person) => person.id === id)?.name ?? '–';
  const held = stored ?? fallback;
  const secrets = definition.fields.filter(isSecret).map(({ name }) => name);
  return PartnerSettingsPage({
    page,
    definition,
    settings: more.typed ?? held,
    setSecrets: new Set(secrets.filter((name) => held.values[name] !== undefined)),
    stored: stored === undefined ? undefined : { at: stored.changedAt, who: nameOf(stored.changedBy) },
    health: health.get(definition.name),
    changes: changes.map(({ mode, at, by }) => ({ mode, at, who: nameOf(by) })),
    problems: more.problems ?? [],
    test: more.test,
    isSaved: more.isSaved ?? false,
  });
}
