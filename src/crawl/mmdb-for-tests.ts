/** Files in the MaxMind DB format, 2.0 (maxmind.github.io/MaxMind-DB), small ones for tests. */
import ipaddr from 'ipaddr.js';

/** What a record may hold here. */
export type MmdbValue = string | number | { readonly [key: string]: MmdbValue };

const METADATA_MARKER = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');
const RECORD_BITS = 24;
const SEPARATOR = Buffer.alloc(16);
/** IPv4 addresses lie at ::/96 in a tree of IPv6. */
const V4_PREFIX = '0'.repeat(96);
const TYPES = { text: 2, uint16: 5, uint32: 6, map: 7 } as const;

type Node = [Node | number | undefined, Node | number | undefined];

/** A file of these networks (CIDR) and what is known of each. `type` is what it calls itself. */
export function makeMmdb(type: string, networks: Readonly<Record<string, MmdbValue>>, builtAt: Date): Buffer {
  const root: Node = [undefined, undefined];
  const data: Buffer[] = [];
  let size = 0;
  for (const [cidr, value] of Object.entries(networks)) {
    insert(root, bitsOf(cidr), size);
    const encoded = encode(value);
    data.push(encoded);
    size += encoded.length;
  }
  const nodes: Node[] = [];
  collect(root, nodes);
  const places = new Map(nodes.map((node, index) => [node, index]));
  const tree = Buffer.concat(
    nodes.flatMap((node) =>
      node.map((side) => {
        const record = Buffer.alloc(RECORD_BITS / 8);
        const at = typeof side === 'number' ? nodes.length + SEPARATOR.length + side : undefined;
        record.writeUIntBE(
          at ?? (side === undefined || typeof side === 'number' ? nodes.length : (places.get(side) ?? 0)),
          0,
          3,
        );
        return record;
      }),
    ),
  );
  const metadata = encode({
    ...{ node_count: nodes.length, record_size: RECORD_BITS, ip_version: 6, database_type: type },
    ...{ binary_format_major_version: 2, binary_format_minor_version: 0 },
    build_epoch: Math.floor(builtAt.getTime() / 1000),
  });
  return Buffer.concat([tree, SEPARATOR, ...data, METADATA_MARKER, metadata]);
}

function bitsOf(cidr: string): string {
  const [address, length] = ipaddr.parseCIDR(cidr);
  const bits = address.toByteArray().map((byte) => byte.toString(2).padStart(8, '0'));
  return (address.kind() === 'ipv4' ? V4_PREFIX : '') + bits.join('').slice(0, length);
}

function insert(node: Node, bits: string, offset: number): void {
  const side = bits.startsWith('1') ? 1 : 0;
  if (bits.length === 1) {
    node[side] = offset;
    return;
  }
  const next = node[side];
  // A network within one that is there already: the rest of that one stays.
  const child: Node = typeof next === 'object' ? next : [next, next];
  node[side] = child;
  insert(child, bits.slice(1), offset);
}

function collect(node: Node, into: Node[]): void {
  into.push(node);
  for (const side of node) if (typeof side === 'object') collect(side, into);
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([header(TYPES.text, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([header(TYPES.uint32, 4), bytes]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([
    header(TYPES.map, entries.length),
    ...entries.flatMap(([key, each]) => [encode(key), encode(each)]),
  ]);
}

/** Sizes from 29 to 284 take a byte more. */
const header = (type: number, size: number): Buffer =>
  size < 29 ? Buffer.from([(type << 5) | size]) : Buffer.from([(type << 5) | 29, size - 29]);
