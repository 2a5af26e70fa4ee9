import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { readQuantisation, readSegment } from './jpeg-segments.ts';
import { estimateJpegQuality } from './quantisation.ts';

/** Luma's steps out of the first DQT segment of a JPEG. */
function firstSteps(bytes: Uint8Array): Uint16Array {
  for (let at = 2; ;) {
    const segment = readSegment(bytes, at);
    if (segment.marker === 0xdb) return readQuantisation(bytes, segment)[0]?.steps ?? new Uint16Array(64);
    at = segment.to;
  }
}

test('estimateJpegQuality finds the quality that libjpeg was told, so that 79 and 80 are told apart', async () => {
  const picture = sharp({ create: { width: 16, height: 16, channels: 3, background: '#468' } });
  for (const quality of [50, 60, 70, 78, 79, 80, 81, 82, 85, 90, 95]) {
    assert.equal(estimateJpegQuality(firstSteps(await picture.clone().jpeg({ quality }).toBuffer())), quality);
  }
});

test('estimateJpegQuality stays within 1 to 100 for any steps', () => {
  assert.equal(estimateJpegQuality(new Uint16Array(64).fill(65535)), 1);
  assert.equal(estimateJpegQuality(new Uint16Array(64)), 100);
});
