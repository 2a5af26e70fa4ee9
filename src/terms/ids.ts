/** Identifiers of Fyr's things, branded so that one kind is never passed for another. All are UUIDs (RFC 9562). */
import { z } from 'zod';

const uuid = z.uuid();

export const tipIdSchema = uuid.brand<'TipId'>();
export const caseIdSchema = uuid.brand<'CaseId'>();
export const itemIdSchema = uuid.brand<'ItemId'>();
export const dispatchIdSchema = uuid.brand<'DispatchId'>();
export const staffIdSchema = uuid.brand<'StaffId'>();
export const deskKeyIdSchema = uuid.brand<'DeskKeyId'>();

export type TipId = z.infer<typeof tipIdSchema>;
export type CaseId = z.infer<typeof caseIdSchema>;
export type ItemId = z.infer<typeof itemIdSchema>;
export type DispatchId = z.infer<typeof dispatchIdSchema>;
export type StaffId = z.infer<typeof staffIdSchema>;
export type DeskKeyId = z.infer<typeof deskKeyIdSchema>;
