/** What the pages share that show versions of something two people release: the public forms, the letters' texts, the routing table. */
import { Form, type PageContext } from './shell.tsx';

/** A way to a new draft; `from`: the version that it begins from, where that is not the one in use. */
export function Begin(props: {
  readonly page: PageContext;
  readonly action: '/forms/begin' | '/routing/begin';
  readonly from: number | undefined;
  readonly text: string;
  readonly isQuiet?: boolean;
}) {
  const { page, action, from, text, isQuiet = false } = props;
  return (
    <Form page={page} action={action} class="after">
      {from !== undefined && <input type="hidden" name="from" value={String(from)} />}
      <button type="submit" class={isQuiet ? 'quiet' : undefined}>
        {text}
      </button>
    </Form>
  );
}

/** Who wants a version, and what became of it: each with its name, without those that there are not. */
export function VersionFacts({ facts }: { readonly facts: readonly (readonly [string, string | undefined])[] }) {
  return (
    <dl class="facts">
      {facts.map(
        ([label, value]) =>
          value !== undefined && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
