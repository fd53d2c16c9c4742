import { assertEquals } from "@std/assert";
import { handClock } from "../audit/testdata/logs.ts";
import { NO_PERMISSIONS } from "../permissions/granting.ts";
import { infoOf, type Installed, Lodging, sandboxName } from "./installed.ts";

function lodging() {
  const calls: PromiseWithResolvers<unknown>[] = [];
  let destroyed = 0;
  const run = () => {
    const call = Promise.withResolvers<unknown>();
    calls.push(call);
    return call.promise;
  };
  const sandbox = { run, destroy: () => Promise.resolve(void destroyed++) };
  return { calls, lodging: new Lodging(sandbox), destroyed: () => destroyed };
}

const options = { timeoutMs: 1 };

Deno.test("Lodging.leave() waits for calls that are under way", async () => {
  const { calls, lodging: one, destroyed } = lodging();
  const [first, second] = [one.run("a", [], options), one.run("b", [], options)];
  const leaving = one.leave({ clock: handClock(), drainMs: 100, by: "emma" });
  calls[0]?.resolve(1);
  await first;
  assertEquals(destroyed(), 0);
  calls[1]?.resolve(2);
  assertEquals(await second, 2);
  await leaving;
  assertEquals(destroyed(), 1);
});

Deno.test("Lodging.leave() does not wait for ever", async () => {
  const { lodging: one, destroyed } = lodging();
  void one.run("a", [], options);
  const clock = handClock();
  const leaving = one.leave({ clock, drainMs: 100, by: "emma" });
  clock.move(100);
  await leaving;
  assertEquals(destroyed(), 1);
});

Deno.test("Lodging.leave() ends at once where nothing is under way, also after calls that failed", async () => {
  const { calls, lodging: one, destroyed } = lodging();
  const call = one.run("a", [], options).catch(() => "failed");
  calls[0]?.reject(new Error("No"));
  assertEquals(await call, "failed");
  await one.leave({ clock: handClock(), drainMs: 100, by: "emma" });
  assertEquals(destroyed(), 1);
});

Deno.test("infoOf() is what there is to know", () => {
  const installed = {
    plan: { name: "tax", manifest: { version: "1.0.0" } },
    granted: NO_PERMISSIONS,
    generation: 2,
    calls: 7,
    failures: 1,
    off: true,
    lastError: "No",
  } as unknown as Installed;
  assertEquals(infoOf(installed), {
    name: "tax",
    version: "1.0.0",
    status: "off",
    granted: NO_PERMISSIONS,
    sandbox: "tax@2",
    generation: 2,
    calls: 7,
    failures: 1,
    lastError: "No",
  });
});

Deno.test("sandboxName() is another one for each sandbox of a plugin", () => {
  assertEquals([sandboxName("tax", 1), sandboxName("tax", 2)], ["tax@1", "tax@2"]);
});
