import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MOST_SEEDS, readRunPlan, runPlanSchema, type PlanProblem } from './run-plan.ts';

const read = (fields: Readonly<Record<string, string>>) => readRunPlan((name) => fields[name] ?? '');

function planOf(fields: Readonly<Record<string, string>>) {
  const result = read(fields);
  assert.ok('plan' in result, JSON.stringify(result));
  return result.plan;
}

function problemsOf(fields: Readonly<Record<string, string>>): readonly PlanProblem[] {
  const result = read(fields);
  assert.ok('problems' in result);
  return result.problems;
}

test('readRunPlan takes one seed a line, canonical and each once, and fills in depth and pages of a host', () => {
  const plan = planOf({
    seeds: '# ours\r\nhttp://Example.org/a#top\n\n  https://example.net/b  \nhttp://example.org/a',
  });
  assert.deepEqual(plan.seeds, ['http://example.org/a', 'https://example.net/b']);
  assert.deepEqual(plan.budget, {
    ...{ maxDepth: 3, maxHosts: undefined, maxPages: undefined, maxMinutes: undefined, rate: undefined },
  });
  assert.deepEqual(plan.rules, { allow: [], deny: [], keepsToAllowed: false, maxPagesPerHost: 10_000 });
  assert.equal(plan.isWatch, false);
});

test('readRunPlan reads limits, places and ticks', () => {
  const plan = planOf({
    ...{ seeds: 'http://example.org/', depth: '0', hosts: '50', pages: '1000', minutes: '1,5', rate: '0.5' },
    ...{ 'per-host': '20', allow: 'example.org\nexample.net/forum/', deny: 'example.com', stay: 'yes', watch: 'yes' },
  });
  assert.deepEqual(plan.budget, { maxDepth: 0, maxHosts: 50, maxPages: 1000, maxMinutes: 1.5, rate: 0.5 });
  assert.deepEqual(plan.rules.allow, ['example.org', 'example.net/forum/']);
  assert.deepEqual(plan.rules.deny, ['example.com']);
  assert.ok(plan.rules.keepsToAllowed && plan.isWatch && plan.rules.maxPagesPerHost === 20);
});

test('readRunPlan stays on the hosts of the seeds where no wanted place is named', () => {
  assert.deepEqual(
    planOf({ seeds: 'http://a.example/\nhttp://a.example/b\nhttp://b.example/', stay: 'yes' }).rules.allow,
    ['a.example', 'b.example'],
  );
});

test('readRunPlan tells every problem with its field and line, and none of the words', () => {
  const problems = problemsOf({
    ...{ seeds: 'http://example.org/\nsecret words\nhttp://10.0.0.1/', depth: '1.5', hosts: '0', rate: 'fast' },
    ...{ minutes: '-1', allow: 'http://example.org/', deny: 'ok.example\na b' },
  });
  assert.deepEqual(problems, [
    { field: 'seeds', code: 'not-an-address', line: 2 },
    { field: 'seeds', code: 'private-host', line: 3 },
    { field: 'depth', code: 'not-a-number' },
    { field: 'hosts', code: 'not-a-number' },
    { field: 'minutes', code: 'not-a-number' },
    { field: 'rate', code: 'not-a-number' },
    { field: 'allow', code: 'not-a-place', line: 1 },
    { field: 'deny', code: 'not-a-place', line: 2 },
  ]);
  assert.deepEqual(problemsOf({}), [{ field: 'seeds', code: 'none' }]);
  const many = Array.from({ length: MOST_SEEDS + 1 }, (_, n) => `http://h${n}.example/`).join('\n');
  assert.deepEqual(problemsOf({ seeds: many }), [{ field: 'seeds', code: 'too-many' }]);
});

test('readRunPlan gives a plan that can be stored and read back, or problems, for any words', () => {
  const words = fc.oneof(fc.string(), fc.constantFrom('http://example.org/', '3', '1e99', 'NaN', 'yes', 'example.org'));
  const names = ['seeds', 'depth', 'hosts', 'pages', 'minutes', 'rate', 'per-host', 'allow', 'deny', 'stay', 'watch'];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), words), (fields) => {
      const result = read(fields);
      if ('problems' in result) assert.ok(result.problems.length > 0);
      else assert.deepEqual(runPlanSchema.parse(JSON.parse(JSON.stringify(result.plan))).seeds, result.plan.seeds);
    }),
  );
});
