/** A page that says one thing. */
import { Page, type PageContext } from './shell.tsx';

/** A heading, a sentence, and the way back. */
export function MessagePage({ page, title, text }: { page: PageContext; title: string; text: string }) {
  return (
    <Page page={page} title={title} isNarrow>
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <a href="/">{page.texts.refused.toStart}</a>
      </p>
    </Page>
  );
}
