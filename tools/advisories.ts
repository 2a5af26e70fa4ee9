/**
 * Packages with known holes, held against the time frames that docs/security/dependencies.md states (OWASP ASVS 5.0, 15.1.1 and 15.2.1). What
 * a registry's audit finds must be mended, or accepted in docs/security/accepted-advisories.json until a day within its frame. Pure: the
 * file, the audit's answer and the day come in.
 */
import { z } from 'zod';

const DAY_MS = 86_400_000;
/** As npm names them. */
const SEVERITIES = ['critical', 'high', 'moderate', 'low', 'info'] as const;
const severitySchema = z.enum(SEVERITIES);
export type Severity = z.infer<typeof severitySchema>;

/** `exposed`: from moderate on, where strangers' bytes reach the package. `update`: every package, hole or not. */
export const FRAMES = ['exposed', 'critical', 'high', 'moderate', 'low', 'update'] as const;
type Frame = (typeof FRAMES)[number];

/** What the document states. */
export interface Stated {
  readonly days: ReadonlyMap<Frame, number>;
  /** Names of packages that strangers' bytes reach. */
  readonly exposed: ReadonlySet<string>;
}

/** Reads the document's table (`| high | 7 |`) and its line of exposed packages. @throws RangeError when a frame or the line is missing */
export function readStated(markdown: string): Stated {
  const days = new Map(
    FRAMES.map((frame) => {
      const found = new RegExp(`^\\| \`${frame}\` +\\|[^|]*\\| (\\d+) +\\|$`, 'm').exec(markdown)?.[1];
      if (found === undefined) throw new RangeError(`docs/security/dependencies.md states no days for ${frame}.`);
      return [frame, Number(found)] as const;
    }),
  );
  const line = /^Strangers’ bytes reach: (.+)\.$/m.exec(markdown)?.[1];
  if (line === undefined)
    throw new RangeError('docs/security/dependencies.md has no line “Strangers’ bytes reach: ...”.');
  return { days, exposed: new Set([...line.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)) };
}

const daySchema = z.iso.date();
const advisorySchema = z.object({
  /** As GitHub names it: `GHSA-xxxx-xxxx-xxxx`. */
  id: z.string().regex(/^GHSA(?:-[0-9a-z]{4}){3}$/),
  package: z.string().min(1),
  severity: severitySchema,
});
export type Advisory = z.infer<typeof advisorySchema>;

/** The file: when all packages were last gone through (`npm outdated`), and what is accepted until when. Days are UTC's. */
export const acceptedSchema = z.strictObject({
  reviewedOn: daySchema,
  accepted: z.array(
    z.strictObject({ ...advisorySchema.shape, foundOn: daySchema, mendBy: daySchema, why: z.string().min(20) }),
  ),
});
export type Accepted = z.infer<typeof acceptedSchema>;

/** Days that a hole may stay after it was found. */
export function daysFor({ package: name, severity }: Advisory, { days, exposed }: Stated): number {
  const ownFrame = severity === 'info' ? 'low' : severity;
  const own = days.get(ownFrame) ?? 0;
  const isExposed = exposed.has(name) && ownFrame !== 'low';
  return isExposed ? Math.min(own, days.get('exposed') ?? 0) : own;
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** What is wrong with what was accepted, on `today`: nothing outside is asked. `locked`: names in the lock file. */
export function judgeAccepted(file: Accepted, stated: Stated, locked: ReadonlySet<string>, today: string): string[] {
  return file.accepted.flatMap((each) => {
    const named = `${each.id} (${each.package})`;
    const most = daysFor(each, stated);
    return [
      ...(each.mendBy < today ? [`${named} was to be mended by ${each.mendBy}: replace the package.`] : []),
      ...(each.foundOn > today ? [`${named} was found on ${each.foundOn}, which is not yet.`] : []),
      ...(daysBetween(each.foundOn, each.mendBy) > most
        ? [`${named} may stay ${most} days after ${each.foundOn}, so until ${dayAfter(each.foundOn, most)} at most.`]
        : []),
      ...(locked.has(each.package) ? [] : [`${named}: the package is gone, so take its line out.`]),
    ];
  });
}

/** Whether libraries in general were gone through in time. */
export function judgeUpdates({ reviewedOn }: Accepted, { days }: Stated, today: string): string[] {
  const most = days.get('update') ?? 0;
  return daysBetween(reviewedOn, today) > most
    ? [`Packages were last gone through on ${reviewedOn}, more than ${most} days ago: npm outdated.`]
    : [];
}

/** What an audit found that nobody has accepted, each with the day by which it must be mended. */
export function judgeFound(found: readonly Advisory[], file: Accepted, stated: Stated, today: string): string[] {
  const known = new Set(file.accepted.map(({ id, package: name }) => `${id} ${name}`));
  return found
    .filter((each) => !known.has(`${each.id} ${each.package}`))
    .map((each) => {
      const by = dayAfter(today, daysFor(each, stated));
      return `${each.id}: ${each.package}, ${each.severity}: mend it by ${by}, or accept it until then in docs/security/accepted-advisories.json.`;
    });
}

/** `npm audit --json`, version 2: of a package's reasons those that are advisories; the others name packages that have them. */
const reportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(z.union([z.string(), z.object({ url: z.string(), name: z.string(), severity: severitySchema })])),
    }),
  ),
});
const refusalSchema = z.object({ message: z.string() });

/** What an audit answered. A registry need not offer audits, and may be away: then nothing was compared, and that is said. */
export type Audit =
  | { readonly kind: 'found'; readonly advisories: readonly Advisory[] }
  | { readonly kind: 'no-audit'; readonly why: string };

/** Reads what `npm audit --json` printed. @throws ZodError when it is an audit of another shape: that is no silence */
export function readAudit(printed: unknown): Audit {
  const refusal = refusalSchema.safeParse(printed);
  if (refusal.success) return { kind: 'no-audit', why: refusal.data.message };
  const reasons = Object.values(reportSchema.parse(printed).vulnerabilities).flatMap(({ via }) => via);
  const advisories = reasons.flatMap((reason) => {
    if (typeof reason === 'string') return [];
    const id = reason.url.slice(reason.url.lastIndexOf('/') + 1);
    return [advisorySchema.parse({ id, package: reason.name, severity: reason.severity })];
  });
  return {
    kind: 'found',
    advisories: [...new Map(advisories.map((each) => [`${each.id} ${each.package}`, each])).values()],
  };
}
