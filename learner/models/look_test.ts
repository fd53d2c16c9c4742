import { assertEquals } from "@std/assert";
import type { TreeNode } from "@superlearner/otp";
import { worker } from "../testdata/nodes.ts";
import { idIn, type Look, LOOK_WORDS, lookOf, OVERLOAD, titleOf } from "./look.ts";

Deno.test("lookOf - every status has a look", () => {
  const looks: [TreeNode["status"], Look][] = [
    ["waiting", "idle"],
    ["hibernated", "idle"],
    ["runnable", "running"],
    ["running", "running"],
    ["busy", "running"],
    ["starting", "restarting"],
    ["restarting", "restarting"],
    ["ending", "stopped"],
    ["stopped", "stopped"],
    ["dead", "stopped"],
    ["suspended", "suspended"],
  ];
  for (const [status, look] of looks) assertEquals(lookOf(worker("a", 1, { status })), look, status);
});

Deno.test("lookOf - a full mailbox comes first, but for one that is held on purpose", () => {
  assertEquals(lookOf(worker("a", 1, { mailboxLength: OVERLOAD + 1 })), "overloaded");
  assertEquals(lookOf(worker("a", 1, { mailboxLength: OVERLOAD })), "idle");
  assertEquals(lookOf(worker("a", 1, { mailboxLength: 1000, status: "suspended" })), "suspended");
});

Deno.test("lookOf - one that loses messages is overloaded, however few wait", () => {
  const mailbox = { max: 2, dropped: 1, overloaded: true };
  assertEquals(lookOf(worker("a", 1, { mailbox })), "overloaded");
  assertEquals(lookOf(worker("a", 1, { mailbox: { ...mailbox, overloaded: false } })), "idle");
});

Deno.test("lookOf - one that has just worked looks busy", () => {
  assertEquals(lookOf(worker("a", 1), { active: true }), "running");
  assertEquals(Object.keys(LOOK_WORDS).length, 7);
});

Deno.test("titleOf - a place is called by its id, and by its module where that is only a pid", () => {
  assertEquals(titleOf(worker("office/anna", 2)), "anna");
  assertEquals(titleOf(worker("<0.2.0>", 2)), "Clerk");
});

Deno.test("idIn - the last part of a place, as its supervisor wrote it", () => {
  assertEquals([idIn("office"), idIn("office/a~1b/c~0~1d")], ["office", "c~/d"]);
});
