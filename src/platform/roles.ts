/**
 * Who may do what in the database: one row a table, one role a service (docs/operating.md). A role that is not named beside a table is
 * refused there. A new table needs a row here, or `roles.test.ts` fails. The house's own role, which is in no row, owns every table: it
 * migrates before services start, and runs what is typed at the terminal. No service that runs has a connection of it.
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
 * | `fyr_erase`    | what ends the time for which things are kept, in `jobs`                                              |
 * | `fyr_doctor`   | the console's page of the house's health: reads what an examination looks at                         |
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
  'fyr_erase',
  'fyr_doctor',
] as const;
export type ServiceRole = (typeof SERVICE_ROLES)[number];

/** What can be granted on a table; nobody is granted more (TRUNCATE, REFERENCES, TRIGGER). */
export const RIGHTS = ['select', 'insert', 'update', 'delete'] as const;
export type Right = (typeof RIGHTS)[number];

/** `s`elect, `i`nsert, `u`pdate, `d`elete of whole rows; or each right with the columns that it reaches. */
export type Grant = string | Readonly<Partial<Record<Right, 'all' | readonly string[]>>>;

type Row = Readonly<Partial<Record<RoleName, Grant>>>;
export type RoleName =
  'site' | 'answers' | 'console' | 'jobs' | 'recheck' | 'exchange' | 'check' | 'crawl' | 'erase' | 'doctor';

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
  'graphile_worker._private_jobs': { console: 'siu', jobs: 'siud', doctor: 's' },
  'graphile_worker._private_known_crontabs': { jobs: 'siud' },
  'graphile_worker._private_tasks': { console: 'siu', jobs: 'siud' },
  'graphile_worker.jobs': { jobs: 's' },
  'graphile_worker.migrations': { jobs: 's' },
};

/** Digests hang on the house's secret: whichever of a process's services is first in the table above reads it. */
const OF_EACH_PROCESS: Row = { site: 's', jobs: 's', recheck: 's', exchange: 's', check: 's', crawl: 's' };

/** By table, in alphabetical order. */
export const GRANTS: Readonly<Record<string, Row>> = {
  assessment: {
    console: 'si',
    jobs: 's',
    recheck: 's',
    doctor: { select: ['id', 'item_id', 'kind', 'assessed_at', 'outcome', 'answers'] },
  },
  backup_run: { doctor: 's' },
  bulk_act: { console: 'siu', jobs: 'su' },
  case_file: {
    console: 'siu',
    jobs: 'siu',
    exchange: 'siu',
    erase: { select: ['id', 'state', 'closed_at'] },
    doctor: { select: ['id', 'state', 'category', 'origin', 'opened_hour', 'closed_at', 'close_reason', 'decided_at'] },
  },
  case_link: { console: 'sid' },
  case_note: { console: 'siu', erase: { select: ['id', 'case_id'], delete: 'all' } },
  case_skip: { console: 'si' },
  case_tip: { console: 'sid', jobs: 'si', erase: 's', doctor: 's' },
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
  desk_key: { site: 's', console: 'si', doctor: 's' },
  desk_key_recovery: { console: 'si' },
  desk_key_share: { console: 'sid', doctor: { select: ['desk_key_id', 'staff_id'] } },
  dispatch: {
    console: 'siu',
    jobs: 'siu',
    erase: { select: ['id', 'case_id', 'payload'], update: ['payload'] },
    doctor: {
      select: [
        'id',
        'case_id',
        'payload',
        'state',
        'destination',
        'planned_at',
        'ended_at',
        'routing_version',
        'routing_row',
      ],
    },
  },
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
  figure_counted: { console: 's', jobs: 'siud', doctor: 's' },
  figure_mark: { console: 's', jobs: 'sid', doctor: 's' },
  figure_state: { console: 's', jobs: 'su', doctor: 's' },
  figure_sum: { console: 's', jobs: 'siud', doctor: 's' },
  figure_tip_change: { console: 's', jobs: 'sd', doctor: 's' },
  hash_feedback: { console: 'su', jobs: 'siu' },
  hash_list_fetch: { jobs: 'siu' },
  house_secret: OF_EACH_PROCESS,
  iccam_act: { console: 'sid', jobs: 'si' },
  iccam_catalogue: { console: 'siu', jobs: 'siu' },
  iccam_content: { console: 'siu', jobs: 'siu' },
  iccam_list: { console: 'siu', jobs: 'siu' },
  iccam_report: { console: 'siu', jobs: 'siu' },
  invitation: { console: 'siud' },
  item: {
    answers: 's',
    console: 'su',
    jobs: 'siu',
    recheck: 's',
    exchange: 'siu',
    doctor: { select: ['id', 'case_id', 'kept_country', 'outcome'] },
  },
  item_hit: { console: 's', jobs: 'siu', doctor: { select: ['item_id', 'kind', 'withdrawn_at'] } },
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
  ledger_act: {
    site: 'i',
    answers: 'i',
    console: 'si',
    jobs: 'siud',
    recheck: 'i',
    exchange: 'i',
    erase: 'i',
    doctor: 's',
  },
  ledger_checkpoint: { console: 's', jobs: 'si', doctor: 's' },
  ledger_entry: { console: 's', jobs: 'si', doctor: 's' },
  ledger_publication: { jobs: 'si' },
  letter: { answers: 'su', console: 'su', jobs: 'siud' },
  letter_template: { console: 'siu', jobs: 's' },
  login_try: { console: 'siud' },
  mailbox_entry: { site: 'si', console: 'si', jobs: 'si', doctor: { select: ['tip_id'] } },
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
    erase: { select: ['tip_id'], delete: 'all' },
    doctor: { select: ['tip_id'] },
  },
  mailbox_place: { jobs: 'siu' },
  media_seen: { crawl: 'siud' },
  // Whoever starts looks whether the schema is the one that it knows.
  migration: { ...OF_EACH_PROCESS, answers: 's', console: 's', erase: 's', doctor: 's' },
  note_mention: { console: 'siu', erase: { select: ['note_id'], delete: 'all' } },
  notice: {
    answers: 'su',
    console: 'su',
    jobs: 'siu',
    doctor: { select: ['item_id', 'takedown_id', 'kind', 'state', 'ended_at', 'provider_id', 'answer'] },
  },
  outbox: { site: 'i', answers: 'i', console: 'i', jobs: 'siud', recheck: 'i', exchange: 'i', crawl: 'i', doctor: 's' },
  partner_health: { console: 'siu', jobs: 'siu' },
  // The site sees the row of the police alone (migration 0250): it seals urgent tips to them.
  partner_setting: { site: 's', console: 'si', jobs: 's', doctor: { select: ['id', 'partner', 'mode'] } },
  passkey: { console: 'siud' },
  police_call: {
    answers: 'su',
    console: 'siu',
    jobs: 'su',
    erase: { select: ['dispatch_id', 'sealed_note'], update: ['sealed_note'] },
  },
  police_delivery: { answers: 'su', console: 'siu', jobs: 'siu', erase: { select: ['dispatch_id', 'case_id'] } },
  police_hold: { console: 'siu', jobs: 's', exchange: 's' },
  police_mail_key: { site: 'si', console: 'si', jobs: 'si' },
  police_message: { console: 'siu', erase: { select: ['case_id'], delete: 'all' } },
  police_package: { console: 'si', jobs: 'si', erase: { select: ['id', 'case_id'] } },
  police_package_key: { console: 'siu', jobs: 'siu', erase: { select: ['package_id'], delete: 'all' } },
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
  retention_rule: { console: 'si', erase: 's', doctor: 's' },
  routing_table: { console: 'siu', jobs: 's', doctor: 's' },
  second_opinion: { console: 'siud' },
  sending_pause: { console: 'siu', jobs: 's' },
  session: { console: 'siud', jobs: 'su' },
  sighting: {
    console: 's',
    jobs: 's',
    crawl: 'siu',
    doctor: { select: ['id', 'first_seen_at', 'country', 'kind', 'is_confirmed'] },
  },
  site_partner: { site: 's', console: 'siu' },
  staff: {
    site: { select: ['id', 'role', 'recipient', 'disabled_at'] },
    console: 'siu',
    jobs: { select: PERSON },
    doctor: { select: ['id', 'role', 'disabled_at'] },
  },
  staff_oidc: { console: 'siud' },
  takedown: {
    answers: 'su',
    console: 'siu',
    jobs: 'siu',
    exchange: 's',
    doctor: { select: ['id', 'item_id', 'round', 'decided_at', 'is_dsa16'] },
  },
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
    erase: {
      select: ['id', 'erased_at'],
      update: ['sealed_key_desk', 'sealed_key_mailbox', 'urgent_package', 'sealed_contact', 'has_contact', 'erased_at'],
    },
    // Whether each is sealed, and whether what was erased is gone whole.
    doctor: { select: [...TIP_RECORD, 'sealed_key_mailbox', 'urgent_package'] },
  },
  tip_import: {},
  used_proof: { console: 'sid' },
  visited_host: { answers: 's', console: 's', jobs: 's', recheck: 'sid' },
  watch: {
    answers: 'su',
    console: 'su',
    jobs: 'siu',
    recheck: 'su',
    doctor: { select: ['item_id', 'started_at', 'gone_at', 'gone_before_at'] },
  },
  webhook_delivery: { console: 'siu', jobs: 'siu', exchange: 'siu' },
  webhook_endpoint: { console: 'siud', jobs: 'su', exchange: 's' },
  webhook_message: { console: 'si', jobs: 'siud', exchange: 's' },
  work_break: { console: 'siu' },
  work_limit: { console: 'siu' },
  ...GRAPHILE,
};

/** Functions that do what only the owner may: whoever is named may call them (migration 0275). */
export const FUNCTIONS: Readonly<Record<string, readonly RoleName[]>> = {
  'end_old_log()': ['erase'],
  'scrub_table(text)': ['erase'],
};

/** Sequences that are no column's own: whoever makes a case takes the next number. */
export const SEQUENCES: Readonly<Record<string, readonly RoleName[]>> = {
  case_number: ['console', 'jobs', 'exchange'],
};
