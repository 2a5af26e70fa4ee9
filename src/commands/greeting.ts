/** What a started hotline tells the person at the terminal. */
import type { Service } from '../platform/config.ts';
import type { RunningHouse } from './start.ts';

/** Addresses, the one-time link while nobody is there yet, and which destinations are in test mode. */
export function describeStart(running: RunningHouse, services: readonly Service[]): string {
  const { house } = running;
  const { config, database } = house;
  const rows: (readonly [string, string | undefined])[] = [
    ['Public site', running.siteUrl],
    ['Console', running.consoleUrl],
    ['Check API', running.checkUrl],
    ['Set up the first supervisor (once)', running.setUpUrl],
    ['Services', services.join(', ')],
    [
      'Data',
      database.isEmbedded ? config.dataDir : `${config.dataDir} (keys and checkpoints), a PostgreSQL server (the rest)`,
    ],
    ['Destinations', destinations(config)],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.flatMap(([label, value]) => (value === undefined ? [] : [`  ${label.padEnd(width)}  ${value}`]));
  const seconds = (running.readyMs / 1000).toFixed(1);
  const first = database.isFirstStart ? ' (first start: the database was made)' : '';
  return `\nFyr is ready in ${seconds} s${first}.\n\n${lines.join('\n')}\n\nCtrl-C stops it.\n`;
}

function destinations(config: RunningHouse['house']['config']): string {
  const modes = { police: config.police.mode, ICCAM: config.iccam.mode, providers: config.notices.mode };
  const live = Object.entries(modes).filter(([, mode]) => mode === 'live');
  if (live.length === 0) return 'all in test mode: nothing leaves this machine';
  return Object.entries(modes)
    .map(([name, mode]) => `${name} ${mode}`)
    .join(', ');
}

/** Resolves with the signal that asks this process to stop. */
export function untilToldToStop(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(signal));
  });
}
