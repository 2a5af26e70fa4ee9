/** Where figures are served, and over what (config.ts reads these settings with all others). */
import ipaddr from 'ipaddr.js';
import * as z from 'zod';

/** An address to listen on. */
export interface ListenAt {
  readonly host: string;
  readonly port: number;
}

/** With the certificate and key that stand for it; undefined: plain HTTP, for this machine alone. */
export interface MetricsAt extends ListenAt {
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | undefined;
}

/** Each as an environment variable; for the house's figures and the crawler's alike. */
export const METRICS_TLS_SETTINGS = {
  FYR_METRICS_TLS_CERT_FILE: z.string().min(1).optional(),
  FYR_METRICS_TLS_KEY_FILE: z.string().min(1).optional(),
};

/** A name that merely resolves to this machine is not it: names can change. */
function isThisMachine(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}

/**
 * Figures leave this machine over TLS or not at all (OWASP ASVS 5.0, 12.3.1). `name` is the setting's; `refuse` is told why a setting
 * cannot be, and throws. @returns undefined where no figures are asked for
 */
export function metricsOf(
  name: string,
  at: ListenAt | undefined,
  env: z.infer<z.ZodObject<typeof METRICS_TLS_SETTINGS>>,
  refuse: (message: string) => never,
): MetricsAt | undefined {
  const { FYR_METRICS_TLS_CERT_FILE: certificateFile, FYR_METRICS_TLS_KEY_FILE: keyFile } = env;
  const tls = certificateFile === undefined || keyFile === undefined ? undefined : { certificateFile, keyFile };
  if (tls === undefined && (certificateFile ?? keyFile) !== undefined)
    refuse('FYR_METRICS_TLS_CERT_FILE and FYR_METRICS_TLS_KEY_FILE belong together: set both, or none.');
  if (at === undefined) return undefined;
  if (tls === undefined && !isThisMachine(at.host))
    refuse(
      `${name} is not an address of this machine alone, so it needs FYR_METRICS_TLS_CERT_FILE and FYR_METRICS_TLS_KEY_FILE. Without them it may be 127.0.0.1:PORT or [::1]:PORT.`,
    );
  return { ...at, tls };
}
