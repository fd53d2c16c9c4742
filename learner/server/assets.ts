import type { PageAssets } from "../pages/layout.tsx";
import { loadClient } from "./client_bundle.ts";

/** A file as it is served. */
interface Asset {
  readonly body: string;
  readonly type: string;
}

/** How files are loaded. */
export interface AssetsOptions {
  /** Where they are served. */
  readonly path: string;
  /** Is told when there is no client; pages are then readable, but do not move. */
  readonly onProblem: (problem: string) => void;
}

const STYLES = ["tokens", "frame", "tree", "list", "panel"];
const YEAR_S = 31_536_000;

/** The files of the pages. Each has its content in its name, so a browser may keep it for ever. */
export class Assets {
  readonly #files: ReadonlyMap<string, Asset>;
  /** Where pages find them. */
  readonly paths: PageAssets;

  private constructor(files: ReadonlyMap<string, Asset>, paths: PageAssets) {
    this.#files = files;
    this.paths = paths;
  }

  /** Loads all files, and builds the client where that is needed. */
  static async load({ path, onProblem }: AssetsOptions): Promise<Assets> {
    const files = new Map<string, Asset>();
    const add = async (name: string, ending: string, asset: Asset) => {
      const url = `${path}/${name}.${await hashOf(asset.body)}.${ending}`;
      files.set(url, asset);
      return url;
    };
    const [styles, icon, client] = await Promise.all([
      Promise.all(STYLES.map((name) => read(`../widgets/${name}.css`))),
      read("../widgets/icon.svg"),
      loadClient().catch((error) => onProblem(error instanceof Error ? error.message : String(error))),
    ]);
    if (client?.problem !== undefined) onProblem(`${client.problem}; an older one is used`);
    const script = (name: string, body: string | undefined) =>
      body === undefined ? undefined : add(name, "js", { body, type: "text/javascript; charset=utf-8" });
    return new Assets(files, {
      styles: await add("styles", "css", { body: styles.join("\n"), type: "text/css; charset=utf-8" }),
      icon: await add("icon", "svg", { body: icon, type: "image/svg+xml" }),
      theme: await script("theme", client?.theme),
      client: await script("client", client?.client),
    });
  }

  /** The file of a path, as an answer; `undefined` if there is none. */
  serve(path: string): Response | undefined {
    const asset = this.#files.get(path);
    if (asset === undefined) return undefined;
    return new Response(asset.body, {
      headers: {
        "content-type": asset.type,
        "cache-control": `public, max-age=${YEAR_S}, immutable`,
        "x-content-type-options": "nosniff",
      },
    });
  }
}

async function read(path: string): Promise<string> {
  const response = await fetch(new URL(path, import.meta.url));
  if (!response.ok) throw new Error(`Cannot load ${path}: it is not there, got ${response.status}`);
  return await response.text();
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex().slice(0, 12);
}
