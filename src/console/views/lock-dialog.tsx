/** For the script (console.js): covers a page whose session has been locked, and opens it again in place. */
import type { Language } from '../../terms/categories.ts';
import { FORM_TOKEN_FIELD } from '../form.ts';
import { lockTexts } from '../texts/lock.ts';

interface LockDialogProps {
  readonly language: Language;
  /** Whose session it is. */
  readonly name: string;
  readonly formToken: string;
  readonly lockAfterMs: number;
}

/** Closed until the script opens it. */
export function LockDialog({ language, name, formToken, lockAfterMs }: LockDialogProps) {
  const texts = lockTexts(language);
  return (
    <dialog id="lock" class="lock" aria-labelledby="lock-title" data-after={String(lockAfterMs)} data-over={texts.over}>
      <h2 id="lock-title">{texts.title}</h2>
      <p>{texts.lead(name)}</p>
      <p class="problem" role="alert" hidden />
      <form method="post" action="/unlock" noValidate>
        <input type="hidden" name={FORM_TOKEN_FIELD} value={formToken} />
        <div class="field">
          <label for="lock-password">{texts.password}</label>
          <input type="password" id="lock-password" name="password" autocomplete="current-password" />
        </div>
        <button type="submit">{texts.unlock}</button>
      </form>
    </dialog>
  );
}
