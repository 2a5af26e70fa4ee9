/** When a provider wishes to hear nothing, and how long its items gather: shown, and changed by a supervisor. */
import { mayUse } from '../access.ts';
import { rowField, WEEKDAYS, type QuietRow } from '../provider-wishes.ts';
import type { ProviderProps } from './provider-props.ts';
import { Field, Form, type PageContext } from './shell.tsx';

/** Empty rows below those that are filled. */
const SPARE_ROWS = 2;

/** What stands, and the form under it. */
export function ProviderWishesView(props: ProviderProps) {
  const { page, provider, problems } = props;
  const texts = page.texts.providers;
  const { quietHours, groupMinutes } = provider;
  return (
    <section aria-labelledby="wishes">
      <h2 id="wishes">{texts.wishes}</h2>
      {quietHours === undefined && groupMinutes === undefined && <p>{texts.wishesNone}</p>}
      {quietHours !== undefined && (
        <ul class="plain-list">
          {quietHours.hours.map(({ days, from, to }, index) => (
            <li key={index}>
              {days.map((day) => texts.days[day]).join(', ')} {from}–{to}
            </li>
          ))}
          <li class="muted">{quietHours.timeZone}</li>
        </ul>
      )}
      {groupMinutes !== undefined && (
        <p>
          {texts.group}: {groupMinutes}
        </p>
      )}
      {mayUse('POST /providers/:providerId/wishes', page.person?.role) && (
        <details class="close after" open={problems.length > 0}>
          <summary>{page.texts.providers.quietTitle}</summary>
          <WishesForm {...props} />
        </details>
      )}
    </section>
  );
}

function WishesForm({ page, provider, typed, problems, groupMinutes }: ProviderProps) {
  const texts = page.texts.providers;
  const spare = Array.from({ length: SPARE_ROWS }, (): QuietRow => ({ days: [], from: '', to: '' }));
  return (
    <Form page={page} action={`/providers/${provider.id}/wishes`}>
      <p class="help">{texts.quietHelp}</p>
      {[...typed.rows, ...spare].map((row, index) => (
        <Row key={index} page={page} row={row} index={index} problems={problems} />
      ))}
      <Field name="zone" label={texts.zone} help={texts.zoneHelp} value={typed.zone} problems={problems} />
      <Field
        name="group"
        label={texts.group}
        help={texts.groupHelp(groupMinutes)}
        value={typed.group}
        problems={problems}
        inputMode="numeric"
      />
      <button type="submit">{texts.save}</button>
    </Form>
  );
}

function Row(props: {
  readonly page: PageContext;
  readonly row: QuietRow;
  readonly index: number;
  readonly problems: ProviderProps['problems'];
}) {
  const { page, row, index, problems } = props;
  const texts = page.texts.providers;
  const wrong = problems.filter(({ field }) => field.startsWith(`quiet-${index}-`));
  return (
    <fieldset class={wrong.length === 0 ? 'quiet-row' : 'quiet-row wrong'}>
      <legend>{texts.quietRow(index + 1)}</legend>
      {wrong.map(({ field, text }) => (
        <p key={field} class="problem">
          {text}
        </p>
      ))}
      <div class="days">
        {WEEKDAYS.map((day) => (
          <label key={day}>
            <input
              type="checkbox"
              id={rowField(index, day)}
              name={rowField(index, day)}
              value="yes"
              checked={row.days.includes(day)}
            />
            <span>{texts.days[day]}</span>
          </label>
        ))}
      </div>
      <div class="hours">
        {(['from', 'to'] as const).map((part) => (
          <label key={part}>
            {texts[part]}{' '}
            <input
              type="text"
              id={rowField(index, part)}
              name={rowField(index, part)}
              value={row[part]}
              size={5}
              inputMode="numeric"
              autocomplete="off"
              placeholder={part === 'from' ? '22:00' : '07:00'}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
