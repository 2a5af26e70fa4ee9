/** What the script (console.js) needs on each page: the palette of everything that can be pressed, and word of a lost connection. */
import type { Texts } from '../texts/texts.ts';

/** Closed until a key or the header's button opens it. */
export function Palette({ texts }: { texts: Texts }) {
  const { palette } = texts.desk;
  return (
    <dialog id="palette" class="palette" aria-labelledby="palette-title">
      <h2 id="palette-title">{palette.title}</h2>
      <input type="text" aria-label={palette.find} placeholder={palette.find} autocomplete="off" spellcheck={false} />
      <ul />
      <p class="empty" data-none hidden>
        {palette.none}
      </p>
      <div class="palette-foot">
        <label>
          <input type="checkbox" id="palette-keys" /> <span>{palette.keys}</span>
        </label>
        <form method="dialog">
          <button type="submit" class="quiet">
            {palette.close}
          </button>
        </form>
      </div>
      <p class="help">{palette.help}</p>
    </dialog>
  );
}

/** Drawn over a page that nobody has touched for a while. */
export function Cover({ texts }: { texts: Texts }) {
  return (
    <p class="cover" aria-hidden="true">
      {texts.desk.cover}
    </p>
  );
}

/** Shown by the script while the browser says that there is no connection. */
export function Offline({ texts }: { texts: Texts }) {
  return (
    <p id="offline" class="flash bad" role="alert" hidden>
      {texts.desk.offline}
    </p>
  );
}
