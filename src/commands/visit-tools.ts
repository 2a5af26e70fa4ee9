import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { z } from 'zod';
import {
  directEgress,
  egressFileSchema,
  openEgress,
  openMissingAnswers,
  openPictureMarks,
  type Egress,
  type Network,
  type VisitTools,
} from '../crawl/door.ts';
import { ConfigError, type Config } from '../platform/config.ts';
import { userAgentOf } from './user-agent.ts';

/**
 * What rechecks take of the outside: the ways out, the hasher of pictures, the memory of what hosts answer for nothing.
 * @throws ConfigError when the file of ways out is not right, or would lead out of a test network
 */
export async function openVisitTools(
  config: Config,
  network: Network,
): Promise<VisitTools & { close(): Promise<void> }> {
  const egresses = await openEgresses(config, network);
  const pictures = openPictureMarks();
  return {
    egresses,
    userAgent: userAgentOf(config),
    pictureMarkOf: (bytes) => pictures.markOf(bytes),
    missingAnswers: openMissingAnswers(),
    close: () => pictures.close(),
  };
}

async function openEgresses(config: Config, network: Network): Promise<readonly [Egress, ...Egress[]]> {
  const { egressFile } = config.recheck;
  if (egressFile === undefined) return [directEgress(network)];
  const settings = parseEgressFile(await readFile(egressFile, 'utf8').catch(() => undefined), egressFile);
  const outside = settings.find((each) => each.kind !== 'direct' && !isLoopback(each.address.ip));
  if (config.testNetworkFile !== undefined && outside !== undefined)
    throw new ConfigError(
      `FYR_RECHECK_EGRESS: with FYR_TEST_NETWORK nothing may leave this machine, so the address of ${outside.name} must be a loopback address.`,
    );
  const [first, ...others] = settings.map((each) => openEgress(network, each));
  return first === undefined ? [directEgress(network)] : [first, ...others];
}

/** Reads the file of ways out. @throws ConfigError that says what is wrong where */
export function parseEgressFile(text: string | undefined, file: string): z.output<typeof egressFileSchema> {
  if (text === undefined) throw new ConfigError(`FYR_RECHECK_EGRESS names a file that cannot be read: ${file}`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new ConfigError(`${file} (FYR_RECHECK_EGRESS) is not JSON.`);
  }
  const parsed = egressFileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(
    `${file} (FYR_RECHECK_EGRESS) is not right:\n${problems.join('\n')}\nAllowed is a list of {"name", "kind": "direct"} and {"name", "kind": "socks5" or "http-connect", "address": "IP:port"}.`,
  );
}

const isLoopback = (ip: string): boolean => isIP(ip) !== 0 && ipaddr.process(ip).range() === 'loopback';
