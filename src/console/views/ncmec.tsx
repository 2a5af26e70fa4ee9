/** NCMEC at a case: the analyst's choice before deciding, and everything that would leave, field by field. */
import type { OutlinedField } from '../../partners/door.ts';
import type { ItemId } from '../../terms/ids.ts';
import type { CaseScreen } from '../case-screen.ts';
import { defangText } from '../format.ts';
import { ncmecTexts } from '../texts/ncmec.ts';
import type { CaseProps } from './case-props.ts';
import { Page, type PageContext } from './shell.tsx';

/** Radio buttons, the settings' way chosen; nothing where the hotline does not report there, or nothing is illegal. */
export function NcmecChoices({ page, screen }: CaseProps) {
  const { reportable, decisions, view } = screen;
  if (reportable.length === 0) return <></>;
  const words = ncmecTexts(page.language);
  const ruled = decisions.flatMap((decision) => (decision.kind === 'ncmec' ? [decision.itemId] : []));
  const numbers = numbersOf(screen, ruled).join(', ');
  const { item, items } = page.texts.proposal;
  const about = ruled.length === 1 ? item(Number(numbers)) : items(numbers);
  return (
    <fieldset class="ncmec">
      <legend>{words.legend}</legend>
      <p class="help">
        {words.help} <a href={`/cases/${view.id}/ncmec`}>{words.outline}</a>
      </p>
      <div class="options">
        <Choice value="as-ruled" text={ruled.length === 0 ? words.ruledNone : words.ruled(about)} isChosen />
        {ruled.length < reportable.length && <Choice value="add" text={words.add} />}
        {ruled.length > 0 && <Choice value="leave" text={words.leave} />}
      </div>
    </fieldset>
  );
}

function Choice({ value, text, isChosen = false }: { value: string; text: string; isChosen?: boolean }) {
  return (
    <label>
      <input type="radio" name="ncmec" value={value} checked={isChosen} />
      <span>{text}</span>
    </label>
  );
}

const numbersOf = ({ items }: Pick<CaseScreen, 'items'>, ids: readonly ItemId[]): readonly number[] =>
  ids.map((id) => items.find((each) => each.item.id === id)?.number ?? 0);

export interface NcmecOutlineProps {
  readonly page: PageContext;
  readonly caseNumber: number;
  readonly casePath: string;
  readonly outlines: readonly { readonly number: number; readonly fields: readonly OutlinedField[] }[];
}

/** One table an item. */
export function NcmecOutlinePage({ page, caseNumber, casePath, outlines }: NcmecOutlineProps) {
  const words = ncmecTexts(page.language);
  return (
    <Page page={page} title={words.title} at="GET /">
      <p class="crumb">
        <a href={casePath}>{words.back(caseNumber)}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{outlines.length === 0 ? words.nothing : words.lead}</p>
      {outlines.map(({ number, fields }) => (
        <section key={number} aria-labelledby={`item-${number}`}>
          <h2 id={`item-${number}`}>{words.item(number)}</h2>
          <table class="outline">
            <caption class="unseen">{words.caption(fields.length)}</caption>
            <thead>
              <tr>
                <th scope="col">{words.field}</th>
                <th scope="col">{words.value}</th>
              </tr>
            </thead>
            <tbody>
              {fields.map(({ field, value }, index) => (
                <tr key={index}>
                  <th scope="row">
                    <code class="address">{field}</code>
                  </th>
                  <td data-label={words.value}>{defangText(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </Page>
  );
}
