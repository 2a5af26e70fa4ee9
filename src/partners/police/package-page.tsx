import { renderToString } from 'preact-render-to-string';
import { outlineOf, type Outline } from './package-outline.ts';
import type { LedgerProofs } from './ledger-proofs.ts';
import type { PolicePackage } from './package.ts';

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #14202b; background: #fff }
h1 { font-size: 1.6rem; border-bottom: 4px solid #12395b } h2 { font-size: 1.15rem; margin-top: 2rem }
dl { display: grid; grid-template-columns: minmax(10rem, 1fr) 2fr; gap: .4rem 1rem; margin: 0 }
dt { font-weight: 600 } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
article + article { margin-top: 3rem; border-top: 4px double #12395b; break-before: page }
`;

/** The readable page as one HTML file that needs nothing else: no script, picture, link or request. Swedish, then English. */
export function packagePage(content: PolicePackage, proofs?: LedgerProofs): string {
  const outlines = [outlineOf(content, 'sv', proofs), outlineOf(content, 'en', proofs)];
  const html = renderToString(
    <html lang="sv">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>{outlines[0]?.title}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        {outlines.map((outline) => (
          <OutlineArticle key={outline.language} outline={outline} />
        ))}
      </body>
    </html>,
  );
  return `<!doctype html>\n${html}\n`;
}

function OutlineArticle({ outline }: { outline: Outline }) {
  return (
    <article lang={outline.language}>
      <h1>{outline.title}</h1>
      {outline.remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      {outline.sections.map(({ heading, rows }) => (
        <section key={heading}>
          <h2>{heading}</h2>
          <dl>
            {rows.map(([label, value]) => [<dt key={label}>{label}</dt>, <dd key={`${label}-value`}>{value}</dd>])}
          </dl>
        </section>
      ))}
    </article>
  );
}
