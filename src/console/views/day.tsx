/** A person's own day. Nobody else sees this page. */
import type { Day, Limits, Standing } from '../../wellbeing/door.ts';
import { formatsOf } from '../format.ts';
import { Flash, Form, Page, type PageContext } from './shell.tsx';

interface DayProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly standing: Standing;
  readonly days: readonly Day[];
  readonly house: Limits | undefined;
  readonly own: Limits | undefined;
  readonly now: Date;
}

/** Today, a break, the days before, and limits of one's own. */
export function DayPage(props: DayProps) {
  const { page, word, standing, own, house } = props;
  const { day } = page.texts.desk;
  return (
    <Page page={page} title={day.title} at="GET /day" isNarrow>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <h1>{day.title}</h1>
      <p class="lead">{day.lead}</p>
      <dl class="tally">
        <div>
          <dt>{day.items}</dt>
          <dd class="figure">{standing.items}</dd>
        </div>
        <div>
          <dt>{day.minutes}</dt>
          <dd class="figure">{standing.minutes}</dd>
        </div>
      </dl>
      <div class="buttons">
        <Form page={page} action="/day/break">
          <button type="submit" class="quiet" data-key="b">
            {day.begin}
          </button>
        </Form>
        <a class="button quiet" href="/day/end" data-key="e">
          {day.end}
        </a>
      </div>
      <Days {...props} />
      <section class="panel" aria-labelledby="limits">
        <h2 id="limits">{day.own}</h2>
        <p class="help">{day.ownHelp}</p>
        <LimitsForm page={page} action="/day/limits" limits={own ?? house} />
      </section>
    </Page>
  );
}

function Days({ page, days }: DayProps) {
  const { day: words } = page.texts.desk;
  if (days.length === 0) return <p class="empty">{words.noDays}</p>;
  return (
    <table>
      <caption>{words.days}</caption>
      <thead>
        <tr>
          <th scope="col">{words.day}</th>
          <th scope="col">{words.items}</th>
          <th scope="col">{words.tips}</th>
          <th scope="col">{words.minutes}</th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ day, items, tips, minutes }) => (
          <tr key={day}>
            <th scope="row">{formatsOf(page.language).day(new Date(`${day}T12:00:00Z`))}</th>
            <td data-label={words.items}>{items}</td>
            <td data-label={words.tips}>{tips}</td>
            <td data-label={words.minutes}>{minutes}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The four numbers; an empty one is no limit. */
export function LimitsForm({
  page,
  action,
  limits,
}: {
  readonly page: PageContext;
  readonly action: string;
  readonly limits: Limits | undefined;
}) {
  const { day } = page.texts.desk;
  const fields = [
    ['items', day.mostItems, limits?.mostItems],
    ['minutes', day.mostMinutes, limits?.mostMinutes],
    ['work', day.workMinutes, limits?.workMinutes],
    ['break', day.breakMinutes, limits?.breakMinutes ?? 10],
  ] as const;
  return (
    <Form page={page} action={action} class="day-limits">
      {fields.map(([name, label, value]) => (
        <div key={name} class="field">
          <label for={`limit-${name}`}>{label}</label>
          <input
            type="text"
            id={`limit-${name}`}
            name={name}
            value={value === undefined ? '' : String(value)}
            inputMode="numeric"
            autocomplete="off"
            class="short"
          />
        </div>
      ))}
      <button type="submit" class="quiet">
        {day.save}
      </button>
    </Form>
  );
}

/** On the queue: that it is time to stop for a while, and the ways to. */
export function PauseNotice({ page, standing, now }: Pick<DayProps, 'page' | 'standing' | 'now'>) {
  const { pause } = standing;
  if (pause === undefined) return null;
  const { day } = page.texts.desk;
  const text =
    pause.kind === 'break' ? day.onBreak(formatsOf(page.language).time(pause.until, now)) : day.pause[pause.kind];
  return (
    <div class="flash pending" role="status">
      <p>{text}</p>
      {pause.kind === 'break' ? (
        <Form page={page} action="/day/back">
          <button type="submit" class="quiet">
            {day.back}
          </button>
        </Form>
      ) : pause.kind === 'break-due' ? (
        <Form page={page} action="/day/break">
          <button type="submit" class="quiet">
            {day.begin}
          </button>
        </Form>
      ) : (
        <a class="button quiet" href="/day/end">
          {day.end}
        </a>
      )}
    </div>
  );
}
