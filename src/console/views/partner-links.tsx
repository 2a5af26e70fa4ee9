/** The ways on from the page of partners: only those that the visitor may take. */
import { mayUse, type StaffRoute } from '../access.ts';
import { exchangeTexts } from '../texts/exchange.ts';
import { partnerLinkTexts } from '../texts/partner-links.ts';
import { formsTexts } from '../texts/public-forms.ts';
import { routingTexts } from '../texts/routing.ts';
import { sitePartnerTexts } from '../texts/site-partners.ts';
import type { PageContext } from './shell.tsx';

interface Way {
  readonly route: StaffRoute;
  readonly name: string;
  readonly about: string;
}

function waysOf({ texts, language }: PageContext): readonly Way[] {
  const about = partnerLinkTexts(language);
  const words = exchangeTexts(language);
  return [
    { route: 'GET /iccam', name: texts.partners.toIccam, about: about.iccam },
    { route: 'GET /templates', name: texts.letters.toThem, about: about.templates },
    { route: 'GET /forms', name: formsTexts(language).toForms, about: about.forms },
    { route: 'GET /routing', name: routingTexts(language).title, about: about.routing },
    { route: 'GET /partners/exchange', name: words.toExchange, about: about.exchange },
    { route: 'GET /partners/feed', name: words.toFeed, about: about.feed },
    { route: 'GET /partners/webhooks', name: words.toWebhooks, about: about.webhooks },
    { route: 'GET /partners/sites', name: sitePartnerTexts(language).title, about: about.sites },
  ];
}

/** Each page's name with what is done there. */
export function PartnerLinks({ page }: { readonly page: PageContext }) {
  return (
    <section aria-labelledby="more" class="after">
      <h2 id="more">{partnerLinkTexts(page.language).title}</h2>
      <ul class="ways">
        {waysOf(page)
          .filter(({ route }) => mayUse(route, page.person?.role))
          .map(({ route, name, about }) => (
            <li key={route}>
              <a href={route.slice('GET '.length)}>{name}</a>
              <p class="help">{about}</p>
            </li>
          ))}
      </ul>
    </section>
  );
}
