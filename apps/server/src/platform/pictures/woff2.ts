import { brotliDecompressSync } from 'node:zlib';

/**
 * WOFF2 (W3C Recommendation, 2024) to OpenType, for renderers that read no WOFF2. Handles what font files on the web
 * have: one font, the transformed `glyf`/`loca` pair, other tables as they are. Throws on anything malformed.
 */
const knownTags = (
  'cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX ' +
  'vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar fdsc feat ' +
  'fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill'
).match(/.{4} ?/g);

interface Table {
  readonly tag: string;
  readonly transformed: boolean;
  /** Length in the decompressed stream. */
  readonly length: number;
}

/** Reads big-endian numbers and WOFF2's two variable-length integers. */
function reader(bytes: Buffer, start = 0) {
  let at = start;
  const u8 = () => bytes.readUInt8(at++);
  const u16 = () => {
    at += 2;
    return bytes.readUInt16BE(at - 2);
  };
  return {
    u8,
    u16,
    i16: () => (u16() << 16) >> 16,
    u32() {
      at += 4;
      return bytes.readUInt32BE(at - 4);
    },
    take(length: number) {
      if (at + length > bytes.length) throw new Error('the font ends early');
      at += length;
      return bytes.subarray(at - length, at);
    },
    /** UIntBase128, §4.1. */
    base128() {
      let value = 0;
      for (let index = 0; index < 5; index++) {
        const byte = u8();
        value = value * 128 + (byte & 0x7f);
        if ((byte & 0x80) === 0) return value;
      }
      throw new Error('a number in the font is too long');
    },
    /** 255UInt16, §4.2. */
    short255() {
      const code = u8();
      if (code === 253) return u16();
      if (code === 255) return u8() + 253;
      if (code === 254) return u8() + 506;
      return code;
    },
    get at() {
      return at;
    },
  };
}
type Reader = ReturnType<typeof reader>;

function readDirectory(header: Reader, count: number): Table[] {
  return Array.from({ length: count }, () => {
    const flags = header.u8();
    const index = flags & 0x3f;
    const tag = index === 63 ? header.take(4).toString('latin1') : (knownTags?.[index] ?? '').slice(0, 4);
    const version = flags >> 6;
    const originalLength = header.base128();
    const isOutline = tag === 'glyf' || tag === 'loca';
    const transformed = isOutline ? version === 0 : version !== 0;
    if (transformed && !isOutline) throw new Error(`the transformed table ${tag} is not supported`);
    return { tag, transformed, length: transformed ? header.base128() : originalLength };
  });
}

/** Converts a WOFF2 file to the bytes of an OpenType file. */
export function decodeWoff2(file: Buffer): Buffer {
  const header = reader(file);
  if (header.u32() !== 0x774f4632) throw new Error('this is no WOFF2 font');
  const flavour = header.u32();
  header.take(4);
  const count = header.u16();
  header.take(6);
  const compressedLength = header.u32();
  header.take(24);
  const directory = readDirectory(header, count);
  const data = reader(brotliDecompressSync(file.subarray(header.at, header.at + compressedLength)));
  const tables = new Map<string, Buffer>();
  for (const { tag, transformed, length } of directory) {
    const bytes = data.take(length);
    if (!transformed) tables.set(tag, bytes);
    else if (tag === 'glyf') {
      const outlines = rebuildOutlines(bytes);
      tables.set('glyf', outlines.glyf).set('loca', outlines.loca);
    }
  }
  return assemble(flavour, tables);
}

function assemble(flavour: number, tables: ReadonlyMap<string, Buffer>): Buffer {
  const sorted = [...tables].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const head = Buffer.alloc(12 + 16 * sorted.length);
  const power = 2 ** Math.floor(Math.log2(sorted.length));
  head.writeUInt32BE(flavour, 0);
  head.writeUInt16BE(sorted.length, 4);
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE(sorted.length * 16 - power * 16, 10);
  const pieces: Uint8Array[] = [head];
  let offset = head.length;
  for (const [index, [tag, bytes]] of sorted.entries()) {
    const at = 12 + index * 16;
    head.write(tag, at, 'latin1');
    head.writeUInt32BE(checksum(bytes), at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(bytes.length, at + 12);
    const padding = (4 - (bytes.length % 4)) % 4;
    pieces.push(bytes, Buffer.alloc(padding));
    offset += bytes.length + padding;
  }
  return Buffer.concat(pieces);
}

function checksum(bytes: Buffer): number {
  const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}

interface Streams {
  readonly contours: Reader;
  readonly points: Reader;
  readonly flags: Reader;
  readonly coordinates: Reader;
  readonly composites: Reader;
  readonly boxes: Reader;
  readonly instructions: Reader;
}

/** Undoes the `glyf` transform, §5.1: seven streams become glyph records and their index. */
function rebuildOutlines(table: Buffer): { glyf: Buffer; loca: Buffer } {
  const head = reader(table);
  head.take(4);
  const glyphCount = head.u16();
  const longIndex = head.u16() === 1;
  const sizes = Array.from({ length: 7 }, () => head.u32());
  const [contours, points, flags, coordinates, composites, box, instructions] = sizes.map((size) => head.take(size));
  if (!contours || !points || !flags || !coordinates || !composites || !box || !instructions)
    throw new Error('the font has no outlines');
  const bitmapLength = 4 * Math.ceil(glyphCount / 32);
  const streams: Streams = {
    contours: reader(contours),
    points: reader(points),
    flags: reader(flags),
    coordinates: reader(coordinates),
    composites: reader(composites),
    boxes: reader(box, bitmapLength),
    instructions: reader(instructions),
  };
  const glyphs: Buffer[] = [];
  const loca = Buffer.alloc((glyphCount + 1) * (longIndex ? 4 : 2));
  let offset = 0;
  for (let index = 0; index <= glyphCount; index++) {
    if (longIndex) loca.writeUInt32BE(offset, index * 4);
    else loca.writeUInt16BE(offset / 2, index * 2);
    if (index === glyphCount) break;
    const hasBox = ((box[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;
    const glyph = rebuildGlyph(streams, hasBox);
    const padded = Buffer.concat([glyph, Buffer.alloc((4 - (glyph.length % 4)) % 4)]);
    glyphs.push(padded);
    offset += padded.length;
  }
  return { glyf: Buffer.concat(glyphs), loca };
}

function rebuildGlyph(streams: Streams, hasBox: boolean): Buffer {
  const contourCount = streams.contours.i16();
  if (contourCount === 0) return Buffer.alloc(0);
  const box = hasBox ? Buffer.from(streams.boxes.take(8)) : null;
  if (contourCount === -1) return compositeGlyph(streams, box);
  return simpleGlyph(streams, contourCount, box);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value & 0xffff);
  return bytes;
}

/** Components are copied; only their length has to be found (OpenType `glyf`, composite flags). */
function compositeGlyph({ composites, points, instructions }: Streams, box: Buffer | null): Buffer {
  if (!box) throw new Error('a composite glyph has no box');
  const pieces = [uint16(0xffff), box];
  let hasInstructions = false;
  for (let more = true; more;) {
    const flags = composites.u16();
    more = (flags & 0x20) !== 0;
    hasInstructions ||= (flags & 0x100) !== 0;
    const scale = flags & 0x08 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0;
    pieces.push(uint16(flags), composites.take(2 + (flags & 1 ? 4 : 2) + scale));
  }
  if (hasInstructions) {
    const length = points.short255();
    pieces.push(uint16(length), instructions.take(length));
  }
  return Buffer.concat(pieces);
}

function simpleGlyph(streams: Streams, contourCount: number, box: Buffer | null): Buffer {
  const ends: number[] = [];
  let pointCount = 0;
  for (let index = 0; index < contourCount; index++) {
    pointCount += streams.points.short255();
    ends.push(pointCount - 1);
  }
  const deltas = Array.from({ length: pointCount }, () => readTriplet(streams.flags.u8(), streams.coordinates));
  const instructionLength = streams.coordinates.short255();
  const body = Buffer.alloc(pointCount * 5);
  for (const [index, { dx, dy, onCurve }] of deltas.entries()) {
    body.writeUInt8(onCurve ? 1 : 0, index);
    body.writeInt16BE(dx, pointCount + index * 2);
    body.writeInt16BE(dy, pointCount * 3 + index * 2);
  }
  return Buffer.concat([
    uint16(contourCount),
    box ?? boxOf(deltas),
    ...ends.map(uint16),
    uint16(instructionLength),
    streams.instructions.take(instructionLength),
    body,
  ]);
}

interface Delta {
  readonly dx: number;
  readonly dy: number;
  readonly onCurve: boolean;
}

/** A point's delta in 1–4 bytes, §5.2. */
function readTriplet(flag: number, data: Reader): Delta {
  const onCurve = (flag & 0x80) === 0;
  const code = flag & 0x7f;
  const signed = (bit: number, value: number) => (code & bit ? value : -value);
  if (code < 10) return { dx: 0, dy: signed(1, ((code & 14) << 7) + data.u8()), onCurve };
  if (code < 20) return { dx: signed(1, (((code - 10) & 14) << 7) + data.u8()), dy: 0, onCurve };
  if (code < 84) {
    const [rest, byte] = [code - 20, data.u8()];
    const dx = signed(1, 1 + (rest & 0x30) + (byte >> 4));
    return { dx, dy: signed(2, 1 + ((rest & 0x0c) << 2) + (byte & 0x0f)), onCurve };
  }
  if (code < 120) {
    const rest = code - 84;
    const dx = signed(1, 1 + Math.floor(rest / 12) * 256 + data.u8());
    return { dx, dy: signed(2, 1 + (((rest % 12) >> 2) << 8) + data.u8()), onCurve };
  }
  if (code < 124) {
    const [first, second, third] = [data.u8(), data.u8(), data.u8()];
    return { dx: signed(1, (first << 4) + (second >> 4)), dy: signed(2, ((second & 0x0f) << 8) + third), onCurve };
  }
  return { dx: signed(1, data.u16()), dy: signed(2, data.u16()), onCurve };
}

/** Extent of the points, for glyphs whose box was left out because it follows from them. */
function boxOf(deltas: readonly Delta[]): Buffer {
  let [x, y, left, bottom, right, top] = [0, 0, Infinity, Infinity, -Infinity, -Infinity];
  for (const { dx, dy } of deltas) {
    x += dx;
    y += dy;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [bottom, top] = [Math.min(bottom, y), Math.max(top, y)];
  }
  const box = Buffer.alloc(8);
  for (const [index, value] of [left, bottom, right, top].entries()) box.writeInt16BE(value, index * 2);
  return box;
}
