import { hostOfUrl, isGrantedHost, type NetHost, netHostText, parseNetHost } from "./net_hosts.ts";

/** A host that code may be imported from. */
export interface ImportHost extends NetHost {
  /** Whether it is by `http:`, which anybody on the way can change; by `https:` where nothing is said. */
  readonly protocol?: "http";
}

/** Reads `"example.com"`, `"example.com:443"`, `"https://example.com/"`; and `"http://127.0.0.1:80/"`, which has to be meant. */
export function parseImportHost(text: string): ImportHost | undefined {
  const [, protocol, rest] = /^(https?):\/\/([^/]+)\/?$/.exec(text) ?? [undefined, undefined, text];
  const host = parseNetHost(rest!);
  if (host === undefined || protocol === undefined) return host;
  const port = host.port ?? (protocol === "http" ? 80 : 443);
  return protocol === "http" ? { host: host.host, port, protocol } : { host: host.host, port };
}

/** As it is written. */
export function importHostText(host: ImportHost): string {
  return host.protocol === undefined ? netHostText(host) : `${host.protocol}://${netHostText(host)}`;
}

/** The registry that `jsr:` stands for. */
const JSR_HOST = { host: "jsr.io", port: 443 };

/** Whether a URL is of a host that code may be imported from, in the way that was granted. */
export function isGrantedImport(url: string, granted: "all" | readonly ImportHost[]): boolean {
  if (typeof url !== "string") return false;
  if (url.startsWith("jsr:@")) {
    return granted === "all" || isGrantedHost(JSR_HOST.host, JSR_HOST.port, granted.filter(isSafe));
  }
  const [, protocol] = /^(https?):/i.exec(url) ?? [];
  const to = protocol === undefined ? undefined : hostOfUrl(url);
  if (to === undefined) return false;
  const isPlain = protocol!.toLowerCase() === "http";
  if (granted === "all") return !isPlain;
  return isGrantedHost(to.host, to.port, granted.filter((one) => isSafe(one) !== isPlain));
}

function isSafe({ protocol }: ImportHost): boolean {
  return protocol !== "http";
}
