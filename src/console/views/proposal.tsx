/** What the rules say follows, in words, before anything is decided; and the police hold. */
import { isOpenSecond } from '../../cases/door.ts';
import { ruleText, type Decision } from '../../routing/door.ts';
import { standOf } from '../../deciding/door.ts';
import { countryName } from '../../terms/countries.ts';
import type { ItemId } from '../../terms/ids.ts';
import { unansweredOf } from '../answers.ts';
import { groupDecisions, type DecisionGroup } from '../decision-groups.ts';
import { capital } from '../format.ts';
import type { CaseProps } from './case-props.ts';
import { NcmecChoices } from './ncmec.tsx';
import { originTexts } from '../texts/origin.ts';
import { outlineTexts } from '../texts/outline.ts';
import { policeTextsIn } from '../texts/police.ts';
import { Form } from './shell.tsx';

/** Every decision as a line with its reason; then the button, or what stands in its way. */
export function ProposalView(props: CaseProps) {
  const { page, screen } = props;
  const { proposal } = page.texts;
  return (
    <section aria-labelledby="proposal" class="proposal">
      <h2 id="proposal">{proposal.title}</h2>
      <p class="help">{proposal.lead}</p>
      <ul class="rows">
        {groupDecisions(screen.decisions).map((group, index) => (
          <DecisionRow key={index} {...props} group={group} />
        ))}
      </ul>
      <p>
        <a href={`/cases/${screen.view.id}/outline`}>{outlineTexts(page.language).link}</a>
      </p>
      {screen.isMine && <Decide {...props} />}
    </section>
  );
}

function DecisionRow({ page, screen, group }: CaseProps & { group: DecisionGroup }) {
  const { decision } = group;
  const { language } = page;
  const marks = marksOf(decision, page.texts, language);
  return (
    <li class={`decision ${decision.kind}`}>
      <div>
        <b>{whereTo(decision, page.texts)}</b> <span class="muted">{aboutOf(group.itemIds, screen, page.texts)}</span>{' '}
        {marks.map((mark) => (
          <span key={mark} class="badge">
            {mark}
          </span>
        ))}
        <p>{ruleText(decision.rule, language, screen.table.rows)}</p>
        {decision.kind === 'person' && <WhatToDo {...{ page, screen, group }} />}
      </div>
    </li>
  );
}

/** Where a person does what holds the rest up. */
function WhatToDo({ page, screen, group }: Pick<CaseProps, 'page' | 'screen'> & { group: DecisionGroup }) {
  const texts = originTexts(page.language);
  const items = screen.items.filter(({ item }) => group.itemIds.includes(item.id));
  const links = items.flatMap(({ number, item }) => {
    const path = `/cases/${screen.view.id}/items/${item.id}`;
    if (standOf(screen.hosts, item.id).movedTo !== undefined) return [{ path, text: texts.toAssess(number) }];
    const isToFind = item.state === 'assessed' && standOf(screen.hosts, item.id).proxy === 'origin-unknown';
    return isToFind ? [{ path: `${path}#origin`, text: texts.toFind(number) }] : [];
  });
  if (links.length === 0 || !screen.isMine) return null;
  return (
    <ul class="plain-list">
      {links.map(({ path, text }) => (
        <li key={path}>
          <a href={path}>{text}</a>
        </li>
      ))}
    </ul>
  );
}

type Texts = CaseProps['page']['texts'];

function whereTo(decision: Decision, { destinations, proposal }: Texts): string {
  switch (decision.kind) {
    case 'police':
    case 'iccam':
    case 'ncmec':
    case 'hotline':
    case 'provider':
      return capital(destinations[decision.kind]);
    case 'person':
      return proposal.person;
    case 'none':
      return proposal.nothing;
  }
}

function aboutOf(itemIds: readonly ItemId[], screen: CaseProps['screen'], { proposal }: Texts): string {
  const numbers = itemIds.map((id) => screen.items.find((each) => each.item.id === id)?.number ?? 0);
  const [first] = numbers;
  if (first === undefined) return proposal.perCase;
  return numbers.length === 1 ? proposal.item(first) : proposal.items(numbers.join(', '));
}

function marksOf(decision: Decision, { proposal }: Texts, language: 'sv' | 'en'): readonly string[] {
  switch (decision.kind) {
    case 'police':
      return decision.isAtOnce ? [proposal.atOnce] : [];
    case 'iccam':
    case 'hotline':
      return [countryName(decision.country, language)];
    case 'provider':
      return [
        decision.target === 'host' ? proposal.toHost : proposal.toProxy,
        ...(decision.isDsa16 ? [proposal.dsa16] : []),
        ...(decision.isHeld ? [proposal.held] : []),
      ];
    case 'ncmec':
    case 'person':
    case 'none':
      return [];
  }
}

function Decide(props: CaseProps) {
  const { page, screen, questions } = props;
  const { texts, language } = page;
  const { proposal } = texts;
  const unanswered = unansweredOf(screen.view.answers, questions);
  const isUnsettled = screen.items.some(({ second }) => second !== undefined && isOpenSecond(second.state));
  if (screen.needsPerson || unanswered.length > 0 || isUnsettled) {
    return (
      <div class="blocked">
        {unanswered.length > 0 && (
          <>
            <p>{texts.case.answersNeeded}</p>
            <ul>
              {unanswered.map(({ code, text }) => (
                <li key={code}>
                  <a href={`#${code}`}>{text[language]}</a>
                </li>
              ))}
            </ul>
          </>
        )}
        {screen.needsPerson && <p>{proposal.blocked}</p>}
        {isUnsettled && <p>{texts.desk.second.blocks}</p>}
      </div>
    );
  }
  const goesToPolice = screen.decisions.some((decision) => decision.kind === 'police');
  const isNothing = screen.decisions.every((decision) => decision.kind === 'none');
  const hasContact = screen.tips.some((tip) => tip.hasContact && tip.erasedAt === undefined);
  return (
    <Form page={page} action={`/cases/${screen.view.id}/decide`} class="decide">
      {goesToPolice && hasContact && (
        <div class="check">
          <label>
            <input type="checkbox" name="contact" value="yes" aria-describedby="contact-help" />
            <span>{proposal.contact}</span>
          </label>
          <p class="help" id="contact-help">
            {proposal.contactHelp}
          </p>
        </div>
      )}
      <NcmecChoices {...props} />
      <button type="submit" data-key="D">
        {isNothing ? proposal.decideNothing : proposal.decide}
      </button>
    </Form>
  );
}

/** Whether the police ask to wait, and changing it. */
export function Hold({ page, screen }: CaseProps) {
  const { proposal } = page.texts;
  const { isOnHold, view } = screen;
  return (
    <section aria-labelledby="hold" class={isOnHold ? 'hold on' : 'hold'}>
      <h2 id="hold">{proposal.hold}</h2>
      <p>{isOnHold ? proposal.holdOn : proposal.holdOff}</p>
      <Form page={page} action={`/cases/${view.id}/hold`}>
        <input type="hidden" name="hold" value={isOnHold ? 'off' : 'on'} />
        <button type="submit" class="quiet">
          {isOnHold ? proposal.releaseHold : proposal.setHold}
        </button>
      </Form>
      <p>
        <a href={`/cases/${view.id}/police`}>{policeTextsIn(page.language).analyst.link}</a>
      </p>
    </section>
  );
}
