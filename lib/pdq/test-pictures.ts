import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { randomFrom } from './test-support.ts';

/** A JPEG of the agreement table and how it was made. */
export interface SampleJpeg {
  readonly bytes: Buffer;
  /** What the picture shows: a crop of a photograph, or a kind of generated picture. */
  readonly content: string;
  readonly quality: number;
  readonly coding: 'baseline' | 'progressive';
  readonly sampling: '4:2:0' | '4:4:4' | 'grey';
}

const photographs = ['aaa-orig.jpg', 'sharpen-a-lot.jpg', 'shrink-a-little.jpg', 'square-512x512.jpg'];
const vectors = new URL('test-vectors/', import.meta.url);

type Random = () => number;

const whole = (random: Random, from: number, to: number) => from + Math.floor(random() * (to - from + 1));
const colour = (random: Random) => `rgb(${whole(random, 0, 255)},${whole(random, 0, 255)},${whole(random, 0, 255)})`;

/** A crop of one of the photographs, at some scale, perhaps mirrored, sometimes with its colours pushed. */
function cropPhotograph(random: Random): Sharp {
  const name = photographs[whole(random, 0, photographs.length - 1)] ?? 'aaa-orig.jpg';
  const side = name.startsWith('square') ? [512, 512] : name.startsWith('shrink') ? [1152, 723] : [1600, 1004];
  const [fullWidth, fullHeight] = [side[0] ?? 512, side[1] ?? 512];
  const width = whole(random, 160, fullWidth);
  const height = whole(random, 120, fullHeight);
  const area = { left: whole(random, 0, fullWidth - width), top: whole(random, 0, fullHeight - height), width, height };
  // Two stages, because sharp resizes before it crops within one.
  const scale = 0.35 + random() * 1.4;
  let picture = sharp(readFileSync(new URL(name, vectors)))
    .extract(area)
    .resize(Math.max(32, Math.round(width * scale)), Math.max(32, Math.round(height * scale)), { fit: 'fill' });
  if (random() < 0.3) picture = picture.flop();
  if (random() < 0.3) picture = picture.modulate({ brightness: 0.6 + random() * 0.9, saturation: 0.5 + random() * 2 });
  return picture;
}

/** Shapes as SVG, which sharp draws: flat areas, hard edges, strong colours, gradients. */
function drawShapes(random: Random, width: number, height: number): string {
  const shapes = Array.from({ length: whole(random, 4, 40) }, () => {
    const [x, y] = [whole(random, 0, width), whole(random, 0, height)];
    const size = whole(random, 8, Math.max(9, Math.floor(width / 2)));
    if (random() < 0.5) return `<circle cx="${x}" cy="${y}" r="${Math.floor(size / 2)}" fill="${colour(random)}"/>`;
    return `<rect x="${x}" y="${y}" width="${size}" height="${whole(random, 4, height)}" fill="${colour(random)}" transform="rotate(${whole(random, 0, 90)} ${x} ${y})"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colour(random)}"/>${shapes.join('')}</svg>`;
}

/** Dark lines of uneven length on white, like a page of text: most of it at the end of the range. */
function drawPage(random: Random, width: number, height: number): string {
  const lines: string[] = [];
  for (let y = 20; y < height - 10; y += whole(random, 9, 16)) {
    for (let x = 15; x < width - 40;) {
      const word = whole(random, 8, 60);
      if (random() < 0.85) lines.push(`<rect x="${x}" y="${y}" width="${word}" height="5" fill="#111"/>`);
      x += word + 6;
    }
    if (random() < 0.15) y += 30;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>${lines.join('')}</svg>`;
}

/** Smooth light of a few waves and film grain. */
function drawGrain(random: Random, width: number, height: number): Sharp {
  const waves = Array.from({ length: 7 }, () => [random() * 14, random() * 14, random() * 6, random() * 45] as const);
  const grain = random() * 40;
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let light = 120 + (random() - 0.5) * grain;
      for (const [fx, fy, phase, size] of waves) light += size * Math.sin((fx * x) / width + (fy * y) / height + phase);
      for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = Math.max(0, Math.min(255, light + c * 12 - 12));
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** A few lights in the dark, blurred or sharp: nearly everything at the other end of the range. */
function drawNight(random: Random, width: number, height: number): Sharp {
  const lights = Array.from({ length: whole(random, 1, 25) }, () => {
    const [x, y, size] = [whole(random, 0, width), whole(random, 0, height), whole(random, 1, 30)];
    return `<circle cx="${x}" cy="${y}" r="${size}" fill="${random() < 0.5 ? '#fff' : colour(random)}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#000"/>${lights.join('')}</svg>`;
  const picture = sharp(Buffer.from(svg));
  return random() < 0.5 ? picture.blur(1 + random() * 8) : picture;
}

/** Two or three strong colours running into each other: out of the range of RGB once they are rounded. */
function drawNeon(random: Random, width: number, height: number): string {
  const strong = ['#f00', '#00f', '#0f0', '#ff0', '#f0f', '#0ff'];
  const stops = [0, 50, 100].map(
    (at) => `<stop offset="${at}%" stop-color="${strong[whole(random, 0, 5)] ?? '#f00'}"/>`,
  );
  const kind = random() < 0.5 ? 'linearGradient' : 'radialGradient';
  const spots = Array.from({ length: whole(random, 0, 12) }, () => {
    const fill = strong[whole(random, 0, 5)] ?? '#00f';
    return `<circle cx="${whole(random, 0, width)}" cy="${whole(random, 0, height)}" r="${whole(random, 5, 120)}" fill="${fill}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><${kind} id="g">${stops.join('')}</${kind}></defs><rect width="100%" height="100%" fill="url(#g)"/>${spots.join('')}</svg>`;
}

function drawOne(random: Random, index: number): { picture: Sharp; content: string } {
  const width = whole(random, 100, 1300);
  const height = whole(random, 100, 1000);
  switch (index % 10) {
    case 0:
      return { picture: sharp(Buffer.from(drawShapes(random, width, height))), content: 'shapes' };
    case 1:
      return { picture: sharp(Buffer.from(drawPage(random, width, height))), content: 'page' };
    case 2:
      return { picture: drawGrain(random, Math.min(width, 700), Math.min(height, 600)), content: 'grain' };
    case 3:
      return { picture: drawNight(random, width, height), content: 'night' };
    case 4:
      return { picture: sharp(Buffer.from(drawNeon(random, width, height))), content: 'neon' };
    default:
      return { picture: cropPhotograph(random), content: 'photograph' };
  }
}

/**
 * The `index`th of an endless row of JPEGs, always the same: crops of photographs (five of eight) and generated
 * pictures, at qualities 80 to 95, baseline and progressive, with and without chroma subsampling, some grey.
 */
export async function makeSampleJpeg(index: number): Promise<SampleJpeg> {
  const random = randomFrom(index + 1);
  const { picture, content } = drawOne(random, index);
  const quality = whole(random, 80, 95);
  const coding = random() < 0.4 ? 'progressive' : 'baseline';
  const pick = random();
  const sampling = pick < 0.5 ? '4:2:0' : pick < 0.85 ? '4:4:4' : 'grey';
  const flat = picture.removeAlpha();
  const coloured = sampling === 'grey' ? flat.toColourspace('b-w') : flat;
  const chromaSubsampling = sampling === '4:4:4' ? '4:4:4' : '4:2:0';
  const bytes = await coloured.jpeg({ quality, progressive: coding === 'progressive', chromaSubsampling }).toBuffer();
  return { bytes, content, quality, coding, sampling };
}
