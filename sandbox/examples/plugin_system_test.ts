import { assertEquals } from "@std/assert";
import { silentLogger, System } from "@superlearner/otp";
import { SandboxHost } from "@superlearner/sandbox";
import { Plugins } from "@superlearner/sandbox/plugins";
import { plan, Shop, shopApi, story } from "./plugin_system.ts";

const yes = { by: "michael", granted: "asked" } as const;

Deno.test("plugin system: the story", async () => {
  const directory = await Deno.makeTempDir();
  Deno.env.set("SHOP_DISCOUNT", "25");
  try {
    const lines: string[] = [];
    await story(`${directory}/audit.jsonl`, (line) => lines.push(line));
    assertEquals(lines, [
      "Plugin discount 1.0.0 | Ten percent off, and a count of the orders | It may do nothing outside of itself. | It listens to: price, orderPlaced",
      "order 1 costs 90",
      "orders that the plugin counts: 1",
      "order 2 costs 100",
      "a mistake: Cannot call a hook: discount answers price with what is no answer: An order has an id and a total",
      "order 3 costs 90",
      "discount 1.0.0 is running, started again 0 times",
      "order 4 costs 90",
      "order 5 costs 90",
      "order 6 costs 90",
      "greedy is switched off",
      "Cannot update a plugin: discount asks for more than it was granted: read the variable SHOP_DISCOUNT",
      "order 7 costs 75",
      "michael plugin.install discount@1.0.0 ok",
      "plugins plugin.update discount@1.1.0 ok",
      "michael plugin.rollback discount@1.0.0 ok",
      "michael plugin.install greedy@1.0.0 ok",
      "plugins plugin.off greedy@1.0.0 failed",
      "plugins plugin.update discount@2.0.0 denied",
      "michael plugin.update discount@2.0.0 ok",
    ]);
  } finally {
    Deno.env.delete("SHOP_DISCOUNT");
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("plugin system: what was not granted is refused inside, and the order goes on", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system });
  await using plugins = new Plugins(shopApi, { sandboxes: host });
  const shop = new Shop(plugins);
  await plugins.install(await plan(shop, "discount-2.0.0"), { by: "michael", granted: "none" });
  assertEquals(await shop.take({ id: "1", total: 100 }), 100);
  const [info] = plugins.list();
  assertEquals([info?.granted.env, info?.lastError?.includes("SHOP_DISCOUNT")], [[], true]);
});

Deno.test("plugin system: orders are taken without a gap while a plugin is updated, and its state is kept", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system });
  await using plugins = new Plugins(shopApi, { sandboxes: host });
  const shop = new Shop(plugins);
  const { files, manifest: { limits, ...manifest } } = await plan(shop, "discount-1.0.0");
  const quick = { ...manifest, limits: { ...limits, messagesPerSec: 1_000_000 } }; // it is asked as fast as it answers
  await plugins.install(plugins.plan(quick, { files }), yes);
  let updating = true;
  const updates = (async () => {
    for (let n = 1; n <= 3; n++) {
      const main = `${files["/main.ts"]}\nexport const patch = ${n};\n`;
      await plugins.update(plugins.plan(quick, { files: { ...files, "/main.ts": main } }));
    }
  })().finally(() => updating = false); // or orders would be taken for ever
  const costs = new Set<number>();
  let orders = 0;
  do costs.add(await shop.take({ id: String(orders++), total: 100 })); while (updating);
  await updates;
  assertEquals([[...costs], plugins.list()[0]?.failures, plugins.list()[0]?.generation], [[90], 0, 1]);
  const sandbox = host.get("discount@1");
  assertEquals(await sandbox?.call("counter", "orders"), orders, "the counter has lived through all updates");
  assertEquals(sandbox?.versions.at(-1)?.n, 4);
  await plugins[Symbol.asyncDispose]();
  assertEquals(host.list(), []);
});

Deno.test("plugin system: in a process of its own, a plugin that never comes back costs no order", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system });
  await using plugins = new Plugins(shopApi, { sandboxes: host, maxFailures: 1 });
  const shop = new Shop(plugins);
  for (const directory of ["discount-1.0.0", "greedy-1.0.0"]) {
    const { manifest, files } = await plan(shop, directory);
    await plugins.install(plugins.plan({ ...manifest, isolation: "process" }, { files }), yes);
  }
  assertEquals(await shop.take({ id: "1", total: 100 }), 90);
  assertEquals(plugins.list().map(({ name, status }) => [name, status]), [["discount", "on"], ["greedy", "off"]]);
  assertEquals(host.list().map((sandbox) => sandbox.info().isolation), ["process", "process"]);
  assertEquals(await host.get("discount@1")?.call("counter", "orders"), 1);
});
