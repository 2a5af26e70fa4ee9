/** A form that was sent to a session that had been locked: what it said and where it was going, to be offered again. */
import { z } from 'zod';
import { FORM_TOKEN_FIELD } from './form.ts';

/** Where a form was going, with all that it said but its token, which is the session's. */
export interface Draft {
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

const draftSchema = z.object({ path: z.string(), fields: z.array(z.tuple([z.string(), z.string()])) });

/** As text, for the session to seal. */
export const writeDraft = ({ path, fields }: Draft): string =>
  JSON.stringify({ path, fields: fields.filter(([name]) => name !== FORM_TOKEN_FIELD) });

/** The other way round. @throws SyntaxError or ZodError for what `writeDraft` has not written */
export const readDraft = (text: string): Draft => draftSchema.parse(JSON.parse(text));
