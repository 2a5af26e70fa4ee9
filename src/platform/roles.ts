/**
 * Who may do what in the database: one row a table, one role a service (docs/operating.md). A role that is not named beside a table is
 * refused there. A new table needs a row here, or `roles.test.ts` fails. The house's own role, which is in no row, owns every table: it
 * migrates, erases, and runs what is typed at the terminal.
 *
 * | role           | is held by                                                                                         |
 * |----------------|----------------------------------------------------------------------------------------------------|
 * | `fyr_site`     | the public site: forms, receipts, mailboxes, public figures                                          |
 * | `fyr_answers`  | pages that a secret link opens: a provider's answers, the police's confirmations                     |
 * | `fyr_console`  | the console                                                                                          |
 * | `fyr_jobs`     | what goes on by itself: events, dispatches, letters, the ledger's sequencer, figures, metrics        |
 * | `fyr_recheck`  | visits to items                                                                                      |
 * | `fyr_exchange` | what other hotlines, providers and the hotline's own systems ask                                     |
 * | `fyr_check`    | the check API                                                                                        |
 * | `fyr_crawl`    | the crawler                                                                                          |
 */

/** In the order of the table above. */
export const SERVICE_ROLES = [
  'fyr_site',
  'fyr_answers',
  'fyr_console',
  'fyr_jobs',
  'fyr_recheck',
  'fyr_exchange',
  'fyr_check',
  'fyr_crawl',
] as const;
export type ServiceRole = (typeof SERVICE_ROLES)[number];

/** What can be granted on a table; nobody is granted more (TRUNCATE, REFERENCES, TRIGGER). */
export const RIGHTS = ['select', 'insert', 'update', 'delete'] as const;
export type Right = (typeof RIGHTS)[number];

/** `s`elect, `i`nsert, `u`pdate, `d`elete of whole rows; or each right with the columns that it reaches. */
export type Grant = string | Readonly<Partial<Record<Right, 'all' | readonly string[]>>>;

type Row = Readonly<Partial<Record<RoleName, Grant>>>;
type RoleName = 'site' | 'answers' | 'console' | 'jobs' | 'recheck' | 'exchange' | 'check' | 'crawl';

/** The tip as the desk and the house's own work see it: sealed, and without what its sender's receipt opens. */
const TIP_RECORD = [
  ...[
    'id',
    'received_hour',
    'source',
    'category',
    'language',
    'is_urgent',
    'wants_answer',
    'has_contact',
    'desk_key_id',
  ],
  ...[
    'recipient',
    'sealed_key_desk',
    'sealed_report',
    'sealed_contact',
    'shrouded_addresses',
    'erased_at',
    'group_id',
    'came_anonymous',
  ],
];
/** Who a person is, and nothing that lets them in. */
const PERSON = ['id', 'name', 'login', 'role', 'recipient', 'created_at', 'disabled_at'];

/** graphile-worker's own: the worker's for `jobs`; the console adds jobs, and sees those with their key to replace them. */
const GRAPHILE: Readonly<Record<string, Row>> = {
  'graphile_worker._private_job_queues': { console: 'siu', jobs: 'siud' },
  'graphile_worker._private_jobs': { console: 'siu', jobs: 'siud' },
  'graphile_worker._private_known_crontabs': { jobs: 'siud' },
  'graphile_worker._private_tasks': { console: 'siu', jobs: 'siud' },
  'graphile_worker.jobs': { jobs: 's' },
  'graphile_worker.migrations': { jobs: 's' },
};

/** By table, in alphabetical order. */
export const GRANTS: Readonly<Record<string, Row>> = {
  assessment: { console: 'si', jobs: 's', recheck: 's' },
  backup_run: {},
  bulk_act: { console: 'siu', jobs: 'su' },
  case_file: { console: 'siu', jobs: 'siu', exchange: 'siu' },
  case_link: { console: 'sid' },
  case_note: { console: 'siu' },
  case_skip: { console: 'si' },
  case_tip: { console: 'sid', jobs: 'si' },
  check_key: { console: 'siu', exchange: 's', check: 's' },
  check_key_day: { console: 's', exchange: 'siu', check: 'siu' },
  contact_lookup: { console: 'siud', jobs: 'siud' },
  crawl_from_cases: { console: 'siu', jobs: 's' },
  crawl_host: { console: 'siu', jobs: 'siu', crawl: 'siu' },
  crawl_mandate: { console: 'siud', crawl: 's' },
  crawl_partition: { crawl: 'su' },
  crawl_proposal: { console: 'siu' },
  crawl_reason: { console: 's', jobs: 's', crawl: 'siu' },
  crawl_robots: { crawl: 'siud' },
  crawl_run: { console: 'siu', jobs: 's', crawl: 'su' },
  crawl_run_host: { console: 'siu', jobs: 'siu', crawl: 'siu' },
  crawl_sample: { console: 's', crawl: 'sid' },
  crawl_tally: { console: 'siu', jobs: 'siu', crawl: 'siu' },
  crawl_url: { console: 'siu', jobs: 'siu', crawl: 'siud' },
  crawl_worker: { console: 's', jobs: 's', crawl: 'siud' },
  cybertip_filing: { console: 'siu', jobs: 'siu' },
  desk_key: { site: 's', console: 'si' },
  desk_key_recovery: { console: 'si' },
  desk_key_share: { console: 'sid' },
  dispatch: { console: 'siu', jobs: 'siu' },
  dispatch_item: { console: 'si', jobs: 'si' },
  exchange_case: { console: 'siu', jobs: 'siu', exchange: 'si' },
  exchange_counter: { console: 'su', jobs: 'su', exchange: 'su' },
  exchange_entry: { console: 'su', jobs: 'siu', exchange: 's' },
  exchange_nonce: { exchange: 'sid' },
  exchange_own_key: { console: 'siu', jobs: 's', exchange: 's' },
  exchange_peer: { console: 'siu', jobs: 'su', exchange: 'su' },
  exchange_received: { jobs: 'siu' },
  exposure: { console: 'sid' },
  feed_entry: { exchange: 'siud' },
  feed_version: { exchange: 'sid' },
  figure_counted: { console: 's', jobs: 'siud' },
  figure_mark: { console: 's', jobs: 'sid' },
  figure_state: { console: 's', jobs: 'su' },
  figure_sum: { console: 's', jobs: 'siud' },
  figure_tip_change: { console: 's', jobs: 'sd' },
  hash_feedback: { console: 'su', jobs: 'siu' },
  hash_list_fetch: { jobs: 'siu' },
  house_secret: { crawl: 's' },
  iccam_act: { console: 'sid', jobs: 'si' },
  iccam_catalogue: { console: 'siu', jobs: 'siu' },
  iccam_content: { console: 'siu', jobs: 'siu' },
  iccam_list: { console: 'siu', jobs: 'siu' },
  iccam_report: { console: 'siu', jobs: 'siu' },
  invitation: { console: 'siud' },
  item: { answers: 's', console: 'su', jobs: 'siu', recheck: 's', exchange: 'siu' },
  item_hit: { console: 's', jobs: 'siu' },
  // Who can read a case's hosts can read this one; only an analyst says anything of it.
  item_origin: { console: 'si', jobs: 'su' },
  job_worker: { jobs: 'siud' },
  known_entry: { jobs: 'si', check: 's', crawl: 's' },
  known_feed: { jobs: 'siu' },
  known_import: { console: 's' },
  known_list: { console: 'su', jobs: 'siu', check: 's', crawl: 's' },
  known_reference: { jobs: 'si' },
  known_video: { check: 's' },
  // Whoever acts writes what was done; only the sequencer takes it up.
  ledger_act: { site: 'i', answers: 'i', console: 'si', jobs: 'siud', recheck: 'i', exchange: 'i' },
  ledger_checkpoint: { console: 's', jobs: 'si' },
  ledger_entry: { console: 's', jobs: 'si' },
  ledger_publication: { jobs: 'si' },
  letter: { answers: 'su', console: 'su', jobs: 'siud' },
  letter_template: { console: 'siu', jobs: 's' },
  login_try: { console: 'siud' },
  mailbox_entry: { site: 'si', console: 'si', jobs: 'si' },
  // The site keeps and forgets an address for mails about news, and cannot read one.
  mailbox_notice: {
    site: {
      select: ['tip_id', 'address_digest', 'waits_since'],
      insert: 'all',
      update: ['shrouded_address', 'address_digest', 'language', 'waits_since'],
      delete: 'all',
    },
    console: 'su',
    jobs: 'su',
  },
  mailbox_place: { jobs: 'siu' },
  media_seen: { crawl: 'siud' },
  migration: {},
  note_mention: { console: 'siu' },
  notice: { answers: 'su', console: 'su', jobs: 'siu' },
  outbox: { site: 'i', answers: 'i', console: 'i', jobs: 'siud', recheck: 'i', exchange: 'i', crawl: 'i' },
  partner_health: { console: 'siu', jobs: 'siu' },
  // The site sees the row of the police alone (migration 0250): it seals urgent tips to them.
  partner_setting: { site: 's', console: 'si', jobs: 's' },
  passkey: { console: 'siud' },
  police_call: { answers: 'su', console: 'siu', jobs: 'su' },
  police_delivery: { answers: 'su', console: 'siu', jobs: 'siu' },
  police_hold: { console: 'siu', jobs: 's', exchange: 's' },
  police_mail_key: { site: 'si', console: 'si', jobs: 'si' },
  police_message: { console: 'siu' },
  police_package: { console: 'si', jobs: 'si' },
  police_package_key: { console: 'siu', jobs: 'siu' },
  police_receipt: { console: 'si' },
  provider: { answers: 'siu', console: 'siu', jobs: 'siu' },
  provider_answer: { answers: 'si', console: 'su', jobs: 'siu' },
  provider_answer_notice: { answers: 'si', console: 's', jobs: 'si' },
  provider_release: { console: 'siu' },
  public_figures: { site: 's', console: 'siu' },
  public_form: { site: 's', console: 'siu' },
  queue_view: { console: 'sid' },
  recovery_trust: { console: 's' },
  retention_proposal: { console: 'siu' },
  retention_rule: { console: 'si' },
  routing_table: { console: 'siu', jobs: 's' },
  second_opinion: { console: 'siud' },
  sending_pause: { console: 'siu', jobs: 's' },
  session: { console: 'siud', jobs: 'su' },
  sighting: { console: 's', jobs: 's', crawl: 'siu' },
  site_partner: { site: 's', console: 'siu' },
  staff: { site: { select: ['id', 'role', 'recipient', 'disabled_at'] }, console: 'siu', jobs: { select: PERSON } },
  staff_oidc: { console: 'siud' },
  takedown: { answers: 'su', console: 'siu', jobs: 'siu', exchange: 's' },
  takedown_rung: { answers: 'siu', console: 'siu', jobs: 'siu' },
  tip: {
    // What finding a mailbox, opening it with its receipt and taking a tip back need: not the report, the contact, the addresses or the
    // copy of the key that the desk opens.
    site: {
      select: [
        ...['id', 'submission_digest', 'received_hour', 'is_urgent', 'has_contact', 'recipient'],
        ...['sealed_key_mailbox', 'mailbox_digest', 'erased_at'],
      ],
      insert: 'all',
      update: ['sealed_key_desk', 'sealed_key_mailbox', 'sealed_contact', 'urgent_package', 'has_contact', 'erased_at'],
    },
    // To lock a row PostgreSQL asks for the right to change something in it.
    console: { select: TIP_RECORD, update: ['language'] },
    jobs: { select: [...TIP_RECORD, 'urgent_package'], update: ['urgent_package'] },
  },
  tip_import: {},
  used_proof: { console: 'sid' },
  visited_host: { answers: 's', console: 's', jobs: 's', recheck: 'sid' },
  watch: { answers: 'su', console: 'su', jobs: 'siu', recheck: 'su' },
  webhook_delivery: { console: 'siu', jobs: 'siu', exchange: 'siu' },
  webhook_endpoint: { console: 'siud', jobs: 'su', exchange: 's' },
  webhook_message: { console: 'si', jobs: 'siud', exchange: 's' },
  work_break: { console: 'siu' },
  work_limit: { console: 'siu' },
  ...GRAPHILE,
};

/** Sequences that are no column's own: whoever makes a case takes the next number. */
const SEQUENCES: Readonly<Record<string, readonly RoleName[]>> = { case_number: ['console', 'jobs', 'exchange'] };

/** A role's right on one table: on whole rows, or on these columns. */
export interface TableGrant {
  /** With its schema where that is not `public`. */
  readonly table: string;
  readonly right: Right;
  readonly columns: 'all' | readonly string[];
}

const LETTERS: Readonly<Record<Right, string>> = { select: 's', insert: 'i', update: 'u', delete: 'd' };

const columnsOf = (grant: Grant, right: Right): 'all' | readonly string[] | undefined =>
  typeof grant === 'string' ? (grant.includes(LETTERS[right]) ? 'all' : undefined) : grant[right];

const isNameOf = (name: string, role: ServiceRole): boolean => role === `fyr_${name}`;

/** All that a role is granted. */
export function grantsOf(role: ServiceRole): readonly TableGrant[] {
  return Object.entries(GRANTS).flatMap(([table, row]) =>
    Object.entries(row)
      .filter(([name]) => isNameOf(name, role))
      .flatMap(([, grant]) =>
        RIGHTS.flatMap((right) => {
          const columns = columnsOf(grant, right);
          return columns === undefined ? [] : [{ table, right, columns }];
        }),
      ),
  );
}

/** The sequences that a role may take a number of. */
export const sequencesOf = (role: ServiceRole): readonly string[] =>
  Object.entries(SEQUENCES).flatMap(([sequence, names]) =>
    names.some((name) => isNameOf(name, role)) ? [sequence] : [],
  );

/** graphile-worker shows the rows of its tables to their owner alone, until a policy says otherwise. */
export const guardedTablesOf = (role: ServiceRole): readonly string[] => [
  ...new Set(grantsOf(role).flatMap(({ table }) => (table.includes('._private_') ? [table] : []))),
];

/** The policies that let roles see rows of such tables; each bears its role's name. */
const GUARDED = Object.keys(GRAPHILE).filter((table) => table.includes('._private_'));

const SCHEMAS = ['public', 'graphile_worker'];

/** The statements that give a role what is listed and take the rest away. Names come from this file alone. */
export function grantStatements(role: ServiceRole): readonly string[] {
  const grants = grantsOf(role);
  const whole = RIGHTS.flatMap((right) => {
    const tables = grants.filter((grant) => grant.right === right && grant.columns === 'all').map(({ table }) => table);
    return tables.length === 0 ? [] : [`grant ${right} on ${tables.join(', ')} to ${role}`];
  });
  const parts = grants.flatMap(({ table, right, columns }) =>
    columns === 'all' ? [] : [`grant ${right} (${columns.join(', ')}) on ${table} to ${role}`],
  );
  return [
    ...SCHEMAS.map((schema) => `revoke all on all tables in schema ${schema} from ${role}`),
    `revoke all on all sequences in schema public from ${role}`,
    ...(grants.some(({ table }) => table.startsWith('graphile_worker.'))
      ? [`grant usage on schema graphile_worker to ${role}`]
      : [`revoke all on schema graphile_worker from ${role}`]),
    ...whole,
    ...parts,
    ...GUARDED.map((table) => `drop policy if exists ${role} on ${table}`),
    ...guardedTablesOf(role).map(
      (table) => `create policy ${role} on ${table} to ${role} using (true) with check (true)`,
    ),
    ...sequencesOf(role).map((sequence) => `grant usage on sequence ${sequence} to ${role}`),
  ];
}
