/** What the doctor finds, in words for whoever keeps the house. */
import { sayFinding, worstOf, type Finding } from '../../doctor/door.ts';
import { administrationTexts } from '../texts/administration.ts';
import { AdministrationPage } from './administration-frame.tsx';
import { Form, type PageContext } from './shell.tsx';

const RANK: Readonly<Record<Finding['level'], number>> = { wrong: 0, soon: 1, fine: 2 };
const BADGES: Readonly<Record<Finding['level'], string>> = { wrong: 'wrong-now', soon: 'do-soon', fine: 'all-well' };

/** The worst first. undefined: nobody asked yet. */
export function HealthPage({ page, findings }: { page: PageContext; findings: readonly Finding[] | undefined }) {
  const texts = administrationTexts(page.language);
  const worst = findings === undefined ? undefined : worstOf(findings);
  const word = worst === undefined ? undefined : { text: texts.worst[worst], isBad: worst === 'wrong' };
  return (
    <AdministrationPage page={page} at="GET /health" title={texts.health} lead={texts.healthLead} word={word}>
      <Form page={page} action="/health">
        <button type="submit">{texts.examine}</button>
      </Form>
      {findings !== undefined && <Findings page={page} findings={findings} />}
    </AdministrationPage>
  );
}

/** A check's name is `tips.sealed` or so: its first part has a heading. */
function Findings({ page, findings }: { page: PageContext; findings: readonly Finding[] }) {
  const texts = administrationTexts(page.language);
  const headings: Readonly<Record<string, string>> = texts.checks;
  return (
    <table class="findings">
      <thead>
        <tr>
          <th scope="col">{texts.state}</th>
          <th scope="col">{texts.about}</th>
          <th scope="col">{texts.health}</th>
        </tr>
      </thead>
      <tbody>
        {findings
          .toSorted((a, b) => RANK[a.level] - RANK[b.level])
          .map((finding) => ({ ...finding, ...sayFinding(finding, page.language) }))
          .map(({ level, check, what, toDo }) => (
            <tr key={check}>
              <td data-label={texts.state}>
                <span class={`badge ${BADGES[level]}`}>{texts.level[level]}</span>
              </td>
              <th scope="row">{headings[check.split('.')[0] ?? ''] ?? check}</th>
              <td data-label={texts.health}>
                {what}
                {toDo !== undefined && (
                  <p class="help">
                    <b>{texts.toDo}:</b> {toDo}
                  </p>
                )}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
