import { assertEquals } from "@std/assert";
import { heardBy, letIn, say, talkTree } from "./pub_sub.ts";
import { crash, pick, underSeeds } from "./testdata/seeds.ts";

const MEMBERS = [{ name: "ann", room: "tea" }, { name: "bob", room: "tea" }, { name: "cid", room: "dance" }];

Deno.test("pub/sub: all of a room hear what is said there, but whoever says it", async () => {
  await underSeeds(async ({ system, settle }) => {
    await system.start(talkTree(MEMBERS));
    await letIn(system, { name: "dan", room: "tea" });
    say(system, "ann", { text: "one" });
    say(system, "ann", { text: "two" });
    await settle();
    const heard = await Promise.all(["ann", "bob", "cid", "dan"].map((name) => heardBy(system, name)));
    assertEquals(heard, [[], ["ann: one", "ann: two"], [], ["ann: one", "ann: two"]]);
  });
});

Deno.test("pub/sub: whoever crashes, the talk included, all members hear again afterwards", async () => {
  await underSeeds(async ({ system, random, settle }) => {
    await system.start(talkTree(MEMBERS));
    for (let round = 0; round < 10; round++) {
      crash(system, system.whereis(pick(random, ["talk", "ann", "bob", "cid"])!));
      await settle();
      const before = await heardBy(system, "bob");
      say(system, "ann", { text: `${round}` });
      await settle();
      assertEquals(await heardBy(system, "bob"), [...before, `ann: ${round}`]);
      assertEquals(await heardBy(system, "cid"), []);
    }
  });
});

Deno.test("pub/sub: a guest that is gone is forgotten, and may come again", async () => {
  await underSeeds(async ({ system, settle }) => {
    await system.start(talkTree(MEMBERS));
    const guest = await letIn(system, { name: "dan", room: "tea" });
    system.exit(guest, "shutdown");
    await settle();
    say(system, "ann", { text: "gone?" });
    await settle();
    await letIn(system, { name: "dan", room: "tea" });
    say(system, "ann", { text: "back" });
    await settle();
    assertEquals(await heardBy(system, "dan"), ["ann: back"]);
  }, 20);
});
