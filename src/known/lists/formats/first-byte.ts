/** Tells NDJSON from CSV by the first character that is not a byte order mark or white space: only JSON begins with a brace. */
export async function isJsonLines(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly isJson: boolean; readonly all: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let isJson = false;
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) break;
    read.push(next.value);
    const text = Buffer.concat(read)
      .toString('latin1')
      .replace(/^\u00EF\u00BB\u00BF/, '')
      .trimStart();
    if (text !== '' || read.length > 4) {
      isJson = text.startsWith('{');
      break;
    }
  }
  return { isJson, all: rejoin(read, iterator) };
}

async function* rejoin(read: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* read;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}
