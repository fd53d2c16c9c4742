import { aliasOf, JsrError, resolveJsr } from "./jsr_modules.ts";
import type { RemoteKind, RemoteLoadOptions, RemoteModules, RemoteText } from "../compiling/remote_modules.ts";
import { guestText, SandboxError } from "../limits/sandbox_error.ts";
import type { Grants } from "../permissions/grants.ts";

/** What remote imports are made with. */
export interface RemoteImportsOptions {
  /** What makes one request and follows no redirect. @default {globalThis.fetch} */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Told of each module that was fetched. */
  readonly fetched: (url: string) => void;
}

const ACTION = "import a module for a guest";
const ENDS: readonly RemoteKind[] = [".ts", ".mts", ".tsx", ".js", ".mjs", ".jsx", ".json"];
const TYPES: Readonly<Record<string, RemoteKind>> = {
  "text/typescript": ".ts",
  "application/typescript": ".ts",
  "text/javascript": ".js",
  "application/javascript": ".js",
  "text/jsx": ".jsx",
  "text/tsx": ".tsx",
};

/**
 * Brings remote modules of hosts that were granted. The host fetches them, while it compiles; a module that it has once it keeps as
 * long as the sandbox lives, so that no server changes what a sandbox runs. No redirect is followed: a module is where its URL says.
 * `jsr:` is what the registry has, where that was granted (`jsr.io:443`).
 */
export class RemoteImports implements RemoteModules {
  readonly #grants: Grants;
  readonly #options: RemoteImportsOptions;
  readonly #known = new Map<string, RemoteText>();

  /** Fetches nothing yet. */
  constructor(grants: Grants, options: RemoteImportsOptions) {
    this.#grants = grants;
    this.#options = options;
  }

  /** Whether a URL was granted. */
  allows(url: string): boolean {
    return this.#grants.allowsImport(url);
  }

  /** Brings the text of one. @throws {SandboxError} If it cannot be had. */
  async load(url: string, { signal, mostBytes }: RemoteLoadOptions): Promise<RemoteText> {
    this.#grants.demand(ACTION, { permission: "import", target: url });
    const known = this.#known.get(url);
    if (known !== undefined) return known;
    const found = url.startsWith("jsr:")
      ? await this.#alias(url, { signal, mostBytes })
      : await this.#fetch(url, { signal, mostBytes });
    this.#known.set(url, found);
    return found;
  }

  /** What a name of the registry stands for: it is asked which version, and that stays. */
  async #alias(specifier: string, options: RemoteLoadOptions): Promise<RemoteText> {
    const read = async (url: string) => (await this.load(url, options)).text;
    try {
      const url = await resolveJsr(specifier, read);
      return { text: aliasOf(url, await read(url)), kind: ".js" };
    } catch (error) {
      if (error instanceof JsrError) throw failed(specifier, error.message);
      throw error;
    }
  }

  async #fetch(url: string, { signal, mostBytes }: RemoteLoadOptions): Promise<RemoteText> {
    const response = await this.#request(url, signal);
    try {
      const kind = this.#check(url, response);
      const found = { text: await textOf(url, { response, mostBytes, signal }), kind };
      this.#options.fetched(url);
      return found;
    } finally {
      await response.body?.cancel().catch(() => {});
    }
  }

  async #request(url: string, signal: AbortSignal): Promise<Response> {
    const { fetch = globalThis.fetch } = this.#options;
    const headers = { accept: "application/typescript, text/typescript, application/javascript, text/javascript, */*" };
    try {
      return await fetch(url, { redirect: "manual", credentials: "omit", headers, signal });
    } catch (error) {
      signal.throwIfAborted();
      throw failed(url, error instanceof Error ? `${error.name}, ${error.message}` : "it cannot be fetched");
    }
  }

  #check(url: string, { status, headers }: Response): RemoteKind {
    const location = status >= 300 && status < 400 ? URL.parse(headers.get("location") ?? "", url)?.href : undefined;
    if (location !== undefined) {
      this.#grants.demand(ACTION, { permission: "import", target: location, from: url });
      throw failed(url, `it is at ${location}, which is to be imported instead`);
    }
    if (status !== 200) throw failed(url, `its host answers ${status}`);
    const { pathname } = new URL(url);
    const type = (headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
    const kind = ENDS.find((end) => pathname.endsWith(end)) ?? (Object.hasOwn(TYPES, type) ? TYPES[type] : undefined);
    if (kind === undefined) throw failed(url, `it is no module, but ${guestText(type || "of no type")}`);
    return kind;
  }
}

async function textOf(
  url: string,
  { response, mostBytes, signal }: RemoteLoadOptions & { readonly response: Response },
): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let text = "";
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > mostBytes) break;
      text += decoder.decode(chunk, { stream: true });
    }
    text += size > mostBytes ? "" : decoder.decode();
  } catch (error) {
    signal.throwIfAborted();
    throw failed(url, error instanceof TypeError ? "it is no text in UTF-8, or it is broken off" : "it is broken off");
  }
  signal.throwIfAborted();
  if (size > mostBytes) {
    const failure = { kind: "limit_exceeded", limit: "maxBytes", value: mostBytes, used: size, at: 0 } as const;
    throw new SandboxError(ACTION, failure);
  }
  if (text.includes("\0")) throw failed(url, "it is binary data");
  return text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
}

function failed(url: string, message: string): SandboxError {
  return new SandboxError(ACTION, { kind: "load_failed", module: url, message: guestText(message) });
}
