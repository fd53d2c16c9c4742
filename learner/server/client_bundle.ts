/** The client as the browser loads it. */
export interface ClientBundle {
  /** Brings pages to life. */
  readonly client: string;
  /** Runs before a page is drawn. */
  readonly theme: string;
  /** Why it is older than its sources, if it is. */
  readonly problem: string | undefined;
}

/** Where the client's sources are, and where it is put when it is built. */
export interface ClientPlaces {
  /** The package's folder. */
  readonly root: URL;
}

const HERE: ClientPlaces = { root: new URL("../", import.meta.url) };
/** What ends up in the client, relative to the package. */
const SOURCES = ["client", "widgets", "models", "sources", "../otp"];

/**
 * The built client. In a checkout it is built when it is missing or older than its sources; a published package has it.
 * One that is too old and cannot be built anew is taken all the same.
 *
 * @throws {Error} If it is missing and cannot be built.
 */
export async function loadClient(places: ClientPlaces = HERE): Promise<ClientBundle> {
  const { root } = places;
  if (root.protocol !== "file:") return await readClient(root);
  const fingerprint = await fingerprintOf(root);
  const built = await Deno.readTextFile(new URL("dist/fingerprint", root)).catch(() => undefined);
  if (built === fingerprint) return await readClient(root);
  const problem = await buildClient(places).then(
    () => undefined,
    (error) => error instanceof Error ? error.message : String(error),
  );
  if (problem !== undefined && built === undefined) throw new Error(problem);
  return await readClient(root, problem);
}

/**
 * Builds the client into `dist/`.
 *
 * @throws {Error} If Deno was started without `--unstable-bundle`, or the sources cannot be bundled.
 */
export async function buildClient(places: ClientPlaces = HERE): Promise<void> {
  const { root } = places;
  if (typeof Deno.bundle !== "function") {
    throw new Error("Cannot build the client: it needs Deno.bundle, start Deno with --unstable-bundle");
  }
  const fingerprint = await fingerprintOf(root);
  const client = await bundle(new URL("client/hydrate.tsx", root), "esm");
  const theme = await bundle(new URL("client/theme.ts", root), "iife");
  await Deno.mkdir(new URL("dist/", root), { recursive: true });
  await write(new URL("dist/client.js", root), client);
  await write(new URL("dist/theme.js", root), theme);
  await write(new URL("dist/fingerprint", root), fingerprint);
}

async function bundle(entry: URL, format: "esm" | "iife"): Promise<string> {
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: [entry.href],
    platform: "browser",
    minify: true,
    write: false,
    format,
  });
  const [file] = outputFiles;
  if (!success || file === undefined) {
    throw new Error(`Cannot build the client from ${entry.pathname}: ${errors.map(({ text }) => text).join("; ")}`);
  }
  return file.text();
}

/** Put in place in one step, so that nobody ever reads half of it. */
async function write(to: URL, text: string): Promise<void> {
  const made = new URL(`${to.href}.${Deno.pid}.tmp`);
  await Deno.writeTextFile(made, text);
  await Deno.rename(made, to);
}

async function readClient(root: URL, problem?: string): Promise<ClientBundle> {
  const read = async (name: string) => {
    const response = await fetch(new URL(`dist/${name}`, root));
    if (!response.ok) throw new Error(`Cannot load the client: ${name} is not there, got ${response.status}`);
    return await response.text();
  };
  const [client, theme] = await Promise.all([read("client.js"), read("theme.js")]);
  return { client, theme, problem };
}

/** What the client was built of, in a few characters. */
async function fingerprintOf(root: URL): Promise<string> {
  const parts: string[] = [Deno.version.deno];
  for (const folder of SOURCES) await collect(new URL(`${folder}/`, root), parts);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(parts.join("\0")));
  return new Uint8Array(digest).toHex();
}

async function collect(folder: URL, parts: string[]): Promise<void> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  for (const { name, isDirectory } of entries.sort((one, other) => one.name < other.name ? -1 : 1)) {
    if (isDirectory) await collect(new URL(`${name}/`, folder), parts);
    else if (/\.tsx?$/.test(name) && !/_(test|suite|bench)\.tsx?$/.test(name)) {
      parts.push(name, await Deno.readTextFile(new URL(name, folder)));
    }
  }
}
