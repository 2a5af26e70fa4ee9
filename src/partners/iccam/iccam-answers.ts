/**
 * What ICCAM answers, read strictly (DOMAIN.md, "ICCAM v3"; the fields of a content beyond those named there are inferred, as
 * stand-ins/README.md says). What is not as described here is no answer: it is tried again, and its code is on the partner's page.
 *
 * | answer                              | means                                                          |
 * |-------------------------------------|----------------------------------------------------------------|
 * | 200 and a body as described         | done                                                           |
 * | 400, 401, 403, 500 with `errors`    | IccamRefusal: final                                            |
 * | anything else                       | PartnerUnavailable: try again later                            |
 */
import { z } from 'zod';
import { PartnerUnavailable } from '../partner.ts';
import type { Answer } from './iccam-http.ts';

/** ICCAM said no for good; `code` is made of its status and its own code. */
export class IccamRefusal extends Error {
  override readonly name = 'IccamRefusal';
  readonly code: string;
  constructor(code: string) {
    super(`ICCAM refused: ${code}`);
    this.code = code;
  }
}

const errorsSchema = z.object({ errors: z.record(z.string(), z.array(z.string())) });
const FINAL_STATUSES: ReadonlySet<number> = new Set([400, 401, 403, 500]);

const id = z.int().positive();
const country = z.string().regex(/^[A-Z]{2}$/);
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

/** Numbers of ICCAM's catalogues, as another hotline set them: any that fit the kind are read, also such as we never send. */
const assessmentSchema = z.object({
  assessingAnalystName: maybe(z.string()),
  classification: z.int(),
  ageCategorization: z.int(),
  genderCategorization: z.int(),
  virtualContentCategorization: z.int(),
  userGeneratedContentCategorization: z.int(),
  childModelingCategorization: z.int(),
});
export type SeenAssessment = z.output<typeof assessmentSchema>;

const actionSchema = z.object({
  actionType: z.int(),
  actionDate: instant,
  countryCode: maybe(country),
  reasonId: maybe(z.int()),
});
export type SeenAction = z.output<typeof actionSchema>;

/** One content as ICCAM has it. */
export const contentSchema = z.object({
  contentId: id,
  reportId: id,
  urlString: z.string().min(1).max(4000),
  isSourceUrl: z.boolean(),
  contentType: z.int(),
  memo: maybe(z.string()),
  hostingCountryCode: country,
  hostingIpAddress: z.union([z.ipv4(), z.ipv6()]),
  assignedCountryCode: country,
  countryAssignmentDate: instant,
  assignedHotlineId: maybe(id),
  hotlineAssignmentDate: maybe(instant),
  hotlineReference: maybe(z.string()),
  assessment: maybe(assessmentSchema),
  actions: z.array(actionSchema),
});
export type SeenContent = z.output<typeof contentSchema>;

/** A report as ICCAM has it. */
export const reportSchema = z.object({
  reportContents: z.array(z.object({ contentId: id, urlString: z.string() })),
  reportingHotlineId: id,
  reportingAnalystName: maybe(z.string()),
  referrerUrl: maybe(z.string()),
  memo: maybe(z.string()),
});
export type SeenReport = z.output<typeof reportSchema>;

/** A list's rows; longer than was asked for is garbage. */
export const listSchema = z.array(z.object({ reportId: id, contentId: id })).max(400);
export type ListRow = z.output<typeof listSchema>[number];

/** Who we are to ICCAM. */
export const userSchema = z.object({ hotlineId: id, countryCode: country });
export type IccamUser = z.output<typeof userSchema>;

/** A row of a value list; countries have a code in place of a number. */
export const catalogueSchema = z
  .array(z.object({ id: z.union([z.int(), z.string()]).optional(), code: z.string().optional(), name: z.string() }))
  .max(2000);

/** A row of the hotlines' list. */
export const hotlineSchema = z.object({ id, name: z.string(), countryCode: country });
export type SeenHotline = z.output<typeof hotlineSchema>;

/** The body of an answer that must be as described. @throws IccamRefusal, PartnerUnavailable */
export function readBody<T>(answer: Answer, schema: z.ZodType<T>): T {
  requireDone(answer);
  const parsed = schema.safeParse(jsonOf(answer.text));
  if (!parsed.success) throw new PartnerUnavailable('iccam-answer-malformed');
  return parsed.data;
}

/**
 * That a change was made: 200 and no body, or JSON that says nothing against it. A page of HTML is a gateway's, not ICCAM's.
 * @throws IccamRefusal, PartnerUnavailable
 */
export function readDone(answer: Answer): void {
  requireDone(answer);
  const text = answer.text.trim();
  const body = text === '' ? null : jsonOf(text);
  const isPlain = body === null || body === true || typeof body === 'number' || typeof body === 'string';
  if (!isPlain && !contentSchema.safeParse(body).success) throw new PartnerUnavailable('iccam-answer-malformed');
}

function requireDone(answer: Answer): void {
  if (answer.status === 200) return;
  throw new IccamRefusal(refusalCode(answer, finalErrors(answer)));
}

/** What became of a report, when that is known. `landed-before` counts as taken; its id is not known. */
export type ReportOutcome =
  | { readonly kind: 'taken'; readonly reportId: string }
  | { readonly kind: 'landed-before' }
  | { readonly kind: 'refused'; readonly code: string };

/**
 * The answer to a report: 200 and a bare number is `taken`; 400 that says the reference is a duplicate is `landed-before`: an earlier
 * try arrived, its answer did not. @throws PartnerUnavailable
 */
export function readReportAnswer(answer: Answer): ReportOutcome {
  if (answer.status === 200) {
    const reportId = /^\s*([1-9]\d{0,17})\s*$/.exec(answer.text)?.[1];
    if (reportId === undefined) throw new PartnerUnavailable('iccam-answer-malformed');
    return { kind: 'taken', reportId };
  }
  const errors = finalErrors(answer);
  if (answer.status === 400 && isDuplicate(errors)) return { kind: 'landed-before' };
  return { kind: 'refused', code: refusalCode(answer, errors) };
}

/** @throws PartnerUnavailable unless this is a final refusal that says why */
function finalErrors({ status, text }: Answer): Readonly<Record<string, readonly string[]>> {
  const errors = FINAL_STATUSES.has(status) ? errorsSchema.safeParse(jsonOf(text)) : undefined;
  if (errors?.success !== true) throw new PartnerUnavailable(`iccam-status-${status}`);
  return errors.data.errors;
}

const refusalCode = ({ status }: Answer, errors: Readonly<Record<string, unknown>>): string =>
  `iccam-${status}-${safeCode(Object.keys(errors)[0])}`;

/** ICCAM says it of the field (`hotlineReference: ["… already …"]`) or as a code of its own. */
function isDuplicate(errors: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(errors).some(([code, texts]) => {
    if (!/hotline-?_?reference/i.test(code)) return false;
    return /duplicate|unique|exist/i.test(code) || texts.some((text) => /already|duplicate|unique|exist/i.test(text));
  });
}

/** The other side's texts may quote an address, so that only its code is kept, and only where it looks like one. */
const safeCode = (code: string | undefined): string =>
  code !== undefined && /^[\w.[\]-]{1,60}$/.test(code) ? code : 'unnamed';

/** A text as JSON; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
