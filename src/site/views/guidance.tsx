import type { ComponentChildren, VNode } from 'preact';
import { countryName } from '../../terms/countries.ts';
import { servicesElsewhere } from '../guidance-by-country.ts';
import type { SiteContext } from '../site-context.ts';
import type { SupportLine } from '../support.ts';

/** A telephone number that a phone can call at a touch. */
export function Phone({ number }: { readonly number: string }): VNode {
  return (
    <a class="phone" dir="ltr" href={`tel:${number.replace(/[^\d+]/g, '')}`}>
      {number}
    </a>
  );
}

/** Police first: stands on top of the start page and of every form. */
export function PoliceFirst({
  site,
  isShort = false,
}: {
  readonly site: SiteContext;
  readonly isShort?: boolean;
}): VNode {
  const { police } = site.texts;
  const { emergencyNumber } = site.guidance;
  const [before, number, after] = police.emergency(emergencyNumber);
  return (
    <section class="police" aria-labelledby="police-title">
      <h2 id="police-title">{police.title}</h2>
      <p class="emergency">
        {before}
        <Phone number={number} />
        {after}
      </p>
      <p>
        <PoliceOtherwise site={site} />
        {!isShort && ` ${police.first}`}
      </p>
    </section>
  );
}

/** The police when it is not urgent. */
export function PoliceOtherwise({ site }: { readonly site: SiteContext }): VNode {
  const { police } = site.texts;
  const { policeNumber } = site.guidance;
  if (policeNumber === undefined) return <>{police.otherwiseUnknown}</>;
  const [before, number, after] = police.otherwise(policeNumber);
  return (
    <>
      {before}
      <Phone number={number} />
      {after}
    </>
  );
}

/** Whom the person who saw it can talk to. */
export function SupportLines({ site }: { readonly site: SiteContext }): VNode {
  return (
    <ul class="support">
      {site.guidance.supportLines.map((line) => (
        <li key={line.name}>
          <SupportName line={line} />
          {line.phone !== undefined && (
            <>
              {' '}
              <Phone number={line.phone} />
            </>
          )}
          <span class="for-whom">{forWhom(site, line)}</span>
        </li>
      ))}
    </ul>
  );
}

const forWhom = ({ texts }: SiteContext, line: SupportLine): string =>
  line.forWhom === 'childrenLine' ? texts.elsewhere.childrenLine : texts.supportLines[line.forWhom];

/** Hotlines, lines for children and emergency numbers of other countries. */
export function Elsewhere({ site }: { readonly site: SiteContext }): VNode {
  const { elsewhere } = site.texts;
  return (
    <>
      <h2 id="elsewhere">{elsewhere.title}</h2>
      <p>{elsewhere.lead}</p>
      <ul class="elsewhere">
        {servicesElsewhere(site.hotline.homeCountry).map(({ country, emergencyNumber, hotline, childLine }) => (
          <li key={country}>
            <h3>{countryName(country, site.language)}</h3>
            <p>
              {elsewhere.emergency}: <Phone number={emergencyNumber} />
            </p>
            {hotline !== undefined && (
              <p>
                {elsewhere.hotline}:{' '}
                <a href={hotline.url} rel="noreferrer">
                  <bdi>{hotline.name}</bdi>
                </a>
              </p>
            )}
            <p>
              {elsewhere.childLine}:{' '}
              <a href={childLine.url} rel="noreferrer">
                <bdi>{childLine.name}</bdi>
              </a>{' '}
              <Phone number={childLine.phone} />
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function SupportName({ line }: { readonly line: SupportLine }): VNode {
  if (line.url === undefined) return <strong>{line.name}</strong>;
  return (
    <a href={line.url} rel="noreferrer">
      {line.name}
    </a>
  );
}

/** A boxed notice: `warning` asks to look, `failure` says that something did not work, `good` that it did. */
export function Notice(props: {
  readonly kind: 'warning' | 'failure' | 'good';
  readonly title?: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div class={`notice ${props.kind}`} role={props.kind === 'good' ? 'status' : 'alert'}>
      {props.title !== undefined && <h2>{props.title}</h2>}
      {props.children}
    </div>
  );
}
