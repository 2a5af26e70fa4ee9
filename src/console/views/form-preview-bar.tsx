/** What stands above a preview of the public forms: which version, and the choice of language and page. In the public site's frame. */
import type { FormSet } from '../../intake/door.ts';
import { languageName, SITE_LANGUAGES, type SiteLanguage } from '../../terms/site-languages.ts';
import { formsTexts } from '../texts/public-forms.ts';
import { formNames } from './form-names.ts';
import type { PageContext } from './shell.tsx';

/** A page of the preview as its choice names it: `online narrative`, `online review`, `start`. */
export function PreviewBar(props: {
  readonly page: PageContext;
  readonly set: FormSet;
  readonly version: string;
  readonly back: string;
  readonly language: SiteLanguage;
  readonly shown: string;
}) {
  const { page, set, version, back, language, shown } = props;
  const words = formsTexts(page.language);
  const names = formNames(set, page.language, words);
  return (
    <section class="preview-bar" lang={page.language} dir="ltr" aria-labelledby="preview-title">
      <p id="preview-title">{words.previewBar(version)}</p>
      <form method="get">
        <label for="preview-language">{words.previewLanguage}</label>
        <select id="preview-language" name="language">
          {SITE_LANGUAGES.map((each) => (
            <option key={each} value={each} selected={each === language}>
              {languageName(each, page.language)}
            </option>
          ))}
        </select>
        <label for="preview-page">{words.previewPage}</label>
        <select id="preview-page" name="page">
          <option value="start" selected={shown === 'start'}>
            {words.startPage}
          </option>
          {set.categories.map(({ code, pages }) => (
            <optgroup key={code} label={names.category(code)}>
              {[...pages.map(({ id }) => id), 'review'].map((id) => (
                <option key={id} value={`${code} ${id}`} selected={shown === `${code} ${id}`}>
                  {id === 'review' ? words.review : names.page(id)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <button type="submit">{words.show}</button>
        <a href={back}>{words.back}</a>
      </form>
    </section>
  );
}
