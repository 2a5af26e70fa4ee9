import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import sharp from 'sharp';
import { sniffPicture } from './sniff.ts';

const box = (brand: string, ...others: string[]) => {
  const text = `ftyp${brand}\0\0\0\0${others.join('')}`;
  return Buffer.concat([Buffer.of(0, 0, 0, text.length + 4), Buffer.from(text, 'latin1')]);
};

test('sniffPicture knows the formats that sharp writes', async () => {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#357' } });
  for (const format of ['jpeg', 'png', 'gif', 'webp', 'tiff', 'avif'] as const) {
    assert.equal(sniffPicture(await picture.clone().toFormat(format).toBuffer()), format);
  }
});

test('sniffPicture knows HEIC by any of its brands and leaves videos of the same container alone', () => {
  assert.equal(sniffPicture(readFileSync(new URL('test-vectors/square-256x256.heic', import.meta.url))), 'heic');
  assert.equal(sniffPicture(box('mif1', 'heic')), 'heic');
  assert.equal(sniffPicture(box('mif1', 'avif', 'miaf')), 'avif');
  assert.equal(sniffPicture(box('isom', 'mp42')), undefined);
});

test('sniffPicture knows JPEG XL with and without a container, BMP and SVG', () => {
  assert.equal(sniffPicture(Buffer.from('ff0a7f', 'hex')), 'jxl');
  assert.equal(sniffPicture(Buffer.from('0000000c4a584c200d0a870a', 'hex')), 'jxl');
  assert.equal(sniffPicture(Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)])), 'bmp');
  assert.equal(sniffPicture(Buffer.from('<?xml version="1.0"?>\n<!-- x --><svg/>')), 'svg');
});

test('sniffPicture calls nothing a picture that is not one, and never throws', () => {
  for (const text of ['', 'PK\x03\x04', '%PDF-1.7', '<html><svg>', 'BMW', 'RIFF....WAVE']) {
    assert.equal(sniffPicture(Buffer.from(text, 'latin1')), undefined, text);
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void sniffPicture(bytes)));
});
