export { acceptInvitation, type AcceptProblem, type AcceptResult } from './accept-invitation.ts';
export { changePassword, type ChangeProblem, type ChangePasswordResult } from './change-password.ts';
export { createStaffMember } from './create-staff-member.ts';
export { isDeskKey } from './desk-key-store.ts';
export { makeDeskKey, newestDeskKey } from './desk-key.ts';
export { disableStaff, endSessionsOf, type DisableResult } from './disable-staff.ts';
export { endOtherSessions, endSession, listSessions, logOut } from './end-session.ts';
export {
  inviteAgain,
  inviteFirstSupervisor,
  inviteStaff,
  listInvitations,
  NotAllowedError,
  readInvitation,
} from './invite-staff.ts';
export type { Invitation } from './invitation-store.ts';
export { logIn, type LogInResult } from './log-in.ts';
export { linkOidc, subjectDigestOf, unlinkOidc } from './link-oidc.ts';
export { addPasskey, removePasskey, turnCodes } from './manage-passkeys.ts';
export { provePassword, type NotProved } from './prove-password.ts';
export { openOidc, OidcTooWeakError, oidcTripSchema, type OidcDoor, type OidcSettings } from './oidc.ts';
export { readOidcLink } from './oidc-store.ts';
export { relyingPartyOf, type PasskeyAnswer, type RelyingParty } from './passkey.ts';
export { areCodesOff, listPasskeys, type PasskeyRow } from './passkey-store.ts';
export type { OidcProof, SecondFactor } from './second-factor.ts';
export { openSession, readLockedSession, type FreshSession } from './open-session.ts';
export { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './password.ts';
export { SESSION_MAX_MS, type LockedSession, type Session, type SessionSummary } from './session.ts';
export { lockByHand, startLocking, unlockSession } from './unlock-session.ts';
export { inviteByRecovery, trustRecoveryKey, type TrustProblem } from './recovery.ts';
export {
  leadsOthers,
  mayManage,
  roleSchema,
  ROLES,
  worksOnCases,
  type Role,
  type StaffMember,
} from './staff-member.ts';
export { listOfficers, type Officer } from './officer.ts';
export { listStaff, readStaffNames } from './staff-store.ts';
export { freshTotpSecret, totpCode, totpUri } from './totp.ts';
