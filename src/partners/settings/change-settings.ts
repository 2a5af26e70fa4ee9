import { recordAct } from '../../ledger/door.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { StaffId } from '../../terms/ids.ts';
import { isSecret, type PartnerDefinition, type PartnerSettings } from './partner-setting.ts';
import { insertSettings, readStoredSettings } from './setting-store.ts';

/**
 * A supervisor changes a partner's settings; they hold from the next sending on. The ledger is told who, which partner, the mode and which
 * fields changed, and never a value.
 */
export async function changeSettings(
  tx: Tx,
  serviceKey: ServiceKey,
  definition: PartnerDefinition,
  change: { readonly settings: PartnerSettings; readonly before: PartnerSettings; readonly staffId: StaffId },
  now: Date,
): Promise<void> {
  const { settings, before, staffId } = change;
  const changed = definition.fields
    .filter((field) => settings.values[field.name] !== before.values[field.name])
    .map((field) => (isSecret(field) ? `${field.name} (secret)` : field.name));
  await insertSettings(tx, serviceKey, definition.name, settings, { at: now, staffId });
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'partner.changed',
    subject: `partner:${definition.name}`,
    payload: { mode: settings.mode, from: before.mode, fields: changed.join() },
  });
}

const KEPT_MS = 2_000;

/**
 * The settings that hold, for a door that sends: the console's, else `fallback` (the environment's). Asked for each sending; an answer is
 * kept for two seconds, so that a change reaches every process at once and a thousand sendings ask once.
 */
export function followSettings(
  db: Db,
  serviceKey: ServiceKey,
  partner: PartnerDefinition['name'],
  fallback: PartnerSettings,
): () => Promise<PartnerSettings> {
  let kept: { readonly settings: Promise<PartnerSettings>; readonly until: number } | undefined;
  return () => {
    if (kept !== undefined && performance.now() < kept.until) return kept.settings;
    const settings = readStoredSettings(db, serviceKey, partner).then((stored) => stored ?? fallback);
    // A failure is told to who asked and not kept.
    settings.catch(() => (kept = undefined));
    kept = { settings, until: performance.now() + KEPT_MS };
    return settings;
  };
}
