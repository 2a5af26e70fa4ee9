/**
 * Who may use which route of the console: the one place. A route that is not in this table cannot be registered
 * (`screens.ts` takes only its keys), and everything is denied that it does not allow.
 */
import type { Role } from '../staff/door.ts';

/** `anyone`: also without a session. Else the roles that may. */
export type Access = 'anyone' | readonly Role[];

/** Who works on cases. */
const EVERYBODY = ['analyst', 'lead', 'supervisor'] as const satisfies readonly Role[];
const LEADS = ['lead', 'supervisor'] as const satisfies readonly Role[];
const SUPERVISORS = ['supervisor'] as const satisfies readonly Role[];
/** Settings and people; no case and no tip. */
const ADMINISTRATORS = ['supervisor', 'administrator'] as const satisfies readonly Role[];
/** The house as a whole, read. */
const READERS = [...EVERYBODY, 'administrator', 'auditor'] as const satisfies readonly Role[];
/** Who may have tried again what did not get through: it says nothing of a case. */
const MENDERS = [...EVERYBODY, 'administrator'] as const satisfies readonly Role[];
const AUDITORS = ['supervisor', 'administrator', 'auditor'] as const satisfies readonly Role[];
/** Officers of the police see their own pages and their own sessions, and nothing else. */
const POLICE = ['police'] as const satisfies readonly Role[];
const LOGGED_IN = [...READERS, ...POLICE] as const satisfies readonly Role[];

export const ACCESS = {
  'GET /log-in': 'anyone',
  'POST /log-in': 'anyone',
  'GET /set-up/:token': 'anyone',
  'POST /set-up/:token': 'anyone',
  'GET /language/:language': 'anyone',
  'GET /style/:file': 'anyone',
  'GET /script/:file': 'anyone',
  // Also for a session that is locked.
  'POST /log-out': 'anyone',
  'POST /unlock': 'anyone',
  'GET /log-in/oidc': 'anyone',
  'GET /log-in/oidc/back': 'anyone',

  'GET /': EVERYBODY,
  'GET /queue/counts': EVERYBODY,
  'POST /queue/next': EVERYBODY,
  'POST /queue/bulk/preview': EVERYBODY,
  'POST /queue/bulk': EVERYBODY,
  'POST /queue/bulk/:bulkId/undo': EVERYBODY,
  'POST /queue/views': EVERYBODY,
  'POST /queue/views/:viewId/forget': EVERYBODY,
  'GET /day': EVERYBODY,
  'POST /day/break': EVERYBODY,
  'POST /day/back': EVERYBODY,
  'POST /day/limits': EVERYBODY,
  'GET /day/end': EVERYBODY,
  'POST /day/give-back': EVERYBODY,
  'GET /wellbeing': SUPERVISORS,
  'POST /wellbeing': SUPERVISORS,
  'GET /second': EVERYBODY,
  'GET /second/agreement': LEADS,
  'GET /second/:itemId': EVERYBODY,
  'POST /second/:itemId': EVERYBODY,
  'GET /search': EVERYBODY,
  'POST /search': EVERYBODY,
  'GET /cases/:caseId': EVERYBODY,
  'POST /cases/:caseId/claim': EVERYBODY,
  'POST /cases/:caseId/take-up': EVERYBODY,
  'POST /cases/:caseId/release': EVERYBODY,
  'POST /cases/:caseId/skip': EVERYBODY,
  'POST /cases/:caseId/answers': EVERYBODY,
  'POST /cases/:caseId/decide': EVERYBODY,
  'POST /cases/:caseId/hold': EVERYBODY,
  'POST /cases/:caseId/close': EVERYBODY,
  'POST /cases/:caseId/notes': EVERYBODY,
  'GET /cases/:caseId/arrange': EVERYBODY,
  'POST /cases/:caseId/hand-over': EVERYBODY,
  'POST /cases/:caseId/join': EVERYBODY,
  'POST /cases/:caseId/split': EVERYBODY,
  'POST /cases/:caseId/link': EVERYBODY,
  'POST /cases/:caseId/unlink': EVERYBODY,
  'POST /cases/:caseId/takedowns/:takedownId/resume': EVERYBODY,
  'POST /cases/:caseId/takedowns/:takedownId/end': EVERYBODY,
  'POST /cases/:caseId/takedowns/:takedownId/contact': EVERYBODY,
  'POST /cases/:caseId/takedowns/:takedownId/next': EVERYBODY,
  'GET /cases/:caseId/outline': EVERYBODY,
  'GET /cases/:caseId/items/:itemId': EVERYBODY,
  'POST /cases/:caseId/items/:itemId': EVERYBODY,
  'POST /cases/:caseId/items/:itemId/given': EVERYBODY,
  'POST /cases/:caseId/items/:itemId/origin': EVERYBODY,
  'POST /cases/:caseId/tips/:tipId/read': EVERYBODY,
  'POST /cases/:caseId/tips/:tipId/contact': EVERYBODY,
  'POST /cases/:caseId/tips/:tipId/ask': EVERYBODY,

  'GET /cases/:caseId/police': EVERYBODY,
  'POST /cases/:caseId/police/message': EVERYBODY,
  'POST /cases/:caseId/police/pass': EVERYBODY,
  'POST /cases/:caseId/police/release': EVERYBODY,
  'POST /cases/:caseId/police/call': EVERYBODY,
  'POST /cases/:caseId/police/call-end': EVERYBODY,

  'GET /police': POLICE,
  'POST /police/hand-on': POLICE,
  'GET /police/cases/:caseId': POLICE,
  'POST /police/cases/:caseId/hold': POLICE,
  'POST /police/cases/:caseId/message': POLICE,
  'POST /police/packages/:packageId/fetch': POLICE,

  'GET /notices': EVERYBODY,
  'POST /notices/stop': EVERYBODY,
  'POST /notices/release': SUPERVISORS,
  'POST /notices/mails/:answerId/seen': LEADS,
  'GET /providers': EVERYBODY,
  'GET /providers/:providerId': EVERYBODY,
  'POST /providers/:providerId/approve': LEADS,
  'POST /providers/:providerId/refuse': LEADS,
  'POST /providers/:providerId/pause': EVERYBODY,
  'POST /providers/:providerId/resume': LEADS,
  'POST /providers/:providerId/restore': LEADS,
  'POST /providers/:providerId/withdraw': SUPERVISORS,
  'POST /providers/:providerId/wishes': LEADS,
  'GET /crawler': EVERYBODY,
  'GET /crawler/new': SUPERVISORS,
  'POST /crawler/runs': SUPERVISORS,
  'GET /crawler/runs/:runId': EVERYBODY,
  'POST /crawler/runs/:runId': SUPERVISORS,
  'GET /crawler/proposals/:proposalId': SUPERVISORS,
  'POST /crawler/proposals/:proposalId': SUPERVISORS,
  'GET /crawler/settings': EVERYBODY,
  'POST /crawler/from-cases': SUPERVISORS,
  'POST /crawler/robots': SUPERVISORS,

  'GET /figures': READERS,
  'GET /figures/takedowns': READERS,
  'GET /figures/file/:form': READERS,
  'GET /figures/public': READERS,
  'GET /figures/public/:snapshotId': READERS,
  'GET /figures/reports': READERS,
  'GET /figures/reports/:snapshotId': READERS,
  'GET /figures/reports/:snapshotId/file/:language/:form': READERS,
  'POST /figures/reports/prepare': SUPERVISORS,
  'POST /figures/reports/:snapshotId/words': SUPERVISORS,
  'POST /figures/reports/:snapshotId/publish': SUPERVISORS,
  'POST /figures/reports/:snapshotId/withdraw': SUPERVISORS,
  'POST /figures/public/prepare': SUPERVISORS,
  'POST /figures/public/:snapshotId/publish': SUPERVISORS,
  'POST /figures/public/:snapshotId/withdraw': SUPERVISORS,
  'GET /partners': READERS,
  'POST /partners/retry': MENDERS,
  'POST /partners/feedback/retry': ADMINISTRATORS,
  'GET /partners/exchange': ADMINISTRATORS,
  'POST /partners/exchange': ADMINISTRATORS,
  'POST /partners/exchange/own-key': ADMINISTRATORS,
  'POST /partners/exchange/:peerId': ADMINISTRATORS,
  'POST /partners/exchange/:peerId/test': ADMINISTRATORS,
  'GET /partners/feed': ADMINISTRATORS,
  'POST /partners/feed': ADMINISTRATORS,
  'POST /partners/feed/:keyId/revoke': ADMINISTRATORS,
  'GET /partners/sites': ADMINISTRATORS,
  'POST /partners/sites': ADMINISTRATORS,
  'POST /partners/sites/:partnerId/revoke': ADMINISTRATORS,
  'GET /partners/webhooks': ADMINISTRATORS,
  'POST /partners/webhooks': ADMINISTRATORS,
  'POST /partners/webhooks/:endpointId': ADMINISTRATORS,
  'GET /iccam': EVERYBODY,
  'POST /iccam/read': SUPERVISORS,
  'POST /iccam/rewind': SUPERVISORS,
  'POST /iccam/contents/:contentId/retry': SUPERVISORS,
  'GET /partners/:partner': ADMINISTRATORS,
  'POST /partners/:partner': ADMINISTRATORS,
  'POST /partners/:partner/test': ADMINISTRATORS,
  'GET /templates': READERS,
  'GET /templates/edit': SUPERVISORS,
  'POST /templates/preview': SUPERVISORS,
  'POST /templates/propose': SUPERVISORS,
  'GET /templates/:version': READERS,
  'POST /templates/:version/release': SUPERVISORS,
  'POST /templates/:version/withdraw': SUPERVISORS,
  'GET /forms': READERS,
  'GET /forms/draft': ADMINISTRATORS,
  'GET /forms/draft/:category': ADMINISTRATORS,
  'GET /forms/words/:subject': ADMINISTRATORS,
  'POST /forms/begin': ADMINISTRATORS,
  'POST /forms/edit': ADMINISTRATORS,
  'POST /forms/words/:subject': ADMINISTRATORS,
  'POST /forms/propose': ADMINISTRATORS,
  'GET /forms/:version': READERS,
  'GET /forms/:version/preview': READERS,
  'POST /forms/:version/release': ADMINISTRATORS,
  'POST /forms/:version/reopen': ADMINISTRATORS,
  'POST /forms/:version/withdraw': ADMINISTRATORS,
  'GET /routing': READERS,
  'GET /routing/draft': ADMINISTRATORS,
  'GET /routing/draft/:rowId': ADMINISTRATORS,
  'GET /routing/:version': READERS,
  'POST /routing/begin': ADMINISTRATORS,
  'POST /routing/edit': ADMINISTRATORS,
  'POST /routing/draft/:rowId': ADMINISTRATORS,
  'POST /routing/reason': ADMINISTRATORS,
  'POST /routing/try': ADMINISTRATORS,
  'POST /routing/:version/release': ADMINISTRATORS,
  'POST /routing/:version/withdraw': ADMINISTRATORS,
  'GET /ledger': READERS,
  'POST /ledger/verify': AUDITORS,
  'GET /ledger/acts': AUDITORS,
  'GET /ledger/proofs': AUDITORS,
  'GET /health': AUDITORS,
  'POST /health': AUDITORS,
  'GET /lists': READERS,
  'POST /lists/:listId/propose': SUPERVISORS,
  'POST /lists/:listId/confirm': SUPERVISORS,
  'POST /lists/:listId/withdraw': SUPERVISORS,
  'GET /check-keys': ADMINISTRATORS,
  'POST /check-keys': ADMINISTRATORS,
  'POST /check-keys/:keyId/revoke': ADMINISTRATORS,
  'GET /retention': READERS,
  'POST /retention/propose': SUPERVISORS,
  'POST /retention/:proposalId/confirm': SUPERVISORS,
  'POST /retention/:proposalId/withdraw': SUPERVISORS,
  'GET /presence': LOGGED_IN,
  'GET /lock': LOGGED_IN,
  'POST /lock': LOGGED_IN,
  'GET /sessions': LOGGED_IN,
  'POST /sessions/:sessionId/end': LOGGED_IN,
  'POST /sessions/end-others': LOGGED_IN,
  'GET /password': LOGGED_IN,
  'POST /password': LOGGED_IN,
  'POST /passkeys': LOGGED_IN,
  'POST /passkeys/:passkeyId/remove': LOGGED_IN,
  'POST /passkeys/codes': LOGGED_IN,
  'GET /oidc/connect': LOGGED_IN,
  'POST /oidc/link': LOGGED_IN,
  'POST /oidc/unlink': LOGGED_IN,
  'GET /staff': ADMINISTRATORS,
  'POST /staff/invite': ADMINISTRATORS,
  'POST /staff/:staffId/invite-again': ADMINISTRATORS,
  'POST /staff/:staffId/disable': ADMINISTRATORS,
  'POST /staff/:staffId/end-sessions': ADMINISTRATORS,
} as const satisfies Record<`${'GET' | 'POST'} /${string}`, Access>;

export type Route = keyof typeof ACCESS;

/** Routes that need no session. */
export type OpenRoute = { [R in Route]: (typeof ACCESS)[R] extends 'anyone' ? R : never }[Route];
/** Routes that need one. */
export type StaffRoute = Exclude<Route, OpenRoute>;

/** What a page asks for by itself, without its reader: it keeps no session alive. */
export const BACKGROUND_ROUTES: ReadonlySet<Route> = new Set<Route>(['GET /queue/counts', 'GET /lock']);

const HOMES: Readonly<Record<Role, string>> = {
  analyst: '/',
  lead: '/',
  supervisor: '/',
  administrator: '/partners',
  auditor: '/ledger',
  police: '/police',
};

/** Where a person with this role begins: a page that they may see. */
export const homeOf = (role: Role): string => HOMES[role];

/** Whether a person with this role (undefined: nobody is logged in) may use a route. */
export function mayUse(route: Route, role: Role | undefined): boolean {
  const access: Access = ACCESS[route];
  if (access === 'anyone') return true;
  return role !== undefined && access.includes(role);
}
