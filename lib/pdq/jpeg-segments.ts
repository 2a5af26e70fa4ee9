import { requireJpeg } from './jpeg-refusal.ts';

/** Markers of ITU-T T.81, table B.1, that matter here. */
export const markers = {
  sof0: 0xc0,
  sof1: 0xc1,
  sof2: 0xc2,
  dht: 0xc4,
  jpg: 0xc8,
  dac: 0xcc,
  sofLast: 0xcf,
  soi: 0xd8,
  eoi: 0xd9,
  sos: 0xda,
  dqt: 0xdb,
  dnl: 0xdc,
  dri: 0xdd,
  app14: 0xee,
} as const;

/** A marker segment: its payload is bytes `from` (inclusive) to `to` (exclusive), inside the file. */
export interface Segment {
  readonly marker: number;
  readonly from: number;
  readonly to: number;
}

/** One colour component of a frame: `columns` x `rows` blocks in an MCU (its sampling factors). */
export interface Component {
  readonly id: number;
  readonly columns: number;
  readonly rows: number;
  readonly quantisation: number;
}

/** Frame header (T.81 B.2.2). Sides in pixels. */
export interface Frame {
  readonly isProgressive: boolean;
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

/** Scan header (T.81 B.2.3). `band` is Ss and Se, `high` and `low` are Ah and Al. */
export interface Scan {
  readonly components: readonly { readonly index: number; readonly dcTable: number; readonly acTable: number }[];
  readonly band: readonly [first: number, last: number];
  readonly high: number;
  readonly low: number;
}

/** The byte at `at`, which the caller has checked to be inside; 0 beyond the end. */
function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (byteAt(bytes, at) << 8) | byteAt(bytes, at + 1);
}

/** The marker segment that starts at `at`; fill bytes before it are passed. EOI comes without a payload. */
export function readSegment(bytes: Uint8Array, at: number): Segment {
  let start = at;
  requireJpeg(byteAt(bytes, start) === 0xff, 'malformed', 'no marker where one is due');
  while (byteAt(bytes, start + 1) === 0xff) start++;
  const marker = byteAt(bytes, start + 1);
  if (marker === markers.eoi) return { marker, from: start + 2, to: start + 2 };
  const length = wordAt(bytes, start + 2);
  const to = start + 2 + length;
  requireJpeg(marker >= 0xc0 && length >= 2 && to <= bytes.length, 'malformed', 'a segment does not fit the file');
  return { marker, from: start + 4, to };
}

/** Frame header of a Huffman-coded DCT frame of 8-bit samples. Limits on sizes are the caller's. */
export function readFrame(bytes: Uint8Array, { marker, from, to }: Segment): Frame {
  const count = byteAt(bytes, from + 5);
  requireJpeg(to - from === 6 + 3 * count, 'malformed', 'the frame header has the wrong length');
  requireJpeg(marker <= markers.sof2, 'unsupported-coding', 'only baseline, sequential and progressive Huffman coding');
  requireJpeg(byteAt(bytes, from) === 8, 'unsupported-coding', 'only 8 bits a sample');
  const components = Array.from({ length: count }, (_, index): Component => {
    const at = from + 6 + 3 * index;
    const sampling = byteAt(bytes, at + 1);
    const component = {
      id: byteAt(bytes, at),
      columns: sampling >> 4,
      rows: sampling & 15,
      quantisation: byteAt(bytes, at + 2),
    };
    const isLegal = [component.columns, component.rows].every((n) => n >= 1 && n <= 4) && component.quantisation < 4;
    requireJpeg(isLegal, 'malformed', 'a component of the frame is out of range');
    return component;
  });
  const ids = new Set(components.map(({ id }) => id));
  requireJpeg(ids.size === count, 'malformed', 'two components have one identifier');
  return {
    isProgressive: marker === markers.sof2,
    height: wordAt(bytes, from + 1),
    width: wordAt(bytes, from + 3),
    components,
  };
}

/** Scan header, its components looked up in the frame. */
export function readScan(bytes: Uint8Array, { from, to }: Segment, frame: Frame): Scan {
  const count = byteAt(bytes, from);
  requireJpeg(
    to - from === 4 + 2 * count && count >= 1 && count <= 4,
    'malformed',
    'the scan header has the wrong length',
  );
  const components = Array.from({ length: count }, (_, at) => {
    const index = frame.components.findIndex(({ id }) => id === byteAt(bytes, from + 1 + 2 * at));
    const tables = byteAt(bytes, from + 2 + 2 * at);
    requireJpeg(index >= 0 && (tables & 0xcc) === 0, 'malformed', 'a component of the scan is out of range');
    return { index, dcTable: tables >> 4, acTable: tables & 3 };
  });
  const isAscending = components.every(({ index }, at) => at === 0 || index > (components[at - 1]?.index ?? index));
  requireJpeg(isAscending, 'malformed', 'the components of the scan are not in the order of the frame');
  const tail = from + 1 + 2 * count;
  const approximation = byteAt(bytes, tail + 2);
  return {
    components,
    band: [byteAt(bytes, tail), byteAt(bytes, tail + 1)],
    high: approximation >> 4,
    low: approximation & 15,
  };
}

/** Quantisation tables of a DQT segment, in zigzag order as they stand there. */
export function readQuantisation(bytes: Uint8Array, { from, to }: Segment): { id: number; steps: Uint16Array }[] {
  const tables: { id: number; steps: Uint16Array }[] = [];
  for (let at = from; at < to;) {
    const head = byteAt(bytes, at);
    const width = head >> 4 === 0 ? 1 : 2;
    requireJpeg((head & 0xec) === 0 && at + 1 + 64 * width <= to, 'malformed', 'a quantisation table is out of range');
    const first = at + 1;
    const steps = Uint16Array.from({ length: 64 }, (_, k) =>
      width === 1 ? byteAt(bytes, first + k) : wordAt(bytes, first + 2 * k),
    );
    tables.push({ id: head & 3, steps });
    at = first + 64 * width;
  }
  return tables;
}

/** Huffman tables of a DHT segment: class, identifier, and where the 16 counts start. The symbols follow them. */
export function readHuffman(
  bytes: Uint8Array,
  { from, to }: Segment,
): { tableClass: number; id: number; at: number }[] {
  const tables: { tableClass: number; id: number; at: number }[] = [];
  for (let at = from; at < to;) {
    const head = byteAt(bytes, at);
    let symbols = 0;
    for (let length = 1; length <= 16; length++) symbols += byteAt(bytes, at + length);
    const isLegal = (head & 0xec) === 0 && symbols <= 256 && at + 17 + symbols <= to;
    requireJpeg(isLegal, 'malformed', 'a Huffman table is out of range');
    tables.push({ tableClass: head >> 4, id: head & 3, at: at + 1 });
    at += 17 + symbols;
  }
  return tables;
}

/** The restart interval of a DRI segment, in MCUs. */
export function readRestartInterval(bytes: Uint8Array, { from, to }: Segment): number {
  requireJpeg(to - from === 2, 'malformed', 'the restart interval has the wrong length');
  return wordAt(bytes, from);
}

/** The transform that an Adobe segment names: 0 none, 1 YCbCr, 2 YCCK. Undefined where this is no such segment. */
export function readAdobeTransform(bytes: Uint8Array, { from, to }: Segment): number | undefined {
  const name = String.fromCharCode(...bytes.subarray(from, Math.min(from + 5, to)));
  return name === 'Adobe' && to - from >= 12 ? byteAt(bytes, from + 11) : undefined;
}

/**
 * Whether every decoder will take the first component for luma: grey, or three components that nothing calls RGB.
 * Where a file contradicts itself decoders may differ, so the answer is no.
 */
export function isLumaFirst({ components }: Frame, adobeTransform: number | undefined): boolean {
  if (components.length === 1) return true;
  if (components.length !== 3 || (adobeTransform !== undefined && adobeTransform !== 1)) return false;
  const ids = components.map(({ id }) => id).join();
  return ids === '1,2,3' || ids === '0,1,2';
}
