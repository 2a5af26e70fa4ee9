import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { z } from 'zod';
import { caseInputOf, HOTLINE } from '../partner-for-tests.ts';
import { outlineOf } from './package-outline.ts';
import { packagePdf } from './package-pdf.ts';
import { packageCase, type TipInput } from './package.ts';

const preparedAt = new Date('2026-03-01T12:34:56Z');
const frame = { hotline: HOTLINE, preparedAt, packageKey: 'fyr-package/x+00000000+AA', confirmUrl: undefined };
const [tip] = caseInputOf().tips;
assert.ok(tip);
const outlineWith = (report: TipInput['report'], language: 'sv' | 'en') =>
  outlineOf(packageCase(caseInputOf({ tips: [{ ...tip, report }] }), frame), language);

const nodeSchema = z.object({ role: z.string(), children: z.array(z.unknown()).optional() });

/** All roles of a structure tree, in order. */
function rolesOf(node: unknown): readonly string[] {
  const read = nodeSchema.safeParse(node);
  return read.success ? [read.data.role, ...(read.data.children ?? []).flatMap(rolesOf)] : [];
}

async function read(bytes: Buffer) {
  const task = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 });
  const pdf = await task.promise;
  const roles: string[] = [];
  let text = '';
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    roles.push(...rolesOf(await page.getStructTree()));
    for (const item of (await page.getTextContent()).items) text += 'str' in item ? `${item.str} ` : '';
  }
  const { info } = await pdf.getMetadata();
  const marks = await pdf.getMarkInfo();
  await task.destroy();
  return { pages: pdf.numPages, roles, text: text.replace(/\s+/g, ' '), info, marks };
}

test('packagePdf is tagged, titled and in its language, and each row has a header cell', async () => {
  for (const language of ['sv', 'en'] as const) {
    const outline = outlineWith({ narrative: 'Jag såg något.' }, language);
    const { roles, text, info, marks } = await read(await packagePdf(outline, preparedAt));
    const count = (role: string) => roles.filter((each) => each === role).length;
    const rows = outline.sections.reduce((sum, section) => sum + section.rows.length, 0);
    assert.equal(z.map(z.string(), z.boolean()).parse(marks).get('Marked'), true);
    assert.deepEqual(z.object({ Title: z.string(), Language: z.string() }).parse(info), {
      ...{ Title: outline.title, Language: language === 'sv' ? 'sv-SE' : 'en-GB' },
    });
    assert.equal(count('H1'), 1);
    assert.equal(count('H2'), outline.sections.length);
    assert.deepEqual([count('TR') >= rows, count('TH'), count('TD')], [true, rows, rows]);
    for (const { heading, rows: cells } of outline.sections) {
      assert.ok(text.includes(heading), heading);
      for (const [label] of cells) assert.ok(text.includes(label), label);
    }
    assert.ok(text.includes('Jag såg något.'));
  }
});

test('packagePdf says everything when a text goes over several pages, and names what its font lacks', async () => {
  const lines = Array.from({ length: 180 }, (_, index) => `rad ${index + 1} slut`);
  const { pages, text } = await read(
    await packagePdf(outlineWith({ narrative: `${lines.join('\n')}\nслово 中 \u0007` }, 'sv'), preparedAt),
  );
  assert.ok(pages >= 4, `${pages} pages`);
  for (const line of lines) assert.ok(text.includes(line), line);
  assert.ok(text.includes('слово'));
  assert.ok(text.includes('[U+4E2D]') && text.includes('[U+0007]'));
});
