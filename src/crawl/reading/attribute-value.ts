/** What an attribute's bytes say: UTF-8 and character references (HTML Standard, 13.2.5.72 and following). */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { byteAt, latin1Of, type Piece } from './piece.ts';

const OTHER_REFERENCE = /&(?!amp;)/;
const nothing = () => undefined;

const AMPERSAND = 38;

/** The value that stands from `start` to `end`. */
export function attributeValueOf(piece: Piece, start: number, end: number): string {
  let isAscii = true;
  let hasReference = false;
  for (let at = start; at < end; at += 1) {
    const c = byteAt(piece, at);
    if (c > 127) isAscii = false;
    else if (c === AMPERSAND) hasReference = true;
  }
  const text = isAscii ? latin1Of(piece, start, end) : piece.bytes.toString('utf8', start, end);
  if (!hasReference) return text;
  return OTHER_REFERENCE.test(text) ? decodeReferences(text) : text.replaceAll('&amp;', '&');
}

/** Character references in an attribute's text, decoded as htmlparser2 does: links with anything but `&amp;` are few. */
function decodeReferences(text: string): string {
  const markup = `<a b="${text.replaceAll('"', '&quot;')}">`;
  let value = '';
  const callbacks: TokenizerCallbacks = {
    onattribdata: (start, end) => (value += markup.slice(start, end)),
    onattribentity: (codePoint) => (value += String.fromCodePoint(codePoint)),
    onattribend: nothing,
    onattribname: nothing,
    oncdata: nothing,
    onclosetag: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onend: nothing,
    onopentagend: nothing,
    onopentagname: nothing,
    onprocessinginstruction: nothing,
    onselfclosingtag: nothing,
    ontext: nothing,
    ontextentity: nothing,
  };
  const tokenizer = new Tokenizer({ decodeEntities: true }, callbacks);
  tokenizer.write(markup);
  return value;
}
