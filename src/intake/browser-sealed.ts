/** What a browser (or a partner's system) sealed before it sent it: read from the body of a request, held against what was promised. Pure. */
import { isBox } from '../../lib/seal/door.ts';
import { readField } from '../site/read-field.ts';
import { isStandIn } from '../terms/stand-in.ts';
import type { FormState } from './form-state.ts';
import { isContact, isTextField, TEXT_FIELDS, type TextField, type TipFormValues } from './tip-form.ts';
import type { SealedParts } from './tip.ts';

/** Which box an answer in words goes into where the browser seals; undefined: it is sent as it is, since the hotline's work begins with it. */
export function partOfField(id: string): 'report' | 'contact' | undefined {
  if (id === 'addresses') return undefined;
  return isContact(id) ? 'contact' : 'report';
}

/** Fyr's own questions of a part. */
const fieldsOf = (part: 'report' | 'contact'): readonly TextField[] =>
  Object.keys(TEXT_FIELDS).filter((name): name is TextField => isTextField(name) && partOfField(name) === part);
const FIELDS = { report: fieldsOf('report'), contact: fieldsOf('contact') } as const;

/** The words of an urgent tip are not sealed by the browser: the server seals them to the police too, so that they leave at once. */
export const isReportPlain = (values: TipFormValues): boolean => values.isUrgent;

/** A form's values without the stand-ins of answers that stayed in the browser. */
export function withoutStandIns(values: TipFormValues): TipFormValues {
  const own = Object.entries(values.own).map(([id, answer]) => [id, isStandIn(answer) ? '' : answer] as const);
  return { ...withoutOurStandIns(values), own: Object.fromEntries(own) };
}

/**
 * Those of Fyr's own questions alone: an administrator's question goes into the report with its words, its stand-in in the place of the
 * answer, which is put there when the box is opened (tip-parts.ts).
 */
function withoutOurStandIns(values: TipFormValues): TipFormValues {
  const names = [...FIELDS.report, ...FIELDS.contact].filter((name) => isStandIn(values[name]));
  return { ...values, ...Object.fromEntries(names.map((name) => [name, ''])) };
}

const hasStandIn = (part: 'report' | 'contact', values: TipFormValues): boolean =>
  FIELDS[part].some((name) => isStandIn(values[name])) ||
  (part === 'report' && Object.values(values.own).some(isStandIn));

/** What is taken of a form that was sealed in the browser. */
export interface TakenForm {
  readonly values: TipFormValues;
  readonly sealed: SealedParts | undefined;
}

/**
 * What a sent form holds. Undefined when something was answered and is neither here in clear nor in a box: then nothing is taken, since it
 * would be less than the person wrote.
 */
export function takeForm(body: unknown, state: FormState): TakenForm | undefined {
  const { values, offeredKeyId } = state;
  if (!state.isSealedInBrowser || offeredKeyId === undefined) return { values, sealed: undefined };
  const report = readBox(readField(body, 'sealedReport'));
  const contact = readBox(readField(body, 'sealedContact'));
  const isMissing = (part: 'report' | 'contact', box: Buffer | undefined) =>
    box === undefined && hasStandIn(part, values);
  if (isMissing('contact', contact) || isMissing('report', report)) return undefined;
  return { values: withoutOurStandIns(values), sealed: { deskKeyId: offeredKeyId, report, contact } };
}

/** A box in base64; undefined for anything else. */
export function readBox(base64: string): Buffer | undefined {
  const box = Buffer.from(base64, 'base64');
  return isBox(box) ? box : undefined;
}
