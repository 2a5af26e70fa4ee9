import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { makePicture } from '../../stand-ins/web.ts';
import { openPictureMarks } from './picture-mark.ts';
import { NO_PICTURE, pictureDistance } from './read-page.ts';

test('openPictureMarks knows a picture again when it was saved anew or shrunk, and tells others from it', async (t) => {
  const marks = openPictureMarks();
  t.after(() => marks.close());
  const picture = await makePicture('lake', 'png');
  const mark = await marks.markOf(picture);
  assert.match(mark ?? '', /^[0-9a-f]{64}$/);
  const anew = await sharp(picture).jpeg({ quality: 60 }).toBuffer();
  const smaller = await sharp(picture).resize(320).webp().toBuffer();
  for (const each of [anew, smaller]) {
    const distance = pictureDistance(mark, await marks.markOf(each));
    assert.ok(distance !== undefined && distance <= 31, String(distance));
  }
  const other = pictureDistance(mark, await marks.markOf(await makePicture('forest', 'png')));
  assert.ok(other !== undefined && other > 60, String(other));
});

test('openPictureMarks has no hash for film, broken files and pictures too plain to be told apart', async (t) => {
  const marks = openPictureMarks();
  t.after(() => marks.close());
  const film = Buffer.from('0000001c6674797069736f6d00000200', 'hex');
  const plain = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  for (const bytes of [film, plain, Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(0)])
    assert.equal(await marks.markOf(bytes), NO_PICTURE);
});

test('openPictureMarks leaves it open when it was closed: there was nobody to hash', async () => {
  const marks = openPictureMarks();
  const picture = await makePicture('lake', 'png');
  await marks.markOf(picture);
  await marks.close();
  assert.equal(await marks.markOf(picture), undefined);
});
