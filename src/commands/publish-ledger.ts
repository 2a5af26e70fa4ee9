/** Wires the ledger's daily way out: the mail server and the time stamp authority of the settings. */
import { readFile } from 'node:fs/promises';
import type { House } from '../house.ts';
import { parseCertificate, startPublishing, type PublishDeps } from '../ledger/door.ts';
import { askOutside, mayReach } from '../partners/door.ts';
import { ConfigError } from '../platform/config.ts';
import type { Loop } from '../platform/loop.ts';
import type { Mailer } from '../platform/mail.ts';
import { checkpointFolderOf } from './checkpoint-folder.ts';

const TIMEOUT_MS = 20_000;
const ANSWER_MOST_BYTES = 100_000;

/** Starts it, when there is somebody to tell; undefined otherwise. @throws ConfigError when the authority's certificate cannot be read */
export async function startLedgerPublishing(house: House, mailer: Mailer | undefined): Promise<Loop | undefined> {
  const { db, clock, log, config } = house;
  const deps = {
    ...{ db, clock, log, checkpointFolder: checkpointFolderOf(config) },
    mail: mailTo(house, mailer),
    authority: await authorityOf(house),
  };
  return deps.mail === undefined && deps.authority === undefined ? undefined : startPublishing(deps);
}

function mailTo({ config }: House, mailer: Mailer | undefined): PublishDeps['mail'] {
  const { mail, mode } = config.ledger;
  const { smtpUrl } = config;
  if (mail === undefined || mailer === undefined || smtpUrl === undefined || !mayReach(mode, smtpUrl)) return undefined;
  return { to: mail, send: (letter) => mailer.send(letter) };
}

async function authorityOf({ config, network }: House): Promise<PublishDeps['authority']> {
  const { authority, mode } = config.ledger;
  if (authority === undefined) return undefined;
  const pem = await readFile(authority.certificateFile, 'utf8').catch(() => '');
  const certificate = parseOrComplain(pem);
  const url = new URL(authority.url);
  return {
    certificate,
    ask: async (body) => {
      const answer = await askOutside(network, {
        ...{ mode, url, body, method: 'POST', timeoutMs: TIMEOUT_MS, maxAnswerBytes: ANSWER_MOST_BYTES },
        headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      });
      if (answer.status !== 200) throw new Error(`The time stamp authority answered ${answer.status}.`);
      return answer.body;
    },
  };
}

function parseOrComplain(pem: string) {
  try {
    return parseCertificate(pem);
  } catch {
    throw new ConfigError("FYR_LEDGER_TSA_CERT_FILE must name a PEM file with the authority's certificate.");
  }
}
