import { isLoopback } from "./loopback.ts";

/** Where a server is to listen, and who may talk to it. */
export interface Binding {
  /** The address to listen on. @default {"127.0.0.1"} */
  hostname?: string;
  /** The token that requests must carry. */
  token?: string | undefined;
  /** Whether requests are authenticated in another way. @default {false} */
  authenticated?: boolean;
}

/** The fewest characters of a token; 128 random bits in hexadecimal are 32. */
const SHORTEST_TOKEN = 16;

/**
 * Refuses to listen where others can reach it without a credential. Call it before `Deno.serve`.
 *
 * @throws {TypeError} Off loopback without a token, or with a token that is too short to be one.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { checkBinding } from "@superlearner/arsenal";
 *
 * checkBinding({ hostname: "127.0.0.1" });
 * checkBinding({ hostname: "0.0.0.0", token: "6f1c0a52e9d84b7f" });
 * assertThrows(() => checkBinding({ hostname: "0.0.0.0" }), TypeError, "Cannot listen on 0.0.0.0");
 * ```
 */
export function checkBinding(binding: Binding): void {
  const { hostname = "127.0.0.1", token, authenticated = false } = binding;
  if (token !== undefined && token.length < SHORTEST_TOKEN) {
    throw new TypeError(
      `Cannot listen on ${hostname}: a token has at least ${SHORTEST_TOKEN} characters, got ${token.length}`,
    );
  }
  if (authenticated || token !== undefined || isLoopback(hostname)) return;
  throw new TypeError(
    `Cannot listen on ${hostname}: off loopback every request needs a credential, and there is no token. ` +
      `Give a token (or auth), or listen on 127.0.0.1`,
  );
}
