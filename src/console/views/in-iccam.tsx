/** How an item stands in ICCAM: who assigned it, what they think of it, and what was told. Their words are theirs: defanged, and as text. */
import type { ItemInIccam } from '../../partners/door.ts';
import { countryName } from '../../terms/countries.ts';
import { defang, defangText, formatsOf } from '../format.ts';
import { actText, iccamTexts, type IccamTexts } from '../texts/iccam-page.ts';
import { codeText } from '../texts/texts.ts';
import type { PageContext } from './shell.tsx';

/** One list of facts for each content; nothing where ICCAM does not know the item. */
export function InIccam({ page, contents }: { page: PageContext; contents: readonly ItemInIccam[] }) {
  if (contents.length === 0) return null;
  const words = iccamTexts(page.language).item;
  return (
    <section aria-labelledby="in-iccam">
      <h2 id="in-iccam">{words.title}</h2>
      {contents.map((content) => (
        <dl key={content.contentId} class="facts">
          {rowsOf(page, content).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd class={name === words.referrer || name === words.memo ? 'address' : undefined}>{value}</dd>
            </div>
          ))}
        </dl>
      ))}
    </section>
  );
}

function rowsOf(page: PageContext, content: ItemInIccam): readonly (readonly [string, string])[] {
  const { language } = page;
  const words = iccamTexts(language);
  const { item } = words;
  const country = countryName(content.assignedCountry, language);
  const standing =
    content.standing === 'elsewhere' ? item.standing.elsewhere(country) : item.standing[content.standing];
  const reporter = content.isOurs
    ? item.ours
    : content.reporter === undefined
      ? item.unknown
      : `${content.reporter.name} (${countryName(content.reporter.countryCode, language)})`;
  return [
    [item.number, `${content.contentId}, ${content.reportId}: ${standing}`],
    [item.reportedBy, reporter],
    [item.assessment, assessmentText(words, content)],
    [item.hosted, countryName(content.hostingCountry, language)],
    [item.actions, actionsText(page, words, content)],
    ...optional(item.told, content.told.map((act) => toldText(page, words, act)).join('; ')),
    ...optional(item.memo, defangText(content.memo ?? '')),
    ...optional(item.referrer, content.referrer === undefined ? '' : defang(content.referrer)),
  ];
}

const optional = (name: string, value: string): readonly (readonly [string, string])[] =>
  value === '' ? [] : [[name, value]];

/** Three facts that say most; the rest stands in ICCAM. */
function assessmentText({ item }: IccamTexts, { assessment }: ItemInIccam): string {
  if (assessment === undefined) return item.notAssessed;
  const said = (words: Readonly<Record<number, string>>, value: number) => words[value] ?? item.number2(value);
  return [
    said(item.classes, assessment.classification),
    said(item.genders, assessment.genderCategorization),
    said(item.ages, assessment.ageCategorization),
  ].join(', ');
}

function actionsText({ language }: PageContext, words: IccamTexts, { actions }: ItemInIccam): string {
  if (actions.length === 0) return words.item.none;
  return actions
    .map(({ actionType, countryCode, actionDate }) => {
      const who = countryCode === undefined ? '–' : countryName(countryCode, language);
      return words.item.by(actText(words, `action.${actionType}`), who, formatsOf(language).moment(actionDate));
    })
    .join('; ');
}

function toldText(page: PageContext, words: IccamTexts, act: ItemInIccam['told'][number]): string {
  const text = actText(words, act.act);
  return act.failureCode === undefined
    ? text
    : `${text}: ${codeText(page.texts.failures, act.failureCode, page.texts.otherCode)}`;
}
