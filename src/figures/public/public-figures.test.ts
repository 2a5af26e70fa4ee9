import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { errorPageOf, siteOf } from '../../intake/door.ts';
import { openHttp } from '../../platform/http.ts';
import { TIP_CATEGORIES } from '../../terms/categories.ts';
import { SITE_LANGUAGES } from '../../terms/site-languages.ts';
import { readFigures } from '../read-figures.ts';
import { summariseRemoval, summariseTips } from '../figures.ts';
import { publicPartOf } from './public-figures.ts';
import { registerPublicFigures } from './serve-public-figures.tsx';
import { SMALLEST_SHOWN, suppress, withSums, type ShownGrid } from './suppress.ts';

const small = fc.integer({ min: 0, max: 12 });
const table = (rows: number, columns: number) =>
  fc.array(fc.array(small, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });

/** What each cell could be, of all tables that show the same: tried out one by one. */
function possible(shown: ShownGrid, most: number): ReadonlySet<number>[][] {
  const [rows, columns] = [shown.length - 1, (shown[0]?.length ?? 1) - 1];
  const found = shown.map((row) => row.map(() => new Set<number>()));
  const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
  const isShown = (value: number, at: number | null | undefined) => at === null || at === value;
  const fill = (place: number): void => {
    const [row, column] = [Math.floor(place / columns), place % columns];
    const line = cells[row];
    if (line === undefined) {
      const grid = withSums(cells);
      if (!grid.every((each, r) => each.every((value, c) => isShown(value, shown[r]?.[c])))) return;
      grid.forEach((each, r) => each.forEach((value, c) => found[r]?.[c]?.add(value)));
      return;
    }
    const known = shown[row]?.[column];
    const tried = typeof known === 'number' ? [known] : Array.from({ length: most + 1 }, (_, value) => value);
    for (const value of tried) {
      line[column] = value;
      const isRowDone = column === columns - 1;
      const total = line.reduce((sum, each) => sum + each, 0);
      if (!isRowDone || isShown(total, shown[row]?.[columns])) fill(place + 1);
    }
  };
  fill(0);
  return found;
}

test('suppress shows no number below five, and lets none be worked out from what it shows', () => {
  fc.assert(
    fc.property(table(2, 2), (cells) => {
      const shown = suppress(cells);
      const grid = withSums(cells);
      const could = possible(shown, 13);
      grid.forEach((row, r) =>
        row.forEach((count, c) => {
          const value = shown[r]?.[c];
          assert.ok(value === null || value === count, 'what is shown is true');
          if (count >= SMALLEST_SHOWN) return;
          assert.equal(value, null);
          if (count > 0)
            assert.ok((could[r]?.[c]?.size ?? 0) > 1, `${JSON.stringify(cells)} tells ${r},${c}: ${count}`);
        }),
      );
    }),
    { numRuns: 40 },
  );
});

/** Whether what is hidden at a place follows from the sums: its unit vector is a combination of the rows of equations. */
function isDetermined(shown: ShownGrid, row: number, column: number): boolean {
  const places = shown.flatMap((line, r) => line.flatMap((value, c) => (value === null ? [{ r, c }] : [])));
  const equations = [
    ...shown.map((_, at) => places.map(({ r }) => Number(r === at))),
    ...(shown[0] ?? []).map((_, at) => places.map(({ c }) => Number(c === at))),
  ];
  const rank = (rows: readonly (readonly number[])[]): number => {
    const left = rows.map((line) => [...line]);
    let found = 0;
    for (let at = 0; at < places.length; at += 1) {
      const pivotAt = left.findIndex((line, index) => index >= found && Math.abs(line[at] ?? 0) > 1e-9);
      const pivot = left[pivotAt];
      if (pivot === undefined) continue;
      left.splice(pivotAt, 1);
      left.splice(found, 0, pivot);
      for (const line of left.slice(found + 1)) {
        const factor = (line[at] ?? 0) / (pivot[at] ?? 1);
        pivot.forEach((value, index) => (line[index] = (line[index] ?? 0) - factor * value));
      }
      found += 1;
    }
    return found;
  };
  const unit = places.map(({ r, c }) => Number(r === row && c === column));
  return rank([...equations, unit]) === rank(equations);
}

test('suppress leaves no small number that follows from the sums, in tables of a hotline’s size', () => {
  const count = fc.oneof(small, fc.integer({ min: 0, max: 300 }));
  const sized = fc.array(fc.array(count, { minLength: 4, maxLength: 4 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(sized, (cells) => {
      const shown = suppress(cells);
      withSums(cells).forEach((line, r) =>
        line.forEach((value, c) => {
          if (value < SMALLEST_SHOWN) assert.ok(!isDetermined(shown, r, c), `${JSON.stringify(cells)} tells ${r},${c}`);
        }),
      );
    }),
    { numRuns: 40 },
  );
});

test('suppress hides nothing where nothing is small, and little where little is', () => {
  const large = [
    [20, 30],
    [40, 50],
  ];
  assert.deepEqual(suppress(large), withSums(large));
  const shown = suppress([
    [3, 30, 40],
    [20, 25, 50],
    [60, 70, 80],
  ]);
  const hidden = shown.flat().filter((each) => each === null).length;
  assert.ok(hidden >= 4 && hidden <= 6, `${hidden} hidden for one small number`);
});

test('suppress leaves a small number open when the circle around it cannot turn because of a 0', () => {
  // With the 20 hidden and not the sum of 22, the first month would have at most 2 and the second at most 20: both known.
  const could = possible(
    suppress([
      [50, 0, 0, 2],
      [70, 0, 0, 20],
    ]),
    25,
  );
  assert.ok((could[0]?.[3]?.size ?? 0) > 1, 'the 2 follows from what is shown');
});

const { db, pool } = await freshDatabase();
const hotline = { name: '=Fyr "prov"', email: 'hotline@example.org', homeCountry: 'SE' };
const http = await openHttp({ log: quietLog, bodyLimitBytes: 1_024, errorPage: errorPageOf(hotline) });
registerPublicFigures(http, { db, siteIn: (language) => siteOf(hotline, language) });
after(() => http.close());

const month = (month: string, online: number, other: number) => [
  { month, category: 'online' as const, count: online },
  { month, category: 'other' as const, count: other },
];
const figures = {
  madeAt: new Date('2026-04-03T23:30:00Z'),
  timeZone: 'Europe/Stockholm',
  tips: summariseTips(
    ['2026-01', '2026-02', '2026-03', '2026-04'],
    [
      ...month('2026-01', 50, 2),
      ...month('2026-02', 70, 20),
      ...month('2026-03', 61, 33),
      ...month('2026-04', 777, 888),
    ],
  ),
  removal: summariseRemoval([{ durationMs: 36 * 3_600_000, ended: 30, ongoing: 2 }]),
};

test('publicPartOf leaves out the month that is not over, what is small, and removal that few know of', () => {
  const made = publicPartOf(figures);
  assert.deepEqual(
    made.months.map((each) => each.month),
    ['2026-01', '2026-02', '2026-03'],
  );
  assert.equal(made.madeOn, '2026-04-04', 'the day in the hotline’s own time zone');
  assert.doesNotMatch(JSON.stringify([made.months, made.totals, made.total]), /777|888|[:[,]2[,}\]]/);
  assert.equal(made.removal?.followed, 32);
  const few = { ...figures, removal: summariseRemoval([{ durationMs: 1, ended: 19, ongoing: 0 }]) };
  assert.equal(publicPartOf(few).removal, undefined);
});

test('the page says in every language what is published, and nothing before', async () => {
  assert.match((await http.inject('/en/figures')).body, /No figures have been published yet/);
  assert.equal((await http.inject('/figures.json')).statusCode, 404);
  const again = await openHttp({ log: quietLog, bodyLimitBytes: 1_024, errorPage: errorPageOf(hotline) });
  registerPublicFigures(again, { db, siteIn: (language) => siteOf(hotline, language) });
  const [one, other] = ['8a64a5a8-3a54-4a2f-8c9b-111111111111', '8a64a5a8-3a54-4a2f-8c9b-222222222222'];
  for (const id of [one, other])
    await pool.query(
      `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
       values ($1, $2, $2, 'supervisor', '', '', '', '', '', now())`,
      [id, id],
    );
  await pool.query(
    `insert into public_figures (state, content, prepared_by, prepared_at, published_by, published_at)
     values ('published', $1, $2, now(), $3, now())`,
    [JSON.stringify(publicPartOf(figures)), one, other],
  );
  for (const language of SITE_LANGUAGES) {
    const { body, statusCode } = await again.inject(`/${language}/figures`);
    assert.equal(statusCode, 200);
    assert.match(body, /<svg[^>]*role="img"/);
    assert.match(body, />94</, 'March');
    assert.doesNotMatch(body, /777|888|>2</);
  }
  const json = z
    .object({ source: z.string(), licence: z.object({ name: z.string() }), months: z.array(z.unknown()) })
    .parse((await again.inject('/figures.json')).json());
  assert.deepEqual([json.source, json.licence.name, json.months.length], [hotline.name, 'CC BY 4.0', 3]);
  const csv: unknown = parse((await again.inject('/figures.csv')).body, { columns: true });
  const rows = z.array(z.record(z.string(), z.string())).parse(csv);
  assert.equal(rows.length, 3 * (TIP_CATEGORIES.length + 1));
  assert.ok(
    rows.every(({ tips, source }) => /^(\d+|)$/.test(tips ?? '-') && source?.startsWith("'=") === true),
    'no formula',
  );
  assert.ok(rows.every(({ tips }) => tips === '' || Number(tips) >= SMALLEST_SHOWN));
  assert.equal((await again.inject('/siffror')).headers.location, '/sv/figures');
  await again.close();
});

test('nothing of any tip, address, provider or person is in what is published, whatever there is in the house', async () => {
  const made = publicPartOf(await readFigures(db, { now: new Date('2026-04-03T12:00:00Z') }));
  const strings = JSON.stringify(made).match(/"[^"]*"/g) ?? [];
  const allowed =
    /^"(madeOn|timeZone|categories|months|month|counts|total|totals|Europe\/Stockholm|\d{4}-\d\d(-\d\d)?)"$/;
  const codes = new Set(TIP_CATEGORIES.map((code) => `"${code}"`));
  assert.deepEqual(
    strings.filter((each) => !allowed.test(each) && !codes.has(each)),
    [],
  );
});
