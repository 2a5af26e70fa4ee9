/** What a button of the forms' editor asks for: the parts of its value, with what the fields beside it say. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { freshId, OWN_KINDS, type FormEdit } from '../intake/door.ts';
import { tipCategorySchema } from '../terms/categories.ts';
import type { Form } from './form.ts';

const direction = z.enum(['up', 'down']);
const id = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);

/** The value of a button: `orderOf('move-page', 'online', 'narrative', 'up')`. */
export const orderOf = (...parts: readonly string[]): string => parts.join('|');

/** The name of the field in which somebody chooses what to add to a page, or to a category. */
export const choiceField = (place: string): string => `choice-${place}`;

const orderSchema = z.union([
  z.tuple([z.enum(['offer', 'withhold']), tipCategorySchema]),
  z.tuple([z.literal('move-category'), tipCategorySchema, direction]),
  z.tuple([z.enum(['add-page', 'remove-page']), tipCategorySchema, id]),
  z.tuple([z.enum(['move-page', 'move-question']), tipCategorySchema, id, direction]),
  z.tuple([z.enum(['ask', 'do-not-ask']), tipCategorySchema, id]),
  z.tuple([z.enum(['delete-question', 'delete-page']), id]),
  z.tuple([z.enum(['new-question', 'new-page'])]),
  z.tuple([z.literal('new-option'), id]),
  z.tuple([z.literal('delete-option'), id, id]),
  z.tuple([z.literal('move-option'), id, id, direction]),
]);

/** Reads the pressed button; undefined for what none of ours says. */
export function readOrder(form: Form): FormEdit | undefined {
  const read = orderSchema.safeParse(form.get('order').split('|'));
  if (!read.success) return undefined;
  const order = read.data;
  const titles = { sv: form.get('new-sv').trim(), en: form.get('new-en').trim() };
  switch (order[0]) {
    case 'offer':
    case 'withhold':
      return { kind: order[0], category: order[1] };
    case 'move-category':
      return { kind: order[0], category: order[1], to: order[2] };
    case 'add-page':
      return chosen(form, order[2], (page) => ({ kind: 'add-page', category: order[1], page }));
    case 'remove-page':
      return { kind: 'remove-page', category: order[1], page: order[2] };
    case 'move-page':
      return { kind: 'move-page', category: order[1], page: order[2], to: order[3] };
    case 'move-question':
      return { kind: 'move-question', category: order[1], question: order[2], to: order[3] };
    case 'ask':
      return chosen(form, order[2], (question) => ({ kind: 'ask', category: order[1], page: order[2], question }));
    case 'do-not-ask':
      return { kind: 'do-not-ask', category: order[1], question: order[2] };
    case 'delete-question':
    case 'delete-page':
      return { kind: order[0], id: order[1] };
    case 'new-page':
      return { kind: 'new-page', id: freshId('p', randomBytes(6)), titles };
    case 'new-question': {
      const answers = z.enum(OWN_KINDS).safeParse(form.get('kind'));
      if (!answers.success) return undefined;
      return { kind: 'new-question', id: freshId('q', randomBytes(6)), answers: answers.data, titles };
    }
    case 'new-option':
      return { kind: 'new-option', question: order[1], id: freshId('o', randomBytes(6)), titles };
    case 'delete-option':
      return { kind: 'delete-option', question: order[1], id: order[2] };
    case 'move-option':
      return { kind: 'move-option', question: order[1], id: order[2], to: order[3] };
  }
}

function chosen(form: Form, place: string, make: (choice: string) => FormEdit): FormEdit | undefined {
  const choice = id.safeParse(form.get(choiceField(place)));
  return choice.success ? make(choice.data) : undefined;
}
