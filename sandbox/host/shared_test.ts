import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { death, failureOf, type World, worldOf } from "./testdata/worlds.ts";

const FATAL = `export const fall = () => "x".repeat(2 ** 28).split("");
export const answer = () => 42; export const spin = () => { while (true); };`;

/** Settled when so many sandboxes were started again. */
function restarts({ system, host }: World, count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const again = host.list().filter((each) => each.info().restarts > 0 && each.status === "running");
      if (again.length < count) return;
      subscription.unsubscribe();
      resolve();
    };
    const subscription = system.events.subscribe(look, { types: ["child.restarted", "child.started"] });
  });
}

const options = (name: string, shared: string) =>
  ({
    name,
    isolation: { shared },
    code: FATAL,
    restart: "permanent",
    limits: { memoryMb: 4096, turnMs: 20_000 },
  }) as const;

Deno.test("Sandboxes that share a process fall with it, each with a failure that names it, and rise again", async () => {
  await using world = worldOf("process");
  const [one, other] = [
    await world.create(options("one", "students")),
    await world.create(options("other", "students")),
  ];
  const apart = await world.create(options("apart", "teachers"));
  assertEquals([one.info().isolation, one.info().shared, apart.info().shared], ["process", "students", "teachers"]);
  const died = death(world.system, other.pid!);
  const again = restarts(world, 2);
  const failure = await failureOf("crashed", () => one.run("fall"));
  assertEquals([failure.shared, failure.exit.startsWith('the process "students", which 2 share, ended: ')], [
    "students",
    true,
  ]);
  assertEquals(String(JSON.stringify(await died)).includes("students"), true);
  await again;
  assertEquals(await Promise.all([one, other, apart].map((each) => each.run("answer"))), [42, 42, 42]);
  assertEquals([one, other, apart].map((each) => each.info().restarts), [1, 1, 0]);
});

Deno.test("A sandbox that is ended by a limit takes nobody along that shares its process", async () => {
  await using world = worldOf("process");
  const limits = { turnMs: 250 };
  const create = (name: string) => world.create({ name, isolation: { shared: "students" }, code: FATAL, limits });
  const [one, other] = [await create("one"), await create("other")];
  assertEquals((await failureOf("limit_exceeded", () => one.run("spin"))).limit, "turnMs");
  assertEquals([await other.run("answer"), other.info().restarts], [42, 0]);
  await one.start();
  assertEquals(await one.run("answer"), 42);
});

Deno.test("Sandboxes of other limits of memory cannot share a process, and a name is one", async () => {
  await using world = worldOf("process");
  const create = (name: string, memoryMb: number) =>
    world.create({ name, isolation: { shared: "students" }, limits: { memoryMb } });
  await create("one", 256);
  const { message } = await assertRejects(() => create("other", 512), ArgumentError);
  assertEquals(message.includes('all that share the process "students" have its heapMb and memoryMb'), true);
  await assertRejects(() => world.create({ name: "x", isolation: { shared: "" } }), ArgumentError, "isolation is");
  assertEquals(world.host.list().map(({ name }) => name), ["one"]);
});
