import { HOST_NODE } from "./packet_filter.ts";

/** Whether a text can name a sandbox: it stands in pids, and is not the host's. */
export function isNodeName(name: unknown): name is string {
  return typeof name === "string" && /^[A-Za-z0-9_@-][A-Za-z0-9_.@-]{0,99}$/.test(name) && name !== "0" &&
    name !== HOST_NODE;
}
