import type { VNode } from 'preact';
import { directionOf } from '../../terms/site-languages.ts';
import type { Word } from '../forms/form-words.ts';

/** A text; where it is not in the page's language it says in which it is (WCAG 2.2, 3.1.2), so that it is read aloud rightly. */
export function Said({ word }: { readonly word: Word }): VNode {
  if (word.language === undefined) return <>{word.text}</>;
  return (
    <span lang={word.language} dir={directionOf(word.language)}>
      {word.text}
    </span>
  );
}
