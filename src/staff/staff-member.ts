/** A person of the hotline, and what may be typed as name and login. */
import { z } from 'zod';
import type { StaffId } from '../terms/ids.ts';

/** The first person of a hotline is a supervisor; only they, and in part administrators, let people in and out. */
export const ROLES = ['analyst', 'lead', 'supervisor', 'administrator', 'auditor', 'police'] as const;
/** For rows read back and for the form that invites. */
export const roleSchema = z.enum(ROLES);
/**
 * | role          | works on cases, holds the desk key | besides                                                             |
 * |---------------|------------------------------------|---------------------------------------------------------------------|
 * | analyst       | yes                                |                                                                     |
 * | lead          | yes                                | hands over what others have; day-to-day decisions about providers   |
 * | supervisor    | yes                                | everything else: people, settings, what needs two people            |
 * | administrator | no: no tip opens to them           | settings, partners, people without the key                          |
 * | auditor       | no                                 | reads figures, partners, templates and the ledger, and changes none |
 * | police        | no                                 | an officer: fetches what was prepared for the police, nothing else  |
 */
export type Role = z.infer<typeof roleSchema>;

/** Those who work on cases are those to whom the desk key is sealed. */
const CASE_ROLES: ReadonlySet<Role> = new Set(['analyst', 'lead', 'supervisor']);

/** Whether somebody with this role holds the desk key and has cases in hand. */
export const worksOnCases = (role: Role): boolean => CASE_ROLES.has(role);

/** For a store's question. */
export const CASE_ROLE_LIST: readonly Role[] = [...CASE_ROLES];

/** Whether somebody with this role may move what is in other people's hands. */
export const leadsOthers = (role: Role): boolean => role === 'lead' || role === 'supervisor';

/** Whether somebody may let people with this role in and out: an administrator hands on no key, since they have none. */
export const mayManage = (by: Role, role: Role): boolean =>
  by === 'supervisor' || (by === 'administrator' && !worksOnCases(role));

/** What other people of the hotline may see of somebody. */
export interface StaffMember {
  readonly id: StaffId;
  readonly name: string;
  readonly login: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly disabledAt: Date | undefined;
}

/** In code points, so that a name in any script may be as long. */
export const MAX_NAME_LENGTH = 80;

/** A login as it is stored and compared: small letters, without surrounding space. */
export const normaliseLogin = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();

/** 2 to 64 small letters, digits, dots, hyphens, underscores or @: readable aloud, and no two look alike. */
export const isLogin = (login: string): boolean => /^[a-z0-9][a-z0-9._@-]{1,63}$/.test(login);

/** A name in one line, without control characters; undefined when nothing is left or it is too long. */
export function normaliseName(typed: string): string | undefined {
  const name = typed
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return name === '' || Array.from(name).length > MAX_NAME_LENGTH ? undefined : name;
}
