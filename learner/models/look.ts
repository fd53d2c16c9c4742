import type { TreeNode } from "@superlearner/otp";

/** How a place looks: its state as people are to see it. Each has a shape of its own, then a colour. */
export type Look = "running" | "idle" | "restarting" | "crashed" | "overloaded" | "suspended" | "stopped";

/** What a place is called: one that has no name but its pid, by its module. */
export function titleOf({ id, pid, module }: TreeNode): string {
  return id === pid ? module : id;
}

/** The id of who is or was in a place. */
export function idIn(place: string): string {
  return place.slice(place.lastIndexOf("/") + 1).replaceAll("~1", "/").replaceAll("~0", "~");
}

/** More messages than this in a mailbox is called too many. */
export const OVERLOAD = 100;

/** The words for each look, for readers and tooltips. */
export const LOOK_WORDS: Readonly<Record<Look, string>> = {
  running: "running",
  idle: "waiting",
  restarting: "restarting",
  crashed: "crashed",
  overloaded: "overloaded",
  suspended: "suspended",
  stopped: "stopped",
};

/** The look of a node. One that has just handled something looks busy, although it waits again when it is looked at. */
export function lookOf(node: TreeNode, options: { active?: boolean } = {}): Look {
  if (node.status === "suspended") return "suspended";
  if (node.mailbox?.overloaded || node.mailboxLength > OVERLOAD) return "overloaded";
  switch (node.status) {
    case "running":
    case "runnable":
    case "busy":
      return "running";
    case "starting":
    case "restarting":
      return "restarting";
    case "ending":
    case "stopped":
    case "dead":
      return "stopped";
    default:
      return options.active ? "running" : "idle";
  }
}
