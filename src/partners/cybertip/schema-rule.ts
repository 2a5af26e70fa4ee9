/** What a document may hold, element by element and in order, and what is wrong with one that does not keep to it. Pure. */
import type { XmlElement } from '../../platform/xml.ts';

/** What a text may be. Lengths in characters, as XML Schema counts them (maxLength, section 4.3.3). */
export interface ValueRule {
  readonly maxLength?: number;
  readonly oneOf?: readonly string[];
  readonly pattern?: RegExp;
}

/** An element where it may stand: how often, with what inside. */
export interface ElementRule {
  readonly name: string;
  readonly min: 0 | 1;
  readonly max: 1 | 'many';
  /** Those that may stand on it; none is needed. */
  readonly attributes?: Readonly<Record<string, ValueRule>>;
  /** `sequence`: these, in this order. `value`: a text that is not empty. `flag`: nothing inside. */
  readonly inside:
    | { readonly kind: 'sequence'; readonly of: readonly ElementRule[] }
    | { readonly kind: 'value'; readonly value: ValueRule }
    | { readonly kind: 'flag' };
}

/** Exactly one. */
export const one = (
  name: string,
  inside: ElementRule['inside'],
  attributes?: ElementRule['attributes'],
): ElementRule => ({
  ...{ name, min: 1, max: 1, inside },
  ...(attributes === undefined ? {} : { attributes }),
});
/** None or one. */
export const maybe = (
  name: string,
  inside: ElementRule['inside'],
  attributes?: ElementRule['attributes'],
): ElementRule => ({
  ...one(name, inside, attributes),
  min: 0,
});
/** None or more. */
export const any = (
  name: string,
  inside: ElementRule['inside'],
  attributes?: ElementRule['attributes'],
): ElementRule => ({
  ...maybe(name, inside, attributes),
  max: 'many',
});
/** One or more. */
export const some = (name: string, inside: ElementRule['inside']): ElementRule => ({ ...any(name, inside), min: 1 });

export const sequence = (...of: readonly ElementRule[]): ElementRule['inside'] => ({ kind: 'sequence', of });
export const value = (rule: ValueRule = {}): ElementRule['inside'] => ({ kind: 'value', value: rule });
export const FLAG: ElementRule['inside'] = { kind: 'flag' };

/** What is wrong with a document, each as the path of the element and what is the matter; never a value. */
export function problemsOf(root: XmlElement, rule: ElementRule): readonly string[] {
  return root.name === rule.name ? problemsInside(root, rule, rule.name) : [`${root.name}: is not ${rule.name}`];
}

function problemsInside(element: XmlElement, rule: ElementRule, path: string): readonly string[] {
  const marks = Object.entries(element.attributes ?? {}).flatMap(([name, text]) => {
    const allowed = rule.attributes?.[name];
    return allowed === undefined ? [`${path}@${name}: is unknown`] : problemsOfValue(text, allowed, `${path}@${name}`);
  });
  const children = element.children ?? [];
  const text = element.text ?? '';
  switch (rule.inside.kind) {
    case 'flag':
      return children.length === 0 && text === '' ? marks : [...marks, `${path}: must be empty`];
    case 'value':
      if (children.length > 0) return [...marks, `${path}: must be a text`];
      return [...marks, ...problemsOfValue(text, rule.inside.value, path)];
    case 'sequence':
      if (text.trim() !== '') return [...marks, `${path}: must hold elements`];
      return [...marks, ...problemsOfSequence(children, rule.inside.of, path)];
  }
}

function problemsOfSequence(
  children: readonly XmlElement[],
  rules: readonly ElementRule[],
  path: string,
): readonly string[] {
  const problems: string[] = [];
  let at = 0;
  for (const rule of rules) {
    let count = 0;
    for (let child = children[at]; child?.name === rule.name; child = children[at]) {
      problems.push(...problemsInside(child, rule, `${path}/${rule.name}`));
      count += 1;
      at += 1;
    }
    if (count < rule.min) problems.push(`${path}/${rule.name}: is missing`);
    if (rule.max === 1 && count > 1) problems.push(`${path}/${rule.name}: is there ${count} times`);
  }
  const rest = children[at];
  return rest === undefined ? problems : [...problems, `${path}/${rest.name}: is unknown, or not in its place`];
}

function problemsOfValue(text: string, { maxLength, oneOf, pattern }: ValueRule, path: string): readonly string[] {
  if (text.trim() === '') return [`${path}: is empty`];
  if (maxLength !== undefined && Array.from(text).length > maxLength) return [`${path}: is longer than ${maxLength}`];
  if (oneOf !== undefined && !oneOf.includes(text)) return [`${path}: is none of the values`];
  if (pattern !== undefined && !pattern.test(text)) return [`${path}: has not the right form`];
  return [];
}

/**
 * Whether a published XML Schema still has each of our sequences in our order: some `xs:sequence` in it must hold the names in this
 * order, whatever stands between. @returns the names of elements whose children no sequence of it holds so
 */
export function missingSequences(schema: XmlElement, rule: ElementRule): readonly string[] {
  const published = sequencesOf(schema);
  const missing: string[] = [];
  const look = ({ name, inside }: ElementRule): void => {
    if (inside.kind !== 'sequence') return;
    const ours = inside.of.map((child) => child.name);
    if (!published.some((names) => isWithin(ours, names))) missing.push(name);
    inside.of.forEach(look);
  };
  look(rule);
  return missing;
}

/** The names in each sequence of a schema, those of a choice among them in their place. */
function sequencesOf(element: XmlElement): readonly (readonly string[])[] {
  const inner = (element.children ?? []).flatMap(sequencesOf);
  return element.name === 'sequence' ? [namesIn(element), ...inner] : inner;
}

const namesIn = (element: XmlElement): readonly string[] =>
  (element.children ?? []).flatMap((child) => {
    if (child.name !== 'element') return child.name === 'choice' || child.name === 'sequence' ? namesIn(child) : [];
    const name = child.attributes?.['name'] ?? child.attributes?.['ref'];
    return name === undefined ? [] : [name.slice(name.indexOf(':') + 1)];
  });

function isWithin(ours: readonly string[], published: readonly string[]): boolean {
  let at = 0;
  for (const name of published) if (name === ours[at]) at += 1;
  return at === ours.length;
}
