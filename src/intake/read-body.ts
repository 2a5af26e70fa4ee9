import { readField } from '../site/read-field.ts';
import {
  TEXT_FIELDS,
  ticksOf,
  type QuestionGroup,
  type TextField,
  type TickField,
  type TipFormValues,
} from './tip-form.ts';

/**
 * A form's answers after a page was sent: each answer that the page has, over what was answered before. A box that the page
 * shows and that was not sent is not ticked. `group`: the page's questions; undefined for a page without any.
 */
export function mergeBody(body: unknown, before: TipFormValues, group: QuestionGroup | undefined): TipFormValues {
  const texts = Object.keys(TEXT_FIELDS).filter((name): name is TextField => has(body, name));
  const shown: readonly TickField[] = group === undefined ? [] : ticksOf(group);
  const isTicked = (name: TickField): boolean =>
    has(body, name) ? readField(body, name) !== '' : before[name] && !shown.includes(name);
  return {
    ...before,
    ...Object.fromEntries(texts.map((name) => [name, readField(body, name)])),
    isUrgent: isTicked('isUrgent'),
    wantsAnswer: isTicked('wantsAnswer'),
  };
}

const has = (body: unknown, name: string): boolean =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, name);
