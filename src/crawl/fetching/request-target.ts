/** From an address to what a request says of it. */

/** The parts of an http(s) address that a connection and a request need. */
export interface RequestTarget {
  /** Scheme, host and port: requests with the same one share a connection. */
  readonly origin: string;
  readonly isTls: boolean;
  /** Lower case, brackets kept; without port. */
  readonly hostname: string;
  /** Empty for the scheme's own. */
  readonly port: string;
  /** For the Host header (RFC 9110, 7.2). */
  readonly authority: string;
  readonly pathAndQuery: string;
}

/** Canonical addresses, which nearly all are, need no parser. Nothing that could end a request's line or begin a header passes. */
const CANONICAL = /^(https?):\/\/(([a-z0-9_-][a-z0-9_.-]*)(?::(\d{1,5}))?)(\/[\x21\x22\x24-\x7e]*)(?:#[\x21-\x7e]*)?$/;

/** The parts, or why there are none. */
export function requestTargetOf(url: string): RequestTarget | 'not-a-url' | 'scheme' {
  const match = CANONICAL.exec(url);
  const lastLabel = match?.[3]?.slice(match[3].lastIndexOf('.') + 1) ?? '';
  // A host that ends in a number is an IP address in some spelling: the parser knows them all.
  if (match === null || /^(?:\d|0x|xn--|$)/.test(lastLabel)) return parsed(url);
  const [, scheme = '', authority = '', hostname = '', port = '', pathAndQuery = '/'] = match;
  const isOwnPort = port === (scheme === 'https' ? '443' : '80') || Number(port) > 65_535;
  if (isOwnPort) return parsed(url);
  return { origin: `${scheme}://${authority}`, isTls: scheme === 'https', hostname, port, authority, pathAndQuery };
}

function parsed(text: string): RequestTarget | 'not-a-url' | 'scheme' {
  const url = URL.parse(text);
  if (url === null) return 'not-a-url';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'scheme';
  return {
    origin: url.origin,
    isTls: url.protocol === 'https:',
    hostname: url.hostname,
    port: url.port,
    authority: url.host,
    pathAndQuery: url.pathname + url.search,
  };
}
