import ipaddr from 'ipaddr.js';

/** Whether a URL's host is this machine, by name or by address. A name that merely resolves to it is not: names can change. */
export function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost') return true;
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
}
