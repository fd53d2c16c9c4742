/** A host of the network, and perhaps one port of it. */
export interface NetHost {
  /** The name in lower case, or the address in its one plain form. */
  readonly host: string;
  /** The port; any, where it is missing. */
  readonly port?: number;
}

/**
 * The one form of a host's name or address, however it is written: `"EXAMPLE.com."` is `example.com`; `2130706433`, `0x7f.1`
 * and `[::ffff:127.0.0.1]` are `127.0.0.1`. `undefined` for what is no host.
 */
export function plainHost(host: string): string | undefined {
  if (typeof host !== "string" || host === "" || /[@/?#\\\s%]|\p{Cc}/u.test(host)) return undefined;
  const bare = host.startsWith("[") || !host.includes(":") ? host : `[${host}]`;
  if (!/^(?:\[[0-9a-fA-F:.]+\]|[^:[\]]+)$/.test(bare)) return undefined;
  let url: URL;
  try {
    url = new URL(`http://${bare}/`);
  } catch {
    return undefined;
  }
  const plain = url.hostname.replace(/\.$/, "");
  return plain === "" ? undefined : mapped(plain) ?? plain;
}

/** The address of the older network that one of the newer stands for. */
function mapped(plain: string): string | undefined {
  const [, high, low] = /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/.exec(plain) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const number = parseInt(high, 16) * 2 ** 16 + parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** Reads `"example.com"`, `"example.com:443"`, `"[::1]:80"`. `undefined` for what is none of these. */
export function parseNetHost(text: string): NetHost | undefined {
  const [, name, digits] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = name === undefined ? undefined : plainHost(name);
  if (host === undefined || host.includes("*")) return undefined;
  if (digits === undefined) return { host };
  const port = Number(digits);
  return isPort(port) ? { host, port } : undefined;
}

/** As it is written. */
export function netHostText({ host, port }: NetHost): string {
  return port === undefined ? host : `${host}:${port}`;
}

/** Whether a host at a port is one of those granted. An address is not the name that leads to it, nor the other way. */
export function isGrantedHost(host: string, port: number, granted: "all" | readonly NetHost[]): boolean {
  const plain = plainHost(host);
  if (plain === undefined || !isPort(port)) return false;
  if (granted === "all") return true;
  return granted.some((one) => one.host === plain && (one.port === undefined || one.port === port));
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

const PORTS: Readonly<Record<string, number>> = { "http:": 80, "ws:": 80, "https:": 443, "wss:": 443 };

/** The host and port that a URL leads to; `undefined` where it is of another kind than `http`, `https`, `ws`, `wss`. */
export function hostOfUrl(url: string | URL): { readonly host: string; readonly port: number } | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return undefined;
  }
  const usual = Object.hasOwn(PORTS, parsed.protocol) ? PORTS[parsed.protocol] : undefined;
  if (usual === undefined) return undefined;
  return { host: parsed.hostname, port: parsed.port === "" ? usual : Number(parsed.port) };
}
