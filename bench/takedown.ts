/**
 * `npm run bench -- takedown`: a simulated month of decided items over 500 providers of different tempers, through the real
 * code: dispatches, hallway, takedowns, letters over SMTP, contacts by RDAP, rechecks, answers on the page and by mail. Once by
 * our timetable and once by the field's, at the same time, each in processes and with a database of its own; the same items,
 * providers and draws. Only the clock, the web and the providers are simulated (bench/takedown/). Last line: `ratio R`, the
 * field's median time to removal over ours.
 *
 * Options: --items=N (100000), --seed=S (1), --days=D (30), --arrival-days=A (7), --step-minutes=M (5), --side=ours|field (both).
 */
import { quantile, tableOf, type Times } from './takedown/figures.ts';
import { runSide, type SideOptions } from './takedown/run-side.ts';
import { runSideApart } from './takedown/side-apart.ts';
import { SIDES, type Side } from './takedown/timetables.ts';

/** Runs the benchmark. @throws Error when an item ended wrongly or a notice was wrong */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1];
  const options: SideOptions = {
    size: {
      items: Number(option('items') ?? 100_000),
      seed: Number(option('seed') ?? 1),
      arrivalDays: Number(option('arrival-days') ?? 7),
    },
    days: Number(option('days') ?? 30),
    stepMs: Number(option('step-minutes') ?? 5) * 60_000,
  };
  const only = SIDES.find((side) => side === option('side'));
  const runOne = async (side: Side['name']) =>
    [side, await (only === undefined ? runSideApart(side, options) : runSide(side, options))] as const;
  report(new Map(await Promise.all((only === undefined ? SIDES : [only]).map(runOne))));
}

function report(results: ReadonlyMap<Side['name'], { readonly times: Times; readonly wrong: number }>): void {
  const [ours, field] = [results.get('ours'), results.get('field')];
  const wrong = [...results.values()].reduce((sum, result) => sum + result.wrong, 0);
  if (ours !== undefined && field !== undefined) {
    process.stdout.write(`\n${tableOf(ours.times, field.times)}\n\n`);
    if (wrong === 0)
      process.stdout.write(`ratio ${(quantile(field.times.all, 0.5) / quantile(ours.times.all, 0.5)).toFixed(2)}\n`);
  }
  if (wrong > 0) throw new Error(`${wrong} findings are wrong.`);
}
