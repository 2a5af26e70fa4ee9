/** A person of the hotline, and what may be typed as name and login. */
import { z } from 'zod';
import type { StaffId } from '../terms/ids.ts';

/** Only a supervisor lets people in and out; the first person of a hotline is one. */
export const ROLES = ['analyst', 'supervisor', 'police'] as const;
/** For rows read back and for the form that invites. */
export const roleSchema = z.enum(ROLES);
/**
 * `analyst`: works on cases. `supervisor`: that, and invites and disables people. `police`: an officer, who fetches what was
 * prepared for the police and holds no desk key: no tip opens to them.
 */
export type Role = z.infer<typeof roleSchema>;

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
