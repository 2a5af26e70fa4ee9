/** A letter as a provider reads it, and the choice of which. */
import { SAMPLES, type ComposedLetter, type Sample } from '../../notices/door.ts';
import type { PageContext } from './shell.tsx';

/** A sample letter, and how to see another; `action` is the page that shows it. */
export function LetterPreview(props: {
  readonly page: PageContext;
  readonly action: string;
  readonly sample: Sample;
  readonly letter: ComposedLetter;
}) {
  const { page, action, sample, letter } = props;
  const { letters } = page.texts;
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{letters.preview}</h2>
      <p class="help">{letters.previewLead}</p>
      <form method="get" action={action} class="inline after">
        <SampleChoice page={page} sample={sample} />
        <button type="submit" class="quiet">
          {letters.show}
        </button>
      </form>
      <Letter page={page} letter={letter} />
    </section>
  );
}

/** Which of the invented letters is shown. */
export function SampleChoice({ page, sample }: { page: PageContext; sample: Sample }) {
  const { letters } = page.texts;
  return (
    <>
      <label for="sample">{letters.sample}</label>
      <select id="sample" name="sample">
        {SAMPLES.map((each) => (
          <option key={each} value={each} selected={each === sample}>
            {letters.samples[each]}
          </option>
        ))}
      </select>
    </>
  );
}

/** Subject, text and what is attached. The text is the letter's own: its languages follow each other. */
export function Letter({ page, letter }: { page: PageContext; letter: ComposedLetter }) {
  const { letters } = page.texts;
  return (
    <div class="letter">
      <p class="subject">
        <span class="unseen">{letters.subjectLine}: </span>
        {letter.subject}
      </p>
      <p class="words" lang={letter.languages[0]}>
        {letter.text}
      </p>
      <p class="help">
        {letters.attached}: {letter.reports.map(({ filename }) => filename).join(', ')}
      </p>
    </div>
  );
}
