/**
 * Who may use which route of the console: the one place. A route that is not in this table cannot be registered
 * (`screens.ts` takes only its keys), and everything is denied that it does not allow.
 */
import type { Role } from '../staff/door.ts';

/** `anyone`: also without a session. Else the roles that may. */
export type Access = 'anyone' | readonly Role[];

/** Everybody of the hotline. */
const EVERYBODY = ['analyst', 'supervisor'] as const satisfies readonly Role[];
/** Officers of the police see their own pages and their own sessions, and nothing else. */
const POLICE = ['police'] as const satisfies readonly Role[];
const LOGGED_IN = [...EVERYBODY, ...POLICE] as const satisfies readonly Role[];
const SUPERVISORS = ['supervisor'] as const satisfies readonly Role[];

export const ACCESS = {
  'GET /log-in': 'anyone',
  'POST /log-in': 'anyone',
  'GET /set-up/:token': 'anyone',
  'POST /set-up/:token': 'anyone',
  'GET /language/:language': 'anyone',
  'GET /style/:file': 'anyone',
  'GET /script/:file': 'anyone',
  'POST /log-out': LOGGED_IN,

  'GET /': EVERYBODY,
  'GET /queue/counts': EVERYBODY,
  'POST /queue/next': EVERYBODY,
  'POST /queue/bulk/preview': EVERYBODY,
  'POST /queue/bulk': EVERYBODY,
  'POST /queue/bulk/:bulkId/undo': EVERYBODY,
  'POST /queue/views': EVERYBODY,
  'POST /queue/views/:viewId/forget': EVERYBODY,
  'GET /second': EVERYBODY,
  'GET /second/agreement': EVERYBODY,
  'GET /second/:itemId': EVERYBODY,
  'POST /second/:itemId': EVERYBODY,
  'GET /search': EVERYBODY,
  'POST /search': EVERYBODY,
  'GET /cases/:caseId': EVERYBODY,
  'POST /cases/:caseId/claim': EVERYBODY,
  'POST /cases/:caseId/release': EVERYBODY,
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
  'POST /notices/mails/:answerId/seen': SUPERVISORS,
  'GET /providers': EVERYBODY,
  'GET /providers/:providerId': EVERYBODY,
  'POST /providers/:providerId/approve': SUPERVISORS,
  'POST /providers/:providerId/refuse': SUPERVISORS,
  'POST /providers/:providerId/pause': EVERYBODY,
  'POST /providers/:providerId/resume': SUPERVISORS,
  'POST /providers/:providerId/restore': SUPERVISORS,
  'POST /providers/:providerId/withdraw': SUPERVISORS,
  'POST /providers/:providerId/wishes': SUPERVISORS,
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

  'GET /figures': EVERYBODY,
  'GET /figures/takedowns': EVERYBODY,
  'GET /partners': EVERYBODY,
  'POST /partners/retry': EVERYBODY,
  'POST /partners/feedback/retry': SUPERVISORS,
  'GET /partners/exchange': SUPERVISORS,
  'POST /partners/exchange': SUPERVISORS,
  'POST /partners/exchange/own-key': SUPERVISORS,
  'POST /partners/exchange/:peerId': SUPERVISORS,
  'POST /partners/exchange/:peerId/test': SUPERVISORS,
  'GET /partners/feed': SUPERVISORS,
  'POST /partners/feed': SUPERVISORS,
  'POST /partners/feed/:keyId/revoke': SUPERVISORS,
  'GET /partners/sites': SUPERVISORS,
  'POST /partners/sites': SUPERVISORS,
  'POST /partners/sites/:partnerId/revoke': SUPERVISORS,
  'GET /partners/webhooks': SUPERVISORS,
  'POST /partners/webhooks': SUPERVISORS,
  'POST /partners/webhooks/:endpointId': SUPERVISORS,
  'GET /iccam': EVERYBODY,
  'POST /iccam/read': SUPERVISORS,
  'POST /iccam/rewind': SUPERVISORS,
  'POST /iccam/contents/:contentId/retry': SUPERVISORS,
  'GET /partners/:partner': SUPERVISORS,
  'POST /partners/:partner': SUPERVISORS,
  'POST /partners/:partner/test': SUPERVISORS,
  'GET /templates': EVERYBODY,
  'GET /templates/edit': SUPERVISORS,
  'POST /templates/preview': SUPERVISORS,
  'POST /templates/propose': SUPERVISORS,
  'GET /templates/:version': EVERYBODY,
  'POST /templates/:version/release': SUPERVISORS,
  'POST /templates/:version/withdraw': SUPERVISORS,
  'GET /forms': EVERYBODY,
  'GET /forms/draft': SUPERVISORS,
  'GET /forms/draft/:category': SUPERVISORS,
  'GET /forms/words/:subject': SUPERVISORS,
  'POST /forms/begin': SUPERVISORS,
  'POST /forms/edit': SUPERVISORS,
  'POST /forms/words/:subject': SUPERVISORS,
  'POST /forms/propose': SUPERVISORS,
  'GET /forms/:version': EVERYBODY,
  'GET /forms/:version/preview': EVERYBODY,
  'POST /forms/:version/release': SUPERVISORS,
  'POST /forms/:version/reopen': SUPERVISORS,
  'POST /forms/:version/withdraw': SUPERVISORS,
  'GET /ledger': EVERYBODY,
  'POST /ledger/verify': SUPERVISORS,
  'GET /sessions': LOGGED_IN,
  'POST /sessions/:sessionId/end': LOGGED_IN,
  'GET /staff': SUPERVISORS,
  'POST /staff/invite': SUPERVISORS,
  'POST /staff/:staffId/invite-again': SUPERVISORS,
  'POST /staff/:staffId/disable': SUPERVISORS,
} as const satisfies Record<`${'GET' | 'POST'} /${string}`, Access>;

export type Route = keyof typeof ACCESS;

/** Routes that need no session. */
export type OpenRoute = { [R in Route]: (typeof ACCESS)[R] extends 'anyone' ? R : never }[Route];
/** Routes that need one. */
export type StaffRoute = Exclude<Route, OpenRoute>;

/** What a page asks for by itself, without its reader: it keeps no session alive. */
export const BACKGROUND_ROUTES: ReadonlySet<Route> = new Set<Route>(['GET /queue/counts']);

/** Where a person with this role begins. */
export const homeOf = (role: Role): '/' | '/police' => (role === 'police' ? '/police' : '/');

/** Whether a person with this role (undefined: nobody is logged in) may use a route. */
export function mayUse(route: Route, role: Role | undefined): boolean {
  const access: Access = ACCESS[route];
  if (access === 'anyone') return true;
  return role !== undefined && access.includes(role);
}
