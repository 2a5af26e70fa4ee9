/** The addresses of a letter, each as plain text: to be copied, never followed by a slip of the hand. */
import type { ComponentChildren, VNode } from 'preact';
import { referenceOf } from '../../letters/notice.ts';
import { lookOf } from '../standing.ts';
import { momentIn } from '../texts/texts.ts';
import type { PageFrame, ProviderPageProps, ShownNotice } from './page-props.ts';

/** All of them, as they are shown. */
export function Items(props: ProviderPageProps): VNode {
  const { texts, shown } = props;
  return (
    <section aria-labelledby={shown.length > 1 ? 'items' : undefined}>
      {shown.length > 1 && <h2 id="items">{texts.itemsTitle}</h2>}
      <ol class="reported">
        {shown.map((each) => (
          <ItemCard key={each.notice.id} {...props} {...each} />
        ))}
      </ol>
    </section>
  );
}

function ItemCard(props: PageFrame & ShownNotice & { readonly shown: readonly ShownNotice[] }): VNode {
  const { site, texts, shown, number, notice, standing } = props;
  const look = lookOf(standing);
  const id = `address-${number}`;
  const Heading = shown.length > 1 ? 'h3' : 'h2';
  return (
    <li class={`item ${look}`} id={id}>
      <Heading>
        {texts.itemTitle(number, shown.length)} <span class={`badge ${look}`}>{texts.badge[look]}</span>
      </Heading>
      <p class="url">
        <code>{notice.url}</code>
      </p>
      <p class="standing">
        <StandingWords {...props} />
      </p>
      <dl>
        {notice.ip !== undefined && (
          <Fact term={texts.ip}>
            <code>{notice.ip}</code>
          </Fact>
        )}
        <Fact term={texts.reference}>
          <code>{referenceOf(notice.id)}</code>
        </Fact>
        <Fact term={texts.toldAt}>
          <Moment at={notice.toldAt} text={momentIn(site.language, notice.toldAt)} />
        </Fact>
      </dl>
      <p class="hint">{texts.why[notice.rung]}</p>
    </li>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function StandingWords({ site, texts, standing }: PageFrame & ShownNotice): VNode {
  const { kind, saidAt, visitedAt, untilAt } = standing;
  const moment = (at: Date) => momentIn(site.language, at);
  const isAnswer = kind !== 'online' && kind !== 'unanswered' && kind !== 'withdrawn';
  const parts = [
    ...(untilAt === undefined ? [] : [texts.until(moment(untilAt))]),
    ...(saidAt === undefined || !isAnswer ? [] : [texts.said(moment(saidAt))]),
    ...(visitedAt === undefined ? [] : [texts.visited(moment(visitedAt))]),
  ];
  return (
    <>
      <strong>{texts.standing[kind]}</strong> {parts.join(' ')}
    </>
  );
}

function Moment({ at, text }: { readonly at: Date; readonly text: string }): VNode {
  return <time dateTime={at.toISOString()}>{text}</time>;
}
