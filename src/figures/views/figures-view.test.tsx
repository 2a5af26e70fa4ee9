import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import { renderToString } from 'preact-render-to-string';
import { LANGUAGES, type Language } from '../../terms/categories.ts';
import { DAY_MS, summariseRemoval, summariseTips, type Figures } from '../figures.ts';
import { lastMonths } from '../months.ts';
import { estimateSurvival, type Spell } from '../survival.ts';
import { countsOf, type Board } from '../board/board.ts';
import { FiguresView } from './figures-view.tsx';
import { placeMonthNames } from './month-names.ts';
import { drawnSteps, horizonDays, type CurvePoint } from './removal-drawing.ts';

const NOW = new Date('2026-11-24T03:00:00Z');
const MONTHS = lastMonths(NOW, 'Europe/Stockholm', 24);
const SPELLS: readonly Spell[] = [
  { durationMs: DAY_MS * 0.5, ended: 600, ongoing: 0 },
  { durationMs: DAY_MS * 2.5, ended: 400, ongoing: 200 },
];

function figures(tips: Parameters<typeof summariseTips>[1], spells: readonly Spell[]): Figures {
  return {
    madeAt: NOW,
    timeZone: 'Europe/Stockholm',
    tips: summariseTips(MONTHS, tips),
    removal: summariseRemoval(spells),
  };
}
const full = figures(
  [
    { month: '2026-10', category: 'online', count: 1_234 },
    { month: '2026-10', category: 'travel', count: 617 },
    { month: '2025-01', category: 'grooming', count: 3 },
  ],
  SPELLS,
);
const NO_FACTS = countsOf([], [], { pages: 0, media: 0 });
const boardOf = (given: Figures, facts = NO_FACTS): Board => ({
  ...{ figures: given, ...facts, police: summariseRemoval([]) },
  filter: { fromMonth: MONTHS[0] ?? '', toMonth: MONTHS.at(-1) ?? '' },
});
const wordsIn = (language: Language) => ({ language, timeZone: 'Europe/Stockholm', nameOfProvider: () => undefined });
const draw = (given: Figures, language: Language = 'en') =>
  renderToString(<FiguresView board={boardOf(given)} words={wordsIn(language)} />);

test('FiguresView has nothing that a strict content security policy forbids', () => {
  for (const language of LANGUAGES) {
    const html = draw(full, language);
    assert.doesNotMatch(html, /\sstyle=|<style|<script|\son[a-z]+=|href="[^#]|url\(/);
    assert.doesNotMatch(html, /NaN|undefined|Infinity|\[object/);
  }
});

test('FiguresView names and describes each drawing, with ids that occur once', () => {
  const html = draw(full);
  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  const references = [...html.matchAll(/aria-labelledby="([^"]+)"/g)].flatMap(([, list]) => (list ?? '').split(' '));
  assert.ok(references.length >= 10);
  for (const reference of references) assert.ok(ids.includes(reference), reference);
  assert.equal(html.match(/<svg [^>]*role="img"/g)?.length, 4);
});

test('FiguresView writes every number of the charts in a table, in the form of the language', () => {
  const [english, swedish] = [draw(full, 'en'), draw(full, 'sv')];
  assert.match(english, /<th scope="row">October 2026<\/th><td class="figures-number" data-label="[^"]+">1,234<\/td>/);
  assert.match(
    swedish,
    /<th scope="row">oktober 2026<\/th><td class="figures-number" data-label="[^"]+">1\u00a0234<\/td>/,
  );
  assert.match(english, /<dd class="figures-value">1,854<\/dd>/);
  assert.match(english, /<dd class="figures-value">12 hours<\/dd>/);
  assert.match(swedish, /<dd class="figures-value">12 timmar<\/dd>/);
  assert.match(
    english,
    /<th scope="row">2 days<\/th><td class="figures-number figures-strong" data-label="[^"]+">50%<\/td>/,
  );
  assert.match(
    swedish,
    /<th scope="row">2 dygn<\/th><td class="figures-number figures-strong" data-label="[^"]+">50\u00a0%<\/td>/,
  );
  assert.match(
    english,
    /<th scope="row">3 days<\/th><td class="figures-number figures-muted" data-label="[^"]+">not known yet<\/td>/,
  );
});

test('FiguresView draws bars whose heights have the ratio of the counts', () => {
  const wide = draw(full).split('figures-narrow')[0] ?? '';
  const height = (name: string) => Number(new RegExp(`height="([\\d.]+)"><title>${name}`).exec(wide)?.[1]);
  const ratio = height('October 2026, Picture or film: 1,234') / height('October 2026, Travel: 617');
  assert.ok(Math.abs(ratio - 2) < 0.01, String(ratio));
  assert.equal(wide.match(/<rect[^>]*><title>/g)?.length, 3);
});

test('FiguresView says so in words when there is nothing yet', () => {
  const html = draw(figures([], []));
  assert.doesNotMatch(html, /role="img"|<table/);
  assert.match(html, /No tip came in during the period/);
  assert.match(html, /Nothing was followed during the period/);
});

test('FiguresView does not claim a median when half are not gone', () => {
  const html = draw(figures([], [{ durationMs: DAY_MS, ended: 1, ongoing: 9 }]));
  assert.match(html, /<dd class="figures-value">Not yet<\/dd>/);
  assert.doesNotMatch(html, /half are gone<\/text>/);
});

test('figures.css styles every class that FiguresView uses', async () => {
  const css = await readFile(new URL('../figures.css', import.meta.url), 'utf8');
  const html = draw(full) + draw(figures([], []));
  const used = new Set([...html.matchAll(/class="([^"]+)"/g)].flatMap(([, list]) => (list ?? '').split(' ')));
  for (const name of used) assert.ok(css.includes(`.${name}`), name);
});

test('drawnSteps keeps the curve within a pixel when there are far more steps than pixels', () => {
  const spell = fc.record({
    durationMs: fc.integer({ min: 0, max: 10 * DAY_MS }),
    ended: fc.nat(2),
    ongoing: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(spell, { minLength: 1, maxLength: 400 }), (spells) => {
      const curve = estimateSurvival(spells);
      const points: readonly CurvePoint[] = drawnSteps(curve, 10 * DAY_MS, 20);
      assert.ok(points.length <= 20 + 4);
      assert.deepEqual(points[0], { atMs: 0, share: 1 });
      assert.ok(
        points.every(
          (point, at) =>
            at === 0 || (point.share <= (points[at - 1]?.share ?? 0) && point.atMs >= (points[at - 1]?.atMs ?? 0)),
        ),
      );
      const end = curve.steps.findLast((step) => step.afterMs <= 10 * DAY_MS)?.share ?? 1;
      assert.equal(points.at(-1)?.share, end);
    }),
  );
});

test('horizonDays reaches past nine tenths, but not past what was observed', () => {
  const curve = { steps: [], observedMs: 200 * DAY_MS };
  assert.equal(horizonDays({ curve, p90Ms: 10 * DAY_MS }), 30);
  assert.equal(horizonDays({ curve, p90Ms: undefined }), 365);
  assert.equal(horizonDays({ curve: { steps: [], observedMs: 0 }, p90Ms: undefined }), 3);
  assert.equal(horizonDays({ curve: { steps: [], observedMs: 1_000 * DAY_MS }, p90Ms: undefined }), 1_000);
});

test('placeMonthNames leaves out names that have no room', () => {
  const wide = placeMonthNames(MONTHS, { widthPx: 880 }, 'so far');
  assert.deepEqual([wide.named.length, wide.years, wide.hasSoFar], [24, ['2025-01', '2026-01'], true]);
  const narrow = placeMonthNames(MONTHS, { widthPx: 344 }, 'so far');
  assert.deepEqual(narrow.named.slice(0, 3), ['2025-01', '2025-04', '2025-07']);
  const inJanuary = placeMonthNames(
    lastMonths(new Date('2026-01-05T12:00:00Z'), 'Europe/Stockholm', 6),
    { widthPx: 344 },
    'so far',
  );
  assert.deepEqual([inJanuary.years, inJanuary.hasSoFar], [['2025-08', '2026-01'], false]);
});
