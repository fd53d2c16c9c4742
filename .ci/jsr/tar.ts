const BLOCK = 512;

/**
 * Reads a tar archive, as `deno publish` sends it once it is unpacked from gzip: files by their path. Long names come
 * in GNU's way, as a file of their own before the one they name.
 *
 * Cannot see: links and devices, which no package has, and names in the way of POSIX (`pax`).
 */
export function readTar(archive: Uint8Array): Map<string, Uint8Array<ArrayBuffer>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const size = parseInt(text(header.subarray(124, 136)), 8);
    const start = at + BLOCK;
    if (!Number.isInteger(size) || start + size > archive.length) {
      throw new Error(`Cannot read the archive: a file's size stays within it, got ${size} at byte ${at}`);
    }
    const body = archive.slice(start, start + size);
    const type = String.fromCharCode(header[156]!);
    if (type === "L") longName = text(body);
    else if (type === "0" || type === "\0") {
      const name = longName ?? text(header.subarray(0, 100));
      files.set(name.replace(/^\.\//, ""), body);
      longName = undefined;
    } else if (type !== "5") {
      throw new Error(`Cannot read the archive: it holds files and folders, got type ${JSON.stringify(type)}`);
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** Up to the first zero byte. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end)).trim();
}
