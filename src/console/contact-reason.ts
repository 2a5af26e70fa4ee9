/** Why an analyst opens a tipster's contact details: on the ledger as a code. */
import { z } from 'zod';

export const CONTACT_REASONS = ['child-in-danger', 'police-ask', 'tipster-wishes', 'legal-duty'] as const;
export const contactReasonSchema = z.enum(CONTACT_REASONS);
export type ContactReason = z.infer<typeof contactReasonSchema>;
