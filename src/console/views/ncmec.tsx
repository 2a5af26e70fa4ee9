/** NCMEC at a case: the analyst's choice before deciding. */
import type { ItemId } from '../../terms/ids.ts';
import type { CaseScreen } from '../case-screen.ts';
import { ncmecTexts } from '../texts/ncmec.ts';
import type { CaseProps } from './case-props.ts';

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
        {words.help} <a href={`/cases/${view.id}/outline#ncmec`}>{words.outline}</a>
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
