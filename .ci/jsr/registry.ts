import { type Package, unpack } from "./package.ts";

/** A registry of JSR packages on this machine: `JSR_URL` is its `url`. Gone when it is disposed. */
export interface LoopbackRegistry extends AsyncDisposable {
  readonly url: string;
  /** By name. The last version counts. */
  readonly packages: Map<string, Package>;
}

/** Deno refuses packages that are younger than the age it is told, so all are of old. */
const CREATED = "2024-01-01T00:00:00Z";

const TYPES: Record<string, string> = {
  ts: "text/typescript",
  tsx: "text/tsx",
  js: "text/javascript",
  json: "application/json",
  css: "text/css",
  svg: "image/svg+xml",
};

/**
 * Starts a registry that takes what `deno publish` sends and serves it to whoever imports it. Any token will do.
 *
 * Cannot see: what the real one checks besides, as scopes, the shape of names, and provenance.
 */
export function startRegistry(known: readonly Package[] = []): LoopbackRegistry {
  const packages = new Map(known.map((one) => [one.name, one]));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    const api = /^\/api\/scopes\/([^/]+)\/packages\/([^/]+)(?:\/versions\/([^/]+))?$/.exec(pathname);
    if (!api) return serveFile(packages, decodeURIComponent(pathname));
    const name = `@${api[1]}/${api[2]}`;
    if (request.method === "POST" && request.body) {
      const sent = await unpack(request.body);
      if (sent.name !== name || sent.version !== api[3]) {
        return refuse(400, "configFileNameMismatch", `Cannot publish ${name}: got ${sent.name}@${sent.version}`);
      }
      packages.set(name, sent);
      return Response.json({ id: name, status: "success", error: null });
    }
    // Who asks for a package wants to know whether it may be published to.
    if (api[3] === undefined) return Response.json({ scope: api[1], name: api[2] });
    if (packages.get(name)?.version !== api[3]) return refuse(404, "packageVersionNotFound", `Cannot find ${name}`);
    return Response.json({ scope: api[1], package: api[2], version: api[3] });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    packages,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function serveFile(packages: Map<string, Package>, pathname: string): Promise<Response> {
  const [, scope, short, rest = ""] = /^\/(@[^/]+)\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  const found = packages.get(`${scope}/${short}`);
  if (!found) return refuse(404, "packageNotFound", `Cannot find a package at ${pathname}`);
  const { version, exports, files } = found;
  if (rest === "meta.json") {
    const versions = { [version]: { createdAt: CREATED } };
    return Response.json({ scope: scope!.slice(1), name: short, latest: version, versions });
  }
  if (rest === `${version}_meta.json`) return Response.json({ exports, manifest: await manifestOf(files) });
  const path = rest.startsWith(`${version}/`) ? rest.slice(version.length + 1) : "";
  const body = files.get(path);
  if (!body) return refuse(404, "fileNotFound", `Cannot find the file ${pathname}`);
  const ending = path.slice(path.lastIndexOf(".") + 1);
  return new Response(body, { headers: { "content-type": TYPES[ending] ?? "text/plain" } });
}

/** Every file with its size and what it must hash to. */
async function manifestOf(files: Package["files"]): Promise<Record<string, { size: number; checksum: string }>> {
  const entries = [...files].map(async ([path, body]) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
    return [`/${path}`, { size: body.length, checksum: `sha256-${digest.toHex()}` }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status });
}
