import type { QuestionSet } from '../cases/door.ts';
import type { AsTable, Network } from '../crawl/door.ts';
import type { DecideDeps, OutlineDeps } from '../deciding/door.ts';
import type { Finding } from '../doctor/door.ts';
import type { SendingDeps } from '../notices/door.ts';
import type { PartnerDesk } from '../partners/door.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { OidcDoor } from '../staff/door.ts';

/** What the console stands on. */
export interface ConsoleDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly config: Config;
  readonly log: Log;
  readonly questionSet: QuestionSet;
  readonly police: OutlineDeps['police'];
  readonly iccam: OutlineDeps['iccam'];
  readonly ncmec: OutlineDeps['ncmec'];
  readonly provider: OutlineDeps['provider'];
  readonly addresses: OutlineDeps['addresses'];
  readonly hotline?: OutlineDeps['hotline'];
  /** For trying out peers; undefined: no network is at hand. */
  readonly network?: Network;
  readonly readHashes?: DecideDeps['readHashes'];
  /** For looking at what would leave. */
  readonly takedowns: Pick<SendingDeps, 'sights' | 'places' | 'limits'>;
  /** Undefined: nobody logs in by an identity provider. */
  readonly oidc?: OidcDoor | undefined;
  /** What `fyr doctor` finds; undefined where nothing can examine the house. */
  readonly examine?: () => Promise<readonly Finding[]>;
  /** Networks by IP address; undefined: the registries' answers alone. */
  readonly asTable?: AsTable | undefined;
  /** The partners that can be configured. */
  readonly partnerDesks: readonly PartnerDesk[];
}
