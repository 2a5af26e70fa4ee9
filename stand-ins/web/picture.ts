/** Generated pictures: flat shapes on a sloping ground. The same seed gives the same picture. */
import sharp from 'sharp';
import { seededRandom } from './random.ts';

/** In pixels, before encoding. */
export const PICTURE_WIDTH = 640;
/** In pixels, before encoding. */
export const PICTURE_HEIGHT = 480;

interface Shape {
  readonly round: boolean;
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly colour: readonly [number, number, number];
}

function drawShapes(random: () => number): readonly Shape[] {
  return Array.from({ length: 14 }, () => ({
    round: random() < 0.5,
    x: random() * PICTURE_WIDTH,
    y: random() * PICTURE_HEIGHT,
    halfWidth: 20 + random() * 110,
    halfHeight: 20 + random() * 90,
    colour: [random() * 255, random() * 255, random() * 255],
  }));
}

function covers(shape: Shape, x: number, y: number): boolean {
  const dx = (x - shape.x) / shape.halfWidth;
  const dy = (y - shape.y) / shape.halfHeight;
  return shape.round ? dx * dx + dy * dy <= 1 : Math.abs(dx) <= 1 && Math.abs(dy) <= 1;
}

/** The picture's pixels, RGB, row by row. */
export function drawPicture(seed: string): Buffer {
  const random = seededRandom(seed);
  const ground = [random() * 200, random() * 200, random() * 200];
  const shapes = drawShapes(random).toReversed();
  const pixels = Buffer.alloc(PICTURE_WIDTH * PICTURE_HEIGHT * 3);
  for (let y = 0; y < PICTURE_HEIGHT; y += 1) {
    for (let x = 0; x < PICTURE_WIDTH; x += 1) {
      const top = shapes.find((shape) => covers(shape, x, y));
      const slope = (55 * (x + y)) / (PICTURE_WIDTH + PICTURE_HEIGHT);
      for (let channel = 0; channel < 3; channel += 1) {
        pixels[(y * PICTURE_WIDTH + x) * 3 + channel] = top?.colour[channel] ?? (ground[channel] ?? 0) + slope;
      }
    }
  }
  return pixels;
}

export type PictureFormat = 'jpeg' | 'png' | 'webp';

/** The picture as a file. */
export async function makePicture(seed: string, format: PictureFormat): Promise<Buffer> {
  const raw = { width: PICTURE_WIDTH, height: PICTURE_HEIGHT, channels: 3 } as const;
  return sharp(drawPicture(seed), { raw }).toFormat(format).toBuffer();
}
