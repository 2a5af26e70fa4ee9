import type { PdqEngine, PdqHash } from './engine.ts';
import { type FoldedAxis, foldAxis } from './fold.ts';
import { JpegRefusal, type JpegRefusalCode, requireJpeg } from './jpeg-refusal.ts';
import {
  type Frame,
  type Scan,
  type Segment,
  isLumaFirst,
  markers,
  readAdobeTransform,
  readFrame,
  readHuffman,
  readQuantisation,
  readRestartInterval,
  readScan,
  readSegment,
} from './jpeg-segments.ts';
import { estimateJpegQuality } from './quantisation.ts';

/** Bounds on what the fast path takes on. */
export interface JpegLimits {
  /** Pixels of a sequential picture, whose coefficients are not kept. */
  readonly maxPixels: number;
  /** Pixels of a progressive picture: two bytes of memory each. */
  readonly maxProgressivePixels: number;
  /** Lowest quality, as {@link estimateJpegQuality} tells it, that is hashed from coefficients. */
  readonly minJpegQuality: number;
}

/** Limits under which the two paths agree as the README says. */
export const defaultJpegLimits: JpegLimits = {
  maxPixels: 100_000_000,
  maxProgressivePixels: 24_000_000,
  minJpegQuality: 80,
};

/** A hash from coefficients, or why there is none. */
export type JpegHashResult =
  | ({ readonly kind: 'hashed' } & PdqHash)
  | { readonly kind: 'refused'; readonly code: JpegRefusalCode; readonly message: string };

/** Progressive files with thousands of scans are a known bomb; encoders write about ten. */
const maxScans = 64;
const maxJpegBytes = 128 * 2 ** 20;
const maxMcuBlocks = 10;

/**
 * PDQ of a JPEG straight from its DCT coefficients: entropy decoding in WebAssembly, never a pixel, never a native
 * decoder. `bytes` are untrusted; whatever this path cannot take, or cannot be sure of, comes back as refused.
 */
export function hashJpeg(engine: PdqEngine, bytes: Uint8Array, limits: JpegLimits = defaultJpegLimits): JpegHashResult {
  try {
    return { kind: 'hashed', ...new JpegReading(engine, bytes, limits).hash() };
  } catch (error) {
    if (error instanceof JpegRefusal) return { kind: 'refused', code: error.code, message: error.message };
    // A trap: WebAssembly itself stopped an access outside its memory.
    if (error instanceof WebAssembly.RuntimeError)
      return { kind: 'refused', code: 'broken-data', message: error.message };
    throw error;
  }
}

/** One file being read: its segments in order, each scan decoded as it is met. */
class JpegReading {
  readonly #engine: PdqEngine;
  readonly #bytes: Uint8Array;
  readonly #limits: JpegLimits;
  readonly #steps = new Map<number, Uint16Array>();
  readonly #tables = new Set<string>();
  /** For each luma coefficient the lowest bit that has been sent, -1 for none (progressive only). */
  readonly #lowestBits = new Int8Array(64).fill(-1);
  #frame: Frame | undefined;
  #adobeTransform: number | undefined;
  #restartInterval = 0;
  #scanCount = 0;
  #hasLuma = false;

  constructor(engine: PdqEngine, bytes: Uint8Array, limits: JpegLimits) {
    this.#engine = engine;
    this.#bytes = bytes;
    this.#limits = limits;
  }

  hash(): PdqHash {
    const bytes = this.#bytes;
    requireJpeg(bytes[0] === 0xff && bytes[1] === markers.soi, 'malformed', 'no start of image');
    requireJpeg(bytes.length <= maxJpegBytes, 'too-large', `more than ${maxJpegBytes} bytes`);
    this.#reserve(0, 0);
    this.#engine.view.set(bytes, this.#engine.exports.sourceAddress());
    this.#engine.exports.clearGrid();
    let at: number | undefined = 2;
    while (at !== undefined) at = this.#readNext(at);
    return this.#finish();
  }

  /** Takes in the segment at `at`. Returns where the next one starts, undefined when there is nothing more to read. */
  #readNext(at: number): number | undefined {
    requireJpeg(at < this.#bytes.length, 'incomplete', 'the file ends before its picture does');
    const segment = readSegment(this.#bytes, at);
    const { marker } = segment;
    if (marker === markers.eoi) return undefined;
    if (marker === markers.sos) return this.#readScan(segment);
    if (marker === markers.dqt) {
      for (const { id, steps } of readQuantisation(this.#bytes, segment)) this.#steps.set(id, steps);
    } else if (marker === markers.dht) {
      this.#readHuffman(segment);
    } else if (marker === markers.dri) {
      this.#restartInterval = readRestartInterval(this.#bytes, segment);
    } else if (marker === markers.app14) {
      this.#adobeTransform ??= readAdobeTransform(this.#bytes, segment);
    } else if (marker >= markers.sof0 && marker <= markers.sofLast) {
      requireJpeg(marker !== markers.dac && marker !== markers.jpg, 'unsupported-coding', 'arithmetic coding');
      this.#readFrame(segment);
    } else {
      requireJpeg(marker !== markers.dnl, 'unsupported-coding', 'the height is given after the first scan');
    }
    return segment.to;
  }

  #readHuffman(segment: Segment): void {
    for (const { tableClass, id, at } of readHuffman(this.#bytes, segment)) {
      const isBuilt = this.#engine.exports.setHuffman(tableClass, id, at) !== 0;
      requireJpeg(isBuilt, 'malformed', 'a Huffman table is no prefix code');
      this.#tables.add(`${tableClass}/${id}`);
    }
  }

  #readFrame(segment: Segment): void {
    requireJpeg(this.#frame === undefined, 'malformed', 'two frames');
    const frame = readFrame(this.#bytes, segment);
    const { width, height, components, isProgressive } = frame;
    const pixels = width * height;
    requireJpeg(height > 0 && width > 0, 'unsupported-coding', 'a side of no pixels');
    const maxPixels = isProgressive ? this.#limits.maxProgressivePixels : this.#limits.maxPixels;
    requireJpeg(pixels <= maxPixels, 'too-large', `${pixels} pixels, at most ${maxPixels}`);
    requireJpeg(Math.min(width, height) >= 5, 'unsupported-coding', 'a side under 5 pixels');
    requireJpeg(isLumaFirst(frame, this.#adobeTransform), 'unsupported-colour', 'not grey or YCbCr');
    const luma = lumaOf(frame);
    const isEven = components.every((c) => luma.columns % c.columns === 0 && luma.rows % c.rows === 0);
    requireJpeg(isEven, 'unsupported-sampling', 'luma is not the finest component');
    const blocks = components.reduce((sum, { columns, rows }) => sum + columns * rows, 0);
    requireJpeg(components.length === 1 || blocks <= maxMcuBlocks, 'unsupported-sampling', 'an MCU of too many blocks');
    this.#frame = frame;
    this.#placeWeights(frame);
    if (isProgressive) {
      const { across, down } = mcuGridOf(frame);
      this.#reserve(across * luma.columns, down * luma.rows);
    }
  }

  #reserve(blocksAcross: number, blocksDown: number): void {
    const hasRoom = this.#engine.exports.reserveJpeg(this.#bytes.length, blocksAcross, blocksDown) !== 0;
    requireJpeg(hasRoom, 'too-large', 'no memory for a picture of this size');
  }

  #placeWeights({ width, height }: Frame): void {
    const isSampled = width > 512 || height > 512;
    const { exports, view } = this.#engine;
    const place = (axis: FoldedAxis, weightsAt: number, blocksAt: number) => {
      this.#engine.floats(weightsAt, axis.weights.length).set(axis.weights);
      new Uint16Array(view.buffer, blocksAt, axis.blocks.length).set(axis.blocks);
    };
    place(foldAxis(width, isSampled), exports.columnWeightsAddress(), exports.columnBlocksAddress());
    place(foldAxis(height, isSampled), exports.rowWeightsAddress(), exports.rowBlocksAddress());
  }

  /** Decodes or steps over the scan whose header is `segment`; the answer is as of #readNext. */
  #readScan(segment: Segment): number | undefined {
    const frame = this.#frame;
    requireJpeg(frame !== undefined, 'malformed', 'a scan before its frame');
    requireJpeg(++this.#scanCount <= maxScans, 'too-many-scans', `more than ${maxScans} scans`);
    const scan = readScan(this.#bytes, segment, frame);
    const isLuma = scan.components.some(({ index }) => index === 0);
    if (isLuma && !this.#hasLuma) this.#latchSteps(frame);
    const end = this.#engine.exports.openStream(segment.to, this.#bytes.length);
    requireJpeg(end >= 0, 'broken-data', 'restart markers are out of order');
    if (!isLuma) return end;
    if (frame.isProgressive) {
      this.#hasLuma = true;
      this.#readProgressiveScan(frame, scan);
      return end;
    }
    requireJpeg(!this.#hasLuma, 'malformed', 'luma is sent twice');
    this.#hasLuma = true;
    this.#readSequentialScan(frame, scan);
    return scan.components.length === frame.components.length ? undefined : end;
  }

  /** Takes luma's quantisation table as it stands at luma's first scan, as libjpeg does, and judges the quality. */
  #latchSteps(frame: Frame): void {
    const steps = this.#steps.get(lumaOf(frame).quantisation);
    requireJpeg(steps !== undefined, 'malformed', 'a quantisation table is missing');
    const quality = estimateJpegQuality(steps);
    requireJpeg(quality >= this.#limits.minJpegQuality, 'low-quality', `quality ${quality}`);
    const floats = this.#engine.floats(this.#engine.exports.quantisationAddress(), 64);
    steps.forEach((step, k) => (floats[k] = step));
    this.#engine.exports.openBlocks();
  }

  #tableAddress(tableClass: 0 | 1, id: number): number {
    requireJpeg(this.#tables.has(`${tableClass}/${id}`), 'malformed', 'a Huffman table is missing');
    return this.#engine.exports.tableAddress(tableClass, id);
  }

  /** Writes the blocks of one MCU for the engine. Returns the shape of the scan in MCUs and blocks. */
  #placeMcu(frame: Frame, scan: Scan, needs: { readonly dc: boolean; readonly ac: boolean }): ScanShape {
    const isInterleaved = scan.components.length > 1;
    const entries = new DataView(this.#engine.view.buffer, this.#engine.exports.mcuBlocksAddress());
    let count = 0;
    for (const { index, dcTable, acTable } of scan.components) {
      const component = frame.components[index] ?? lumaOf(frame);
      const columns = isInterleaved ? component.columns : 1;
      const rows = isInterleaved ? component.rows : 1;
      const dcAddress = needs.dc ? this.#tableAddress(0, dcTable) : 0;
      const acAddress = needs.ac ? this.#tableAddress(1, acTable) : 0;
      for (let block = 0; block < columns * rows; block++, count++) {
        const at = 16 * count;
        entries.setUint8(at, index);
        entries.setUint8(at + 1, index === 0 ? 1 : 0);
        entries.setUint8(at + 2, Math.floor(block / columns));
        entries.setUint8(at + 3, block % columns);
        entries.setUint32(at + 4, dcAddress, true);
        entries.setUint32(at + 8, acAddress, true);
      }
    }
    const { blocksAcross, blocksDown, across, down } = mcuGridOf(frame);
    const luma = lumaOf(frame);
    return isInterleaved
      ? { across, down, perMcu: count, columns: luma.columns, rows: luma.rows, blocksAcross, blocksDown }
      : { across: blocksAcross, down: blocksDown, perMcu: 1, columns: 1, rows: 1, blocksAcross, blocksDown };
  }

  #readSequentialScan(frame: Frame, scan: Scan): void {
    const isWhole = scan.band[0] === 0 && scan.band[1] === 63 && scan.high === 0 && scan.low === 0;
    requireJpeg(isWhole, 'malformed', 'a sequential scan of a band');
    const s = this.#placeMcu(frame, scan, { dc: true, ac: true });
    const { exports } = this.#engine;
    requireDecoded(
      exports.decodeSequential(
        s.across,
        s.down,
        s.perMcu,
        s.columns,
        s.rows,
        s.blocksAcross,
        s.blocksDown,
        this.#restartInterval,
      ),
    );
  }

  /** Luma's part of a progressive scan, after checking that it follows what was sent before (T.81 G.1.1.1). */
  #readProgressiveScan(frame: Frame, scan: Scan): void {
    const { high, low } = scan;
    const [first, last] = scan.band;
    const isDc = first === 0;
    const isBand = isDc ? last === 0 : first <= last && last <= 63 && scan.components.length === 1;
    requireJpeg(isBand && low <= 13, 'malformed', 'a progressive scan of no band');
    const isFirst = high === 0;
    const isInOrder = this.#lowestBits
      .subarray(first, last + 1)
      .every((bit) => (isFirst ? bit === -1 : bit === high && low === high - 1));
    requireJpeg(isInOrder && (isDc || this.#lowestBits[0] !== -1), 'malformed', 'progressive scans are out of order');
    this.#lowestBits.fill(low, first, last + 1);
    const { exports } = this.#engine;
    const interval = this.#restartInterval;
    if (isDc) {
      const s = this.#placeMcu(frame, scan, { dc: isFirst, ac: false });
      const decode = isFirst ? exports.decodeDcFirst : exports.decodeDcRefinement;
      requireDecoded(decode(s.across, s.down, s.perMcu, s.columns, s.rows, low, interval));
      return;
    }
    const table = this.#tableAddress(1, scan.components[0]?.acTable ?? 0);
    const { blocksAcross, blocksDown } = mcuGridOf(frame);
    const decode = isFirst ? exports.decodeAcFirst : exports.decodeAcRefinement;
    requireDecoded(decode(blocksAcross, blocksDown, first, last, low, table, interval));
  }

  #finish(): PdqHash {
    const frame = this.#frame;
    requireJpeg(frame !== undefined && this.#hasLuma, 'incomplete', 'no luma was sent');
    const { exports } = this.#engine;
    if (frame.isProgressive) {
      const isComplete = this.#lowestBits.every((bit) => bit === 0);
      requireJpeg(isComplete, 'incomplete', 'some bits of luma were not sent');
      const { blocksAcross, blocksDown } = mcuGridOf(frame);
      requireDecoded(exports.depositCoefficients(blocksAcross, blocksDown));
    }
    exports.finishGrid();
    const hash = this.#engine.finish(exports.hashGrid());
    const close = countNearMedian(this.#engine.floats(exports.spectrumAddress(), 256));
    requireJpeg(close <= maxNearMedian, 'doubtful', `${close} coefficients lie at the median`);
    return hash;
  }
}

/**
 * Rounding to whole pixel values, which this path leaves out, moves a coefficient by about 0.05. Where many coefficients
 * lie that close to the median (a plain gradient: all of them), the bits are noise and the two paths need not agree.
 * Over 2,500 sample pictures this bound refuses no photograph, and no picture that it lets pass is off by more than 12.
 */
const nearMedian = 0.1;
const maxNearMedian = 16;

function countNearMedian(spectrum: Float32Array): number {
  const median = spectrum.toSorted()[127] ?? 0;
  return spectrum.reduce((count, value) => count + (Math.abs(value - median) < nearMedian ? 1 : 0), 0);
}

/** A scan's extent in MCUs, an MCU's blocks (all, and luma's columns and rows), and luma's blocks without padding. */
interface ScanShape {
  readonly across: number;
  readonly down: number;
  readonly perMcu: number;
  readonly columns: number;
  readonly rows: number;
  readonly blocksAcross: number;
  readonly blocksDown: number;
}

function lumaOf({ components }: Frame): Frame['components'][number] {
  const [luma] = components;
  requireJpeg(luma !== undefined, 'malformed', 'a frame of no components');
  return luma;
}

function mcuGridOf(frame: Frame): Pick<ScanShape, 'across' | 'down' | 'blocksAcross' | 'blocksDown'> {
  const { columns, rows } = lumaOf(frame);
  return {
    across: Math.ceil(frame.width / (8 * columns)),
    down: Math.ceil(frame.height / (8 * rows)),
    blocksAcross: Math.ceil(frame.width / 8),
    blocksDown: Math.ceil(frame.height / 8),
  };
}

/** Turns the status of a decoding function (sequential.ts of the assembly) into a refusal where it is not DONE. */
function requireDecoded(status: number): void {
  requireJpeg(status !== 2, 'broken-data', 'the data of a scan ends early');
  requireJpeg(status !== 3, 'out-of-range', 'a block decodes to samples that are clipped');
  requireJpeg(status === 0, 'broken-data', 'the data of a scan fits no code');
}
