/**
 * Small XML documents (XML 1.0, fifth edition): written so that any text is well-formed and reads back the same, and read
 * strictly, bounded, without entities. No mixed content: an element holds text or elements.
 */
import { SaxesParser } from 'saxes';

/** An element with its own children or text; names are the caller's and never come from outside. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly XmlElement[];
  readonly text?: string;
}

/** The document cannot be read: not well-formed, cut off, or beyond the limits. Quotes nothing of it. */
export class XmlMalformed extends Error {
  override readonly name = 'XmlMalformed';
  readonly code = 'xml-malformed';
}

/** What no XML 1.0 document may hold, even as a reference (section 2.2, production Char): most control characters, halves of pairs. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** The text with U+FFFD in place of each character that XML cannot hold. */
export const cleanXmlText = (text: string): string => text.replace(FORBIDDEN, '\uFFFD');

/** A document with its declaration, in UTF-8 once encoded. Texts are cleaned. @throws RangeError for a name that is none of XML's plain ones */
export const writeXml = (root: XmlElement): string => `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root)}`;

const PLAIN_NAME = /^[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?$/;

function writeElement({ name, attributes = {}, children = [], text = '' }: XmlElement): string {
  const names = [name, ...Object.keys(attributes)];
  if (!names.every((each) => PLAIN_NAME.test(each)))
    throw new RangeError('An XML name must be plain letters and digits.');
  const marks = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  const inside = children.length > 0 ? children.map(writeElement).join('') : escapeText(text);
  return inside === '' ? `<${name}${marks.join('')}/>` : `<${name}${marks.join('')}>${inside}</${name}>`;
}

/** A carriage return is written as a reference: a reader makes a line feed of a bare one (section 2.11). */
const escapeText = (text: string): string =>
  cleanXmlText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');

/** White space likewise: a reader makes blanks of it in an attribute (section 3.3.3). */
const escapeAttribute = (text: string): string =>
  escapeText(text).replaceAll('"', '&quot;').replaceAll('\t', '&#x9;').replaceAll('\n', '&#xA;');

const MAX_CHARACTERS = 4 << 20;
const MAX_DEPTH = 32;

type Open = {
  readonly name: string;
  readonly attributes: Record<string, string>;
  text: string;
  children: XmlElement[];
};

/** Reads a whole document; prefixes of names are dropped. @throws XmlMalformed */
export function readXml(document: string): XmlElement {
  if (document.length > MAX_CHARACTERS) throw new XmlMalformed('The document is larger than it can be.');
  const parser = new SaxesParser({ xmlns: false });
  const path: Open[] = [];
  let root: XmlElement | undefined;
  const fail = () => {
    throw new XmlMalformed('The document is not whole XML.');
  };
  parser.on('error', fail);
  // Entities are a way to make a small document large; none of our partners' has one.
  parser.on('doctype', fail);
  parser.on('opentag', ({ name, attributes }) => {
    if (path.length >= MAX_DEPTH) fail();
    path.push({ name: localName(name), attributes: textsOf(attributes), text: '', children: [] });
  });
  const addText = (text: string) => {
    const open = path.at(-1);
    if (open !== undefined) open.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const open = path.pop();
    if (open === undefined) return;
    const element = toElement(open);
    if (element === undefined) return fail();
    const parent = path.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
  });
  parser.write(document).close();
  return root ?? fail();
}

/** Undefined for text beside elements. */
function toElement({ name, attributes, text, children }: Open): XmlElement | undefined {
  if (children.length === 0) return { name, attributes, text };
  return text.trim() === '' ? { name, attributes, children } : undefined;
}

const textsOf = (attributes: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [localName(name), String(value)]));

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The only child of this name; undefined where there is none or several. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  const found = (element.children ?? []).filter((child) => child.name === name);
  return found.length === 1 ? found[0] : undefined;
}

/** The text of the only child of this name, without white space around it. */
export const childText = (element: XmlElement, name: string): string | undefined =>
  childOf(element, name)?.text?.trim();
