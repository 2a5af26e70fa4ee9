/** The settings that say where services connect with roles of their own (roles.ts). */
import { z } from 'zod';
import type { ServiceRole } from './roles.ts';

const databaseUrl = z
  .string()
  .refine((text) => URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol), {
    error: 'must be an address that begins with postgres:// or postgresql://',
  })
  .optional();

/** One setting a role. */
export const ROLE_SETTINGS = {
  FYR_SITE_DATABASE_URL: databaseUrl,
  FYR_ANSWERS_DATABASE_URL: databaseUrl,
  FYR_CONSOLE_DATABASE_URL: databaseUrl,
  FYR_JOBS_DATABASE_URL: databaseUrl,
  FYR_RECHECK_DATABASE_URL: databaseUrl,
  FYR_EXCHANGE_DATABASE_URL: databaseUrl,
  FYR_CHECK_DATABASE_URL: databaseUrl,
  FYR_CRAWL_DATABASE_URL: databaseUrl,
  FYR_ERASE_DATABASE_URL: databaseUrl,
  FYR_DOCTOR_DATABASE_URL: databaseUrl,
};

/** `FYR_SITE_DATABASE_URL` of `fyr_site`. */
export const settingOf = (role: ServiceRole): string => `${role.toUpperCase()}_DATABASE_URL`;

/** Where each role connects; all undefined with the embedded database. */
export type RoleUrls = Readonly<Record<ServiceRole, string | undefined>>;

/** The settings by role. */
export const roleUrlsOf = (env: z.infer<z.ZodObject<typeof ROLE_SETTINGS>>): RoleUrls => ({
  fyr_site: env.FYR_SITE_DATABASE_URL,
  fyr_answers: env.FYR_ANSWERS_DATABASE_URL,
  fyr_console: env.FYR_CONSOLE_DATABASE_URL,
  fyr_jobs: env.FYR_JOBS_DATABASE_URL,
  fyr_recheck: env.FYR_RECHECK_DATABASE_URL,
  fyr_exchange: env.FYR_EXCHANGE_DATABASE_URL,
  fyr_check: env.FYR_CHECK_DATABASE_URL,
  fyr_crawl: env.FYR_CRAWL_DATABASE_URL,
  fyr_erase: env.FYR_ERASE_DATABASE_URL,
  fyr_doctor: env.FYR_DOCTOR_DATABASE_URL,
});

/** What says which server the database is on. */
export interface ServerSettings {
  /** The owner's address. */
  readonly databaseUrl: string | undefined;
  readonly roleUrls: RoleUrls;
}

/** True where the settings name no server, neither for the owner nor for any service: then it is the data folder's own. */
export const isEmbedded = (config: ServerSettings): boolean =>
  config.databaseUrl === undefined && Object.values(config.roleUrls).every((url) => url === undefined);
