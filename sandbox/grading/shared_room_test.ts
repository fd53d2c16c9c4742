import { assertEquals, assertRejects } from "@std/assert";
import type { Sandbox } from "../host/sandbox.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { SharedRoom } from "./shared_room.ts";

/** Sandboxes that are what the test says they are. */
function world() {
  const made: { status: string; destroy: () => Promise<void> }[] = [];
  let failing = false;
  const open = () => {
    if (failing) return Promise.reject(new SandboxError("create", { kind: "crashed", exit: "gone" }));
    const one = { status: "running", destroy: () => Promise.resolve(void (one.status = "destroyed")) };
    made.push(one);
    return Promise.resolve(one as unknown as Sandbox);
  };
  return { made, room: new SharedRoom(open), fail: (whether: boolean) => failing = whether };
}

Deno.test("SharedRoom: one holds it for all, until it has ended; then another one does", async () => {
  const { made, room } = world();
  await Promise.all([room.hold(), room.hold()]);
  await room.hold();
  assertEquals(made.length, 1);
  made[0]!.status = "crashed";
  await Promise.all([room.hold(), room.hold()]);
  assertEquals(made.map(({ status }) => status), ["destroyed", "running"]);
  await room[Symbol.asyncDispose]();
  await room.hold();
  assertEquals(made.map(({ status }) => status), ["destroyed", "destroyed"], "and nothing is made after its end");
});

Deno.test("SharedRoom: where it does not come up who waits is told, and the next one tries again", async () => {
  const { made, room, fail } = world();
  fail(true);
  await assertRejects(() => room.hold(), SandboxError);
  fail(false);
  await room.hold();
  assertEquals(made.length, 1);
  await room[Symbol.asyncDispose]();
});
