/**
 * Signs of an endless address space, in one address alone: no request is spent on them. Each rule is loose enough for ordinary
 * sites (the test has a list of their shapes); what slips through is caught by growth (`judgeScope`) and the host's budget.
 */

/** Which sign was met. */
export type TrapKind = 'trap-repeats' | 'trap-depth' | 'trap-calendar' | 'trap-session' | 'trap-query';

const MAX_PATH_LENGTH = 1024;
const MAX_SEGMENTS = 20;
/** A segment may stand this often in one path; a pair of segments, one after the other, once less. */
const MAX_REPEATS = 3;
const MAX_PARAMETERS = 12;
const MAX_QUERY_LENGTH = 1024;
/** Years around now that a calendar's pages may be about. */
const CALENDAR_YEARS = 15;

const SESSION_IN_PATH = /;(?:jsessionid|phpsessid|sid|sessionid)=/i;
const SESSION_NAME =
  /^(?:phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|sid|sessid|session_?id|s_?id|zenid|osc?sid)$/i;
const SESSION_VALUE = /^[0-9a-z_-]{16,}$/i;
const CALENDAR_WORD =
  /(?:^|[/_.-])(?:calendar|kalender|cal|events?|evenemang|archive|arkiv|agenda|day|month|week)(?:[/_.-]|$)/i;
const YEAR = /(?:^|[/=_.-])((?:1[5-9]|2\d|[3-9]\d)\d\d)(?:[/&_.-]|$)/g;
const FOUR_DIGITS = /\d{4}/;
const CALENDAR_PARAMETER = /(?:^|&)(?:year|month|day|date|week|ym|cal|ar|manad|datum)=/i;

/** Looks at one canonical address; `year` is the present one, as calendars are endless in time only. */
export function findTrap(url: string, year: number): TrapKind | undefined {
  const slash = url.indexOf('/', 8);
  if (slash === -1) return undefined;
  const mark = url.indexOf('?', slash);
  const path = mark === -1 ? url.slice(slash) : url.slice(slash, mark);
  const query = mark === -1 ? '' : url.slice(mark + 1);
  return trapInPath(path) ?? (query === '' ? undefined : trapInQuery(query)) ?? trapInTime(path, query, year);
}

function trapInPath(path: string): TrapKind | undefined {
  if (path.length > MAX_PATH_LENGTH) return 'trap-depth';
  if (path.includes(';') && SESSION_IN_PATH.test(path)) return 'trap-session';
  // Most paths have too few segments to repeat themselves: they are spared the splitting.
  let slashes = 0;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) slashes += 1;
  if (slashes <= MAX_REPEATS) return undefined;
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.length > MAX_SEGMENTS) return 'trap-depth';
  return repeats(segments) ? 'trap-repeats' : undefined;
}

function repeats(segments: readonly string[]): boolean {
  const counts = new Map<string, number>();
  return segments.some((segment, at) => {
    const before = segments[at - 1];
    const isPairOften = before !== undefined && countOne(counts, `${before}/${segment}`) >= MAX_REPEATS;
    return countOne(counts, segment) > MAX_REPEATS || isPairOften;
  });
}

function countOne(counts: Map<string, number>, key: string): number {
  const times = (counts.get(key) ?? 0) + 1;
  counts.set(key, times);
  return times;
}

function trapInQuery(query: string): TrapKind | undefined {
  if (query.length > MAX_QUERY_LENGTH) return 'trap-query';
  const parameters = query.split('&');
  if (parameters.length > MAX_PARAMETERS) return 'trap-query';
  const names = new Map<string, number>();
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=');
    const name = equals === -1 ? parameter : parameter.slice(0, equals);
    const value = equals === -1 ? '' : parameter.slice(equals + 1);
    if (SESSION_NAME.test(name) && SESSION_VALUE.test(value)) return 'trap-session';
    // `filter[]=a&filter[]=b&…`: choices that can be combined without end.
    const times = (names.get(name) ?? 0) + 1;
    if (times > MAX_REPEATS) return 'trap-query';
    names.set(name, times);
  }
  return undefined;
}

function trapInTime(path: string, query: string, year: number): TrapKind | undefined {
  if (!FOUR_DIGITS.test(path) && !FOUR_DIGITS.test(query)) return undefined;
  const isCalendar = CALENDAR_WORD.test(path) || (query !== '' && CALENDAR_PARAMETER.test(query));
  if (!isCalendar) return undefined;
  for (const match of `${path}&${query}`.matchAll(YEAR)) {
    if (Math.abs(Number(match[1]) - year) > CALENDAR_YEARS) return 'trap-calendar';
  }
  return undefined;
}
