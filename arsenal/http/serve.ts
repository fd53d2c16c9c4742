import { type Arsenal, arsenal, type ArsenalOptions } from "./app.ts";
import { checkBinding } from "./binding.ts";

/** How an arsenal is served alone. */
export interface ServeOptions extends ArsenalOptions {
  /** The address to listen on; any but loopback needs `token` or `auth`. @default {"127.0.0.1"} */
  hostname?: string;
  /** The port; 0 takes a free one. @default {4000} */
  port?: number;
  /** Is told where it listens. @default prints one line */
  onListen?: (address: { hostname: string; port: number }) => void;
}

/** A running server. */
export interface ServedArsenal extends AsyncDisposable {
  /** What it serves. */
  readonly app: Arsenal;
  /** The port it listens on. */
  readonly port: number;
  /** Ends streams and traces, finishes what is under way, and stops listening. */
  stop(): Promise<void>;
}

/**
 * Serves an arsenal by itself.
 *
 * @throws {TypeError} Off loopback without a credential; see {@linkcode checkBinding}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serveArsenal } from "@superlearner/arsenal";
 * import { System } from "@superlearner/otp";
 *
 * await using system = new System();
 * await using server = serveArsenal({ system, port: 0, onListen() {} });
 * const processes = await (await fetch(`http://localhost:${server.port}/api/v1/processes`)).json();
 * assertEquals(processes, []);
 * ```
 */
export function serveArsenal(options: ServeOptions): ServedArsenal {
  const { hostname = "127.0.0.1", port = 4000, onListen } = options;
  checkBinding({ hostname, token: options.token, authenticated: options.auth !== undefined });
  const app = arsenal(options);
  const server = Deno.serve({ hostname, port, ...(onListen === undefined ? {} : { onListen }) }, app.fetch);
  const stop = async () => {
    app.close();
    await server.shutdown();
  };
  return { app, port: server.addr.port, stop, [Symbol.asyncDispose]: stop };
}
