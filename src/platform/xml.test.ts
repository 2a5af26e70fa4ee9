import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { childText, cleanXmlText, readXml, writeXml, XmlMalformed, type XmlElement } from './xml.ts';

/** Everything that a string can hold: control characters, halves of pairs, markup. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '<',
      '&',
      ']',
      ']]>',
      '"',
      "'",
      '\r',
      '\n',
      '\r\n',
      '\t',
      '\0',
      '\uD800',
      '\uDFFF',
      '\uFFFF',
      '😀',
      ' ',
    ),
  }),
);

test('writeXml gives a document that reads back the same, for any text', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.array(anyText, { maxLength: 3 }), (text, mark, more) => {
      const root: XmlElement = {
        name: 'report',
        attributes: { mark },
        children: [{ name: 'first', text }, ...more.map((each) => ({ name: 'more', text: each }))],
      };
      const back = readXml(writeXml(root));
      assert.equal(back.attributes?.['mark'], cleanXmlText(mark));
      assert.deepEqual(
        back.children?.map((child) => child.text),
        [text, ...more].map(cleanXmlText),
      );
    }),
    { numRuns: 1_000 },
  );
});

test('cleanXmlText changes only what XML cannot hold', () => {
  assert.equal(cleanXmlText('å\t\n\r 😀\u0085\uFFFD'), 'å\t\n\r 😀\u0085\uFFFD');
  assert.equal(cleanXmlText('a\0b\u0008c\uD800d\uFFFEe\u001F'), 'a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFD');
});

test('readXml refuses what is cut, doubled, mixed, too deep, or has a document type', () => {
  const whole = writeXml({ name: 'a', children: [{ name: 'b', text: 'c' }] });
  for (let cut = 0; cut < whole.length; cut += 1) assert.throws(() => readXml(whole.slice(0, cut)), XmlMalformed);
  for (const wrong of [
    `${whole}<a/>`,
    '<a>text<b/></a>',
    `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`,
    '<!DOCTYPE a [<!ENTITY e "e">]><a>&e;</a>',
    '<a>&unknown;</a>',
    '<a b="1" b="2"/>',
    '<html><p>Busy</html>',
    `<a>${'x'.repeat(5 << 20)}</a>`,
  ])
    assert.throws(() => readXml(wrong), XmlMalformed, wrong.slice(0, 40));
});

test('writeXml writes no name that could carry markup', () => {
  for (const name of ['a b', 'a>', '', '1a', 'a"']) assert.throws(() => writeXml({ name }), RangeError);
});

test('childText gives the only child’s text and nothing for none or two', () => {
  const root = readXml('<r xmlns="urn:x"><a> 1 </a><x:b xmlns:x="urn:y">2</x:b><c/><c/></r>');
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((name) => childText(root, name)),
    ['1', '2', undefined, undefined],
  );
});
