import { readTar } from "./tar.ts";

/** A version of a package, as a registry keeps it. */
export interface Package {
  /** With its scope: `@superlearner/otp`. */
  name: string;
  version: string;
  /** Subpath to file: `{ ".": "./mod.ts" }`. */
  exports: Record<string, string>;
  /** By path in the package, without `./`. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
}

/** Reads what `deno publish` sends: a tar in gzip, whose `deno.json` says what it is. */
export async function unpack(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Package> {
  const unzipped = body.pipeThrough(new DecompressionStream("gzip"));
  return fromFiles(readTar(await new Response(unzipped).bytes()));
}

/** A package from its files, among them its `deno.json`. */
export function fromFiles(files: Map<string, Uint8Array<ArrayBuffer>>): Package {
  const config = files.get("deno.json");
  if (!config) throw new Error(`Cannot read the package: it holds deno.json, got ${[...files.keys()].join(", ")}`);
  const { name, version, exports } = JSON.parse(new TextDecoder().decode(config)) as {
    name: string;
    version: string;
    exports: string | Record<string, string>;
  };
  return { name, version, exports: typeof exports === "string" ? { ".": exports } : exports, files };
}

/** A package from a folder, tests left out. It may import only its own files, since nobody rewrites the rest. */
export async function fromFolder(folder: string): Promise<Package> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && !name.endsWith("_test.ts")) files.set(name, await Deno.readFile(`${folder}/${name}`));
  }
  return fromFiles(files);
}
