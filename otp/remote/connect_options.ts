import type { Definition } from "../behaviours/definition.ts";
import type { Transport } from "./transport.ts";

/** What can be started by name from another node. */
export type Offers = Readonly<Record<string, Definition<unknown, never>>>;

/** How two Systems are connected. */
export interface ConnectOptions {
  /** The name of this System on the wire: it stands in the pids that the other side sees. */
  node: string;
  /** The way to the other side. Belongs to the connection from now on. */
  transport: Transport;
  /** What the other side may start here, by name; no code crosses the wall. @default {{}} */
  offers?: Offers;
  /** How long the other side may take to say who it is, in milliseconds. @default {5000} */
  timeoutMs?: number;
  /** How often a sign of life is asked for, in milliseconds; `Infinity` for never. @default {5000} */
  heartbeatMs?: number;
  /** After how long a silence the other side counts as gone, in milliseconds. @default {15000} */
  silenceMs?: number;
  /** Whether pids of nodes that are not connected are looked for behind this one. @default {false} */
  gateway?: boolean;
}

/** What `Connection.start` may be told. */
export interface RemoteStartOptions {
  /** The arguments of `init`. @default {[]} */
  args?: readonly unknown[];
  /** How long `init` may take, in milliseconds. @default {Infinity} */
  timeoutMs?: number;
  /** Whether a process that starts it is linked to it; has no meaning for code outside any process. @default {true} */
  link?: boolean;
}
