/** The page of one item: the form to the left, the facts to the right, nothing to look at but words. */
import type { Preset, QuestionSet } from '../../cases/door.ts';
import { standOf } from '../../deciding/door.ts';
import { countryName } from '../../terms/countries.ts';
import type { CaseScreen, ItemScreen } from '../case-screen.ts';
import { nameNetwork } from '../item-network.ts';
import type { OriginFields } from '../origin-form.ts';
import { hostTexts } from '../texts/hosts.ts';
import { originTexts } from '../texts/origin.ts';
import { defang, defangHost, formatsOf } from '../format.ts';
import { AssessmentForm } from './assessment-form.tsx';
import { locationText, Outcome, WatchText } from './case-items.tsx';
import { GivenToHotlines, HandedFacts } from './handed.tsx';
import { NetworkSource } from './host-map.tsx';
import { InIccam } from './in-iccam.tsx';
import { KnownHits } from './known-hits.tsx';
import { OriginView } from './origin.tsx';
import { Differing } from './second.tsx';
import { ErrorSummary, Flash, Page, type PageContext, type Problem } from './shell.tsx';

interface ItemProps {
  readonly page: PageContext;
  readonly screen: CaseScreen;
  readonly item: ItemScreen;
  readonly questionSet: QuestionSet;
  readonly isAsking: boolean;
  /** What was just answered, when it was not whole. */
  readonly given: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  /** What was just said of the origin, when it was not whole. */
  readonly typedOrigin: OriginFields | undefined;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly now: Date;
}

/** Facts, the earlier assessment, and the form where one is wanted. */
export function ItemPage(props: ItemProps) {
  const { page, screen, item, problems, word, isAsking } = props;
  const { texts } = page;
  const { view, items } = screen;
  const title = `${texts.case.title(view.number)}: ${texts.item.of(item.number, items.length).toLowerCase()}`;
  return (
    <Page page={page} title={title} hasProblem={problems.length > 0}>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <ErrorSummary texts={texts} problems={problems} />
      <p class="crumb">
        <a href={`/cases/${view.id}`} data-key="Escape">
          {texts.case.title(view.number)}
        </a>
      </p>
      <div class="heading">
        <h1>
          {texts.item.of(item.number, items.length)} <Outcome page={page} each={item} />
        </h1>
        <Neighbours {...props} />
      </div>
      <p class="whole-address">
        <code class="address">{defang(item.item.url)}</code>
      </p>
      <p class="help">{texts.item.copyHint}</p>
      <div class="columns">
        <div>
          <KnownHits page={page} hits={view.hits.get(item.item.id) ?? []} isOpen={item.item.state === 'new'} />
          {item.second?.state === 'differs' && screen.isMine && (
            <Differing page={page} item={item} questionSet={props.questionSet} names={screen.names} />
          )}
          <Moved {...props} />
          {isAsking ? <ItemForm {...props} /> : <Earlier {...props} />}
          <OriginView {...{ page, screen, item, problems }} typed={props.typedOrigin} />
          {!screen.isMine && view.state === 'new' && <p class="help">{texts.case.notYours}</p>}
        </div>
        <aside>
          <Facts {...props} />
          <HandedFacts
            page={page}
            handed={screen.handed.filter(({ itemId }) => itemId === item.item.id)}
            questionSet={props.questionSet}
          />
          <GivenToHotlines page={page} path={`/cases/${view.id}/items/${item.item.id}`} given={item.given} />
          <InIccam page={page} contents={screen.iccam.filter(({ itemId }) => itemId === item.item.id)} />
          {isAsking && <Earlier {...props} />}
        </aside>
      </div>
    </Page>
  );
}

/** Said above the questions: whoever answers them assesses what is there now. */
function Moved({ page, screen, item }: ItemProps) {
  const { language } = page;
  const { movedTo } = standOf(screen.hosts, item.item.id);
  if (movedTo?.ip === undefined) return null;
  const texts = originTexts(language);
  const country = movedTo.country === undefined ? texts.unknownCountry : countryName(movedTo.country, language);
  return <p class="warning">{texts.moved(defangHost(movedTo.ip), country)}</p>;
}

function Neighbours({ page, screen, item }: ItemProps) {
  const { texts } = page;
  const path = (each: ItemScreen) => `/cases/${screen.view.id}/items/${each.item.id}`;
  const before = screen.items[item.number - 2];
  const after = screen.items[item.number];
  return (
    <p class="neighbours">
      {before !== undefined && (
        <a href={path(before)} data-key="p">
          ← {texts.item.previousItem}
        </a>
      )}
      {after !== undefined && (
        <a href={path(after)} data-key="o">
          {texts.item.nextItem} →
        </a>
      )}
    </p>
  );
}

function Facts({ page, screen, item: each, now }: ItemProps) {
  const { texts, language } = page;
  const { item } = each;
  const isProxied = standOf(screen.hosts, item.id).proxy !== 'none';
  const rows: readonly (readonly [string, string, boolean?])[] = [
    [texts.case.host, defangHost(item.host)],
    [texts.case.ip, item.ip === undefined ? texts.case.unknown : defangHost(item.ip)],
    [
      texts.case.country,
      item.country === undefined
        ? locationText(page, each)
        : `${countryName(item.country, language)} (${item.country})`,
      true,
    ],
  ];
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{texts.item.facts}</h2>
      <dl class="facts">
        {rows.map(([name, value, isPlace]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={isPlace ? undefined : 'address'}>{value}</dd>
          </div>
        ))}
        {isProxied && (
          <div>
            <dt>{originTexts(language).short}</dt>
            <dd>{originTexts(language).itsOwn}</dd>
          </div>
        )}
        {each.network !== undefined && (
          <div>
            <dt>{hostTexts(language).network}</dt>
            <dd>
              {nameNetwork(each.network)}
              {each.network.otherwise !== undefined && (
                <span class="help">{hostTexts(language).otherwise(nameNetwork(each.network.otherwise))}</span>
              )}
              {each.moved !== undefined && (
                <span class="help">
                  {hostTexts(language).moved(each.number, nameNetwork(each.moved.to), nameNetwork(each.moved.from))}
                </span>
              )}
              <span class="help">
                <NetworkSource page={page} screen={screen} />
              </span>
            </dd>
          </div>
        )}
        <div>
          <dt>{texts.case.watch}</dt>
          <dd>
            <WatchText page={page} each={each} now={now} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Earlier({ page, screen, item, questionSet, isAsking }: ItemProps) {
  const { texts, language } = page;
  const { assessment } = item;
  if (item.isBlind) return <p class="empty">{texts.desk.second.blind}</p>;
  if (assessment === undefined) return isAsking ? null : <p class="empty">{texts.case.notAssessed}.</p>;
  const answers: Readonly<Record<string, unknown>> = assessment.answers;
  const when = formatsOf(language).moment(assessment.assessedAt);
  return (
    <section aria-labelledby="earlier">
      <h2 id="earlier">{texts.item.earlier}</h2>
      <p class="help">
        {texts.item.earlierBy(screen.names.get(assessment.staffId) ?? '–', when)} · {texts.item.fromRegister}{' '}
        {assessment.questionSet}
      </p>
      <dl class={isAsking ? 'facts' : 'facts wide'}>
        {questionSet.item
          .filter(({ code }) => answers[code] !== undefined)
          .map(({ code, text, options }) => (
            <div key={code}>
              <dt>{text[language]}</dt>
              <dd>
                {options.find((option) => option.code === answers[code])?.text[language] ?? String(answers[code])}
              </dd>
            </div>
          ))}
      </dl>
      {!isAsking && screen.isMine && (
        <p>
          <a class="button quiet" href="?again=1" data-key="A">
            {texts.item.again}
          </a>{' '}
          <span class="help">{texts.item.againHelp}</span>
        </p>
      )}
    </section>
  );
}

/** The answers about the item of this case that was assessed last: albums are alike. */
function asBefore({ items }: CaseScreen, { desk }: PageContext['texts']): readonly Preset[] {
  const known = items.flatMap(({ assessment }) => assessment ?? []);
  const [newest] = known.toSorted((a, b) => b.assessedAt.getTime() - a.assessedAt.getTime());
  if (newest === undefined) return [];
  const given = Object.entries(newest.answers).flatMap(([code, answer]) =>
    answer === undefined ? [] : [[code, answer] as const],
  );
  const answers = Object.fromEntries(given);
  return [{ key: '=', text: { en: desk.asBefore, sv: desk.asBefore }, answers }];
}

function ItemForm({ page, screen, item, questionSet, given, problems }: ItemProps) {
  const hasMore = screen.items.some((each) => each.item.state === 'new' && each.number !== item.number);
  return (
    <AssessmentForm
      page={page}
      action={`/cases/${screen.view.id}/items/${item.item.id}`}
      presets={[...questionSet.presets.item, ...asBefore(screen, page.texts)]}
      {...{ questionSet, given, problems, hasMore }}
    />
  );
}
