/** The name of the host's System, as guests see it. */
export const HOST_NODE = "host";

/** Whether a text can name a sandbox: it stands in pids, and is not the host's. */
export function isNodeName(name: unknown): name is string {
  return typeof name === "string" && /^[A-Za-z0-9_@-][A-Za-z0-9_.@-]{0,99}$/.test(name) && name !== "0" &&
    name !== HOST_NODE;
}

/** Whether a pid is of a node: of that name and no longer one, since a name may have dots in it. */
export function isPidOf(node: string, pid: unknown): pid is string {
  return typeof pid === "string" && pid.startsWith(`<${node}.`) && /^\d{1,15}\.0>$/.test(pid.slice(node.length + 2));
}
