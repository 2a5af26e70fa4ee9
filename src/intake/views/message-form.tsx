import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Field } from '../../site/views/field.tsx';
import { base64Key, Trouble } from './sealing.tsx';

/** Longest message in UTF-16 units. */
export const MAX_MESSAGE_LENGTH = 5_000;

/** Of the field that a message is written in, for the script that seals it (site/in-browser/mailbox.ts). */
export const MESSAGE_MARKS = { 'data-part': 'report', 'data-most': MAX_MESSAGE_LENGTH } as const;

/** Where the sender writes more, and what is said of who can read it: both truths are there, and the page's script shows its own. */
export function MessageForm(props: {
  readonly site: SiteContext;
  readonly token: string;
  readonly text: string;
  readonly problem: string | undefined;
  readonly recipient: Uint8Array | undefined;
  readonly isSealing: boolean;
}): VNode {
  const { site, token, text, problem, recipient, isSealing } = props;
  const { mailbox, characters, messageLocks, safety } = site.texts;
  return (
    <form
      id="message"
      method="post"
      action={`/${site.language}/mailbox/message`}
      novalidate
      autocomplete="off"
      data-mailbox=""
      data-recipient={base64Key(recipient)}
      data-sending={safety.sending}
    >
      <h2>{mailbox.writeTitle}</h2>
      <Trouble site={site} isOffered={isSealing || recipient !== undefined} text={messageLocks.unreached} />
      <input type="hidden" name="token" value={token} />
      <Field
        name="text"
        label={mailbox.writeLabel}
        hint={`${mailbox.writeHint} ${characters(MAX_MESSAGE_LENGTH)}`}
        value={text}
        rows={5}
        problem={problem}
        marks={MESSAGE_MARKS}
      />
      <p class="locked" data-with-script="" hidden={!isSealing}>
        {messageLocks.browser}
      </p>
      <p class="locked" data-without-script="" hidden={isSealing}>
        {messageLocks.server}
      </p>
      <button type="submit">{mailbox.write}</button>
      <p id="sending" role="status" />
    </form>
  );
}
