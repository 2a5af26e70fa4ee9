/** The link in a package that confirms it: whoever can read the package has it. Only its digest is kept. */
import { randomBytes } from 'node:crypto';
import type { ServiceKey } from '../../../platform/service-key.ts';

/** 160 random bits in base64url: 27 signs. */
export const freshConfirmToken = (): string => randomBytes(20).toString('base64url');

/** What is stored of a token, 32 bytes. What is no token has a digest too. */
export const digestOfConfirmToken = (serviceKey: ServiceKey, token: string): Buffer =>
  serviceKey.digest('token', `police-confirmation ${token}`);

/** The link. `siteUrl` is where people reach the public site. */
export const confirmUrlOf = (siteUrl: string, token: string): string =>
  new URL(`confirm/${token}`, siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`).href;
