/** How far first and second opinions agree. */
import type { QuestionSet } from '../../cases/door.ts';
import { AGREEMENT_DAYS, FEWEST_PAIRS, type Agreement } from '../agreement-figures.ts';
import { Page, type PageContext } from './shell.tsx';

interface AgreementProps {
  readonly page: PageContext;
  readonly figures: readonly Agreement[];
  readonly questionSet: QuestionSet;
}

/** A row a question, of everybody together. */
export function AgreementPage({ page, figures, questionSet }: AgreementProps) {
  const { texts, language } = page;
  const { agreement } = texts.desk;
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const coefficient = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const nameOf = (code: string) => questionSet.item.find((each) => each.code === code)?.text[language];
  const numberOf = (value: number | undefined) => (value === undefined ? agreement.one : coefficient.format(value));
  return (
    <Page page={page} title={agreement.title} at="GET /figures" isNarrow>
      <p class="crumb">
        <a href="/second">{texts.desk.second.title}</a>
      </p>
      <h1>{agreement.title}</h1>
      <p class="lead">{agreement.lead(AGREEMENT_DAYS)}</p>
      {figures.length === 0 ? (
        <p class="empty">{agreement.none(FEWEST_PAIRS)}</p>
      ) : (
        <table>
          <caption>{agreement.caption(figures.length)}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.desk.second.question}</th>
              <th scope="col">{agreement.pairs}</th>
              <th scope="col">{agreement.share}</th>
              <th scope="col">{agreement.kappa}</th>
              <th scope="col">{agreement.alpha}</th>
            </tr>
          </thead>
          <tbody>
            {figures.map((row) => (
              <tr key={row.code}>
                <th scope="row">{nameOf(row.code) ?? texts.case.outcome}</th>
                <td data-label={agreement.pairs}>{row.pairs}</td>
                <td data-label={agreement.share}>{share.format(row.share)}</td>
                <td data-label={agreement.kappa}>{numberOf(row.kappa)}</td>
                <td data-label={agreement.alpha}>{numberOf(row.alpha)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="help">{agreement.help}</p>
    </Page>
  );
}
