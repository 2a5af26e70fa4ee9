/** What is shown when a page could not be made: in both languages, because nothing is known of who asked. */
import { LANGUAGES } from '../../terms/categories.ts';
import { textsOf, type Texts } from '../texts/texts.ts';
import { Page } from './shell.tsx';

type Kind = 'missing' | 'away' | 'large' | 'broken';

function kindOf(status: number): Kind {
  if (status === 503) return 'away';
  if (status === 413) return 'large';
  return status >= 400 && status < 500 ? 'missing' : 'broken';
}

const titleOf = ({ errors }: Texts, kind: Kind): string =>
  ({ missing: errors.missingTitle, away: errors.awayTitle, large: errors.largeTitle, broken: errors.brokenTitle })[
    kind
  ];

/** The page for an error that no screen has answered itself. */
export function consoleErrorPage(status: number) {
  const kind = kindOf(status);
  const texts = textsOf('en');
  return (
    <Page
      page={{ texts, language: 'en', formToken: '', hotlineName: 'Fyr', path: '/', person: undefined }}
      title={titleOf(texts, kind)}
      isNarrow
    >
      {LANGUAGES.toReversed().map((language, index) => {
        const words = textsOf(language);
        const Heading = index === 0 ? 'h1' : 'h2';
        return (
          <section key={language} lang={language}>
            <Heading>{titleOf(words, kind)}</Heading>
            <p>{words.errors[kind]}</p>
            <p>
              <a href="/">{words.refused.toStart}</a>
            </p>
          </section>
        );
      })}
    </Page>
  );
}
