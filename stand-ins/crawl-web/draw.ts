/** What the pictures of a generated web show: waves of light with flat shapes before them, crops of photographs that come with lib/pdq, or next to nothing. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { below, numbersFrom } from './numbers.ts';

/** RGB, row by row. */
export interface RawPicture {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

type Random = () => number;
const WAVES = 6;

/** Light of a few waves in each direction; sines of sums by the addition theorem, so that a pixel costs no sine. */
function paintWaves(random: Random, { data, width, height }: RawPicture): void {
  const waves = Array.from({ length: WAVES }, () => {
    const [fx, fy, phase, size] = [random() * 22, random() * 22, random() * 6, 10 + random() * 30] as const;
    const along = (length: number, turns: number, start: number) =>
      Float64Array.from({ length: length * 2 }, (_, at) => {
        const angle = (turns * (at >> 1)) / length + start;
        return at % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
      });
    return { xs: along(width, fx, phase), ys: along(height, fy, 0), size };
  });
  const tint = [random() * 50, random() * 50, random() * 50];
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      let light = 105;
      for (const { xs, ys, size } of waves) {
        light += size * ((xs[2 * x] ?? 0) * (ys[2 * y + 1] ?? 0) + (xs[2 * x + 1] ?? 0) * (ys[2 * y] ?? 0));
      }
      for (let c = 0; c < 3; c += 1) data[at + c] = Math.max(0, Math.min(255, light + (tint[c] ?? 0)));
    }
  }
}

function paintBoxes(random: Random, { data, width, height }: RawPicture): void {
  for (let box = 0; box < 12; box += 1) {
    const [left, top] = [below(random, width), below(random, height)];
    const [right, bottom] = [
      Math.min(width, left + 12 + below(random, width / 3)),
      Math.min(height, top + 12 + below(random, height / 3)),
    ];
    const colour = [below(random, 256), below(random, 256), below(random, 256)];
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        for (let c = 0; c < 3; c += 1) data[(y * width + x) * 3 + c] = colour[c] ?? 0;
      }
    }
  }
}

/** Waves and shapes: never twice the same for different seeds. */
export function drawScene(seed: string, width: number): RawPicture {
  const random = numbersFrom(`scene ${seed}`);
  const height = Math.round(width * (0.62 + random() * 0.4));
  const picture = { data: Buffer.alloc(width * height * 3), width, height };
  paintWaves(random, picture);
  paintBoxes(random, picture);
  return picture;
}

/** One colour that hardly changes: PDQ finds too little in it to be compared. */
export function drawFlat(seed: string, width: number): RawPicture {
  const random = numbersFrom(`flat ${seed}`);
  const height = Math.round(width * 0.75);
  const colour = [below(random, 250), below(random, 250), below(random, 250)];
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < data.length; at += 1) {
    data[at] = (colour[at % 3] ?? 0) + Math.round((2 * (Math.floor(at / 3) % width)) / width);
  }
  return { data, width, height };
}

const VECTORS = new URL('../../lib/pdq/test-vectors/', import.meta.url);
/** Sides in pixels, smaller of what the files have, so that every crop lies inside. */
const PHOTOGRAPHS = [
  { file: 'aaa-orig.jpg', width: 1_600, height: 1_000 },
  { file: 'shrink-a-little.jpg', width: 1_150, height: 720 },
  { file: 'square-512x512.jpg', width: 512, height: 512 },
];

/** A part of one of the photographs, at most half of each side, so that two parts seldom resemble each other. */
export async function cropPhotograph(seed: string, targetWidth: number): Promise<RawPicture> {
  const random = numbersFrom(`photograph ${seed}`);
  const chosen = PHOTOGRAPHS[below(random, PHOTOGRAPHS.length)] ?? {
    file: 'aaa-orig.jpg',
    width: 1_600,
    height: 1_000,
  };
  const width = Math.round(chosen.width * (0.3 + random() * 0.2));
  const height = Math.round(chosen.height * (0.3 + random() * 0.2));
  const area = { left: below(random, chosen.width - width), top: below(random, chosen.height - height), width, height };
  const part = await sharp(readFileSync(new URL(chosen.file, VECTORS)))
    .extract(area)
    .toBuffer();
  const { data, info } = await sharp(part)
    .resize(targetWidth)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
