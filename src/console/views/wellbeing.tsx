/** For supervisors: sums of several people, never of one, and the house's limits. */
import { FEWEST_PEOPLE, type Limits, type Week } from '../../wellbeing/door.ts';
import { formatsOf } from '../format.ts';
import { LimitsForm } from './day.tsx';
import { Flash, Page, type PageContext } from './shell.tsx';

interface WellbeingProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly weeks: readonly Week[];
  readonly house: Limits | undefined;
}

/** A row a week in which enough people were at work. */
export function WellbeingPage({ page, word, weeks, house }: WellbeingProps) {
  const { wellbeing } = page.texts.desk;
  const formats = formatsOf(page.language);
  return (
    <Page page={page} title={wellbeing.title} at="GET /staff" isNarrow>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <h1>{wellbeing.title}</h1>
      <p class="lead">{wellbeing.lead(FEWEST_PEOPLE)}</p>
      {weeks.length === 0 ? (
        <p class="empty">{wellbeing.none(FEWEST_PEOPLE)}</p>
      ) : (
        <table>
          <caption>{wellbeing.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{wellbeing.week}</th>
              <th scope="col">{wellbeing.people}</th>
              <th scope="col">{wellbeing.openings}</th>
              <th scope="col">{wellbeing.median}</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ monday, people, openings, medianDay }) => (
              <tr key={monday}>
                <th scope="row">{formats.day(new Date(`${monday}T12:00:00Z`))}</th>
                <td data-label={wellbeing.people}>{people}</td>
                <td data-label={wellbeing.openings}>{formats.count(openings)}</td>
                <td data-label={wellbeing.median}>{formats.count(medianDay)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <section class="panel" aria-labelledby="limits">
        <h2 id="limits">{wellbeing.limits}</h2>
        <p class="help">{wellbeing.limitsHelp}</p>
        <LimitsForm page={page} action="/wellbeing" limits={house} />
      </section>
    </Page>
  );
}
