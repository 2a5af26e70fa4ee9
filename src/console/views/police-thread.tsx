/** The messages between the police and the hotline about one case, and the form for the next. */
import { randomUUID } from 'node:crypto';
import type { MessageId } from '../../partners/door.ts';
import type { ComponentChildren } from 'preact';
import { defangText, formatsOf } from '../format.ts';
import { policeTextsIn } from '../texts/police.ts';
import { Form, Moment, type PageContext, type Problem } from './shell.tsx';

/** A message as it is shown. `text` is undefined where this person cannot open it. */
export interface ShownMessage {
  readonly id: MessageId;
  readonly at: Date;
  readonly author: 'police' | 'hotline';
  readonly isTipster: boolean;
  readonly who: string | undefined;
  readonly text: string | undefined;
  /** Where it was passed on to, in words. */
  readonly passed: string | undefined;
}

interface ThreadProps {
  readonly page: PageContext;
  readonly messages: readonly ShownMessage[];
  readonly side: 'police' | 'hotline';
  /** Where the form is sent. */
  readonly action: string;
  readonly typed: string;
  readonly problems: readonly Problem[];
  /** What can be done with a message, below it. */
  readonly below?: (message: ShownMessage) => ComponentChildren;
}

/** Oldest first, as it is read; the form at its end. */
export function PoliceThread({ page, messages, side, action, typed, problems, below }: ThreadProps) {
  const { thread } = policeTextsIn(page.language);
  return (
    <section aria-labelledby="thread">
      <h2 id="thread">{thread.title}</h2>
      <p class="help">{thread.lead}</p>
      {messages.length === 0 && <p class="empty">{thread.none}</p>}
      <ol class="mailbox">
        {messages.map((message) => (
          <li key={message.id} class={message.author === side ? 'hotline' : 'tipster'}>
            <p class="help">
              <b>{message.isTipster ? thread.tipster : thread[message.author]}</b>{' '}
              {message.who !== undefined && `${message.who}, `}
              <Moment at={message.at} text={formatsOf(page.language).moment(message.at)} />
            </p>
            <p class={message.text === undefined ? 'empty' : 'words'}>
              {message.text === undefined ? thread.closed : defangText(message.text)}
            </p>
            {message.passed !== undefined && <p class="help">{message.passed}</p>}
            {below?.(message)}
          </li>
        ))}
      </ol>
      <Form page={page} action={action}>
        <input type="hidden" name="submission" value={randomUUID()} />
        <TextArea
          name="message"
          label={side === 'police' ? thread.labelPolice : thread.labelHotline}
          help={side === 'police' ? thread.helpPolice : thread.helpHotline}
          value={typed}
          problems={problems}
        />
        <button type="submit">{thread.send}</button>
      </Form>
    </section>
  );
}

interface TextAreaProps {
  readonly name: string;
  /** As the name, where that is not on the page twice. */
  readonly id?: string;
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly problems: readonly Problem[];
  readonly rows?: number;
}

/** A labelled field for several lines. */
export function TextArea({ name, id = name, label, help, value, problems, rows = 4 }: TextAreaProps) {
  const problem = problems.find((each) => each.field === name);
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={id}>{label}</label>
      <p class="help" id={`${id}-help`}>
        {help}
      </p>
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`}>
          {problem.text}
        </p>
      )}
      <textarea
        id={id}
        name={name}
        rows={rows}
        aria-describedby={problem === undefined ? `${id}-help` : `${id}-help ${id}-problem`}
        aria-invalid={problem === undefined ? undefined : true}
      >
        {value}
      </textarea>
    </div>
  );
}
