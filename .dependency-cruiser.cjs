/**
 * The walls of the house (docs/architecture.md). Imports point upstream: a room may enter only those named beside it,
 * and only by their door. What nobody may do is said once, here.
 */
const upstream = {
  ledger: [],
  staff: ['ledger'],
  intake: ['staff', 'ledger', 'site'],
  crawl: [],
  cases: ['intake', 'staff', 'ledger'],
  routing: ['cases', 'intake', 'staff', 'ledger'],
  partners: ['routing', 'cases', 'intake', 'staff', 'ledger', 'crawl', 'site', 'known'],
  webhooks: ['partners', 'crawl', 'ledger'],
  feed: ['known', 'ledger'],
  exchange: ['partners', 'known', 'cases', 'routing', 'crawl', 'ledger'],
  backup: ['ledger'],
  retention: ['backup', 'ledger', 'staff'],
  doctor: ['backup', 'figures', 'ledger', 'retention', 'routing'],
  known: ['crawl', 'ledger', 'site'],
  notices: ['routing', 'cases', 'crawl', 'ledger', 'partners', 'site'],
  deciding: ['cases', 'intake', 'staff', 'routing', 'partners', 'notices', 'exchange'],
  figures: ['ledger', 'site'],
  wellbeing: ['staff', 'ledger'],
  site: [],
  console: [
    'ledger',
    'staff',
    'intake',
    'cases',
    'routing',
    'partners',
    'notices',
    'deciding',
    'known',
    'figures',
    'wellbeing',
    'crawl',
    'webhooks',
    'feed',
    'exchange',
    'site',
    'retention',
    'doctor',
  ],
};

/** Narrow entrances beside the door, for the crawler's own process: it loads what it needs and nothing else. */
const processDoors = { crawl: 'crawler-', known: 'matcher-' };

/** Tests may look at what they test, and at other rooms to set a scene. */
const notTests = '\\.test\\.tsx?$|/test-support\\.ts$|-for-tests\\.ts$';

const roomRules = Object.entries(upstream).flatMap(([room, allowed]) => [
  {
    name: `${room}-imports-upstream-only`,
    severity: 'error',
    from: { path: `^src/${room}/`, pathNot: notTests },
    to: { path: '^src/', pathNot: `^src/(${[room, 'terms', 'platform', ...allowed].join('|')})/` },
  },
  {
    name: `${room}-is-entered-by-its-door`,
    severity: 'error',
    from: { path: '^(src|bench|stand-ins|tools)/', pathNot: `^src/${room}/|${notTests}` },
    to: { path: `^src/${room}/`, pathNot: `^src/${room}/(${processDoors[room] ?? ''})?door\\.tsx?$` },
  },
]);

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...roomRules.filter((rule) => rule.name !== 'site-is-entered-by-its-door'),
    {
      name: 'terms-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/terms/', pathNot: notTests },
      to: { path: '^(src|lib|stand-ins|test|bench)/', pathNot: '^src/terms/' },
    },
    {
      name: 'platform-knows-no-room',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: notTests },
      to: { path: '^(src|stand-ins|test|bench)/', pathNot: '^src/(platform|terms)/' },
    },
    {
      name: 'libraries-stand-alone',
      severity: 'error',
      from: { path: '^lib/([^/]+)/' },
      to: { path: '^(src|test|stand-ins|bench)/|^lib/', pathNot: '^lib/$1/' },
    },
    {
      name: 'only-stores-touch-sql',
      severity: 'error',
      from: { path: '^src/', pathNot: `-store\\.ts$|^src/platform/|${notTests}` },
      to: { path: '^node_modules/(kysely|pg)/|^src/platform/statement\\.ts$' },
    },
    {
      name: 'only-known-crawl-and-lib-touch-pictures',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(known|crawl)/|${notTests}` },
      to: { path: '^node_modules/(sharp|heic-decode|@jsquash)/|^lib/pdq/' },
    },
    {
      name: 'the-house-is-not-imported-by-rooms',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/commands/|${notTests}` },
      to: { path: '^src/[^/]+\\.tsx?$|^src/commands/' },
    },
    {
      name: 'stand-ins-are-for-tests-benches-and-the-demo',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/commands/demo|${notTests}` },
      to: { path: '^(stand-ins|test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^lib/[^/]+/assembly/|^bench/crawl/crawlee\\.mjs$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'require'],
    },
  },
};
