import { readField } from '../site/read-field.ts';
import {
  isTextField,
  questionsIn,
  TEXT_FIELDS,
  type AskedForm,
  type AskedPage,
  type TextField,
  type TickField,
  type TipFormValues,
} from './tip-form.ts';

/**
 * A form's answers after a page was sent: each answer that the page has, over what was answered before. A box that the page
 * shows and that was not sent is not ticked; a choice that is none of the question's is no answer. `page`: undefined for a page
 * without questions.
 */
export function mergeBody(
  body: unknown,
  before: TipFormValues,
  form: AskedForm,
  page: AskedPage | undefined,
): TipFormValues {
  const texts = Object.keys(TEXT_FIELDS).filter((name): name is TextField => has(body, name));
  const shown = new Set((page?.questions ?? []).map(({ id }) => id));
  const isTicked = (name: TickField): boolean =>
    has(body, name) ? readField(body, name) !== '' : before[name] && !shown.has(name);
  return {
    ...before,
    ...Object.fromEntries(texts.map((name) => [name, readField(body, name)])),
    isUrgent: isTicked('isUrgent'),
    wantsAnswer: isTicked('wantsAnswer'),
    own: { ...before.own, ...ownAnswers(body, form) },
  };
}

function ownAnswers(body: unknown, form: AskedForm): Readonly<Record<string, string>> {
  const asked = questionsIn(form).filter(({ id, kind }) => kind !== 'tick' && !isTextField(id) && has(body, id));
  return Object.fromEntries(
    asked.map((question) => {
      const answer = readField(body, question.id);
      const isKnown = question.kind !== 'choice' || question.options.includes(answer);
      return [question.id, isKnown ? answer : ''];
    }),
  );
}

const has = (body: unknown, name: string): boolean =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, name);
