/** An act that takes its person's password once more: opened by its name, done with the password. */
import type { ComponentChildren } from 'preact';
import { onceMoreTexts } from '../texts/once-more.ts';
import { Field, Form, type PageContext, type Problem } from './shell.tsx';

interface OnceMoreProps {
  readonly page: PageContext;
  readonly action: string;
  /** On the page alone. */
  readonly id: string;
  /** What it does, in a word or two: on the summary and on the button. */
  readonly act: string;
  /** The same for somebody who hears it without what stands around it. */
  readonly fullAct?: string;
  readonly isDanger?: boolean;
  /** More of the form, before the password. */
  readonly children?: ComponentChildren;
}

/** Shut at first, and one click away: the page stays as calm as it was. Without script, too. */
export function OnceMore({ page, action, id, act, fullAct, isDanger = false, children }: OnceMoreProps) {
  const texts = onceMoreTexts(page.language);
  return (
    <details class="once-more">
      <summary class={isDanger ? 'danger' : undefined} aria-label={fullAct}>
        {act}
      </summary>
      <Form page={page} action={action}>
        {children}
        <label for={id}>{texts.password}</label>
        <input type="password" id={id} name="password" autocomplete="current-password" required />
        <button type="submit" class={isDanger ? 'danger' : undefined} aria-label={fullAct}>
          {act}
        </button>
      </Form>
    </details>
  );
}

/** The same among the other fields of a form that is there already. */
export function PasswordAgain(props: {
  readonly page: PageContext;
  readonly problems?: readonly Problem[];
  /** Where another field of the form is called `password`. */
  readonly name?: string;
  /** Where the page has several such forms. */
  readonly id?: string;
  /** Turning off is asked for without it. */
  readonly isForOffToo?: boolean;
}) {
  const { page, problems = [], name = 'password', id = name, isForOffToo = true } = props;
  const texts = onceMoreTexts(page.language);
  return (
    <Field
      name={name}
      id={id}
      label={texts.password}
      help={isForOffToo ? texts.why : `${texts.why} ${texts.notForOff}`}
      type="password"
      autocomplete="current-password"
      problems={problems}
    />
  );
}
