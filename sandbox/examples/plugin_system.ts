/**
 * A shop with plugins: people choose what each may do, plugins come and go while orders are taken, and one that is broken
 * costs nobody an order.
 *
 *   SHOP_DISCOUNT=25 deno run -A sandbox/examples/plugin_system.ts
 */
import { silentLogger, System } from "@superlearner/otp";
import { AuditLog, readAudit, SandboxHost } from "@superlearner/sandbox";
import {
  definePluginApi,
  type Hook,
  hook,
  type PluginApi,
  type PluginPlan,
  Plugins,
  readPlugin,
} from "@superlearner/sandbox/plugins";

/** What a customer wants. */
export interface Order {
  /** Its number. */
  readonly id: string;
  /** What it costs. */
  readonly total: number;
}

function toOrder(value: unknown): Order {
  const { id, total } = value as Partial<Order>;
  if (typeof id !== "string" || typeof total !== "number") throw new TypeError("An order has an id and a total");
  return { id, total };
}

/** What happens in the shop. */
export type ShopHooks = {
  /** May change what an order costs. */
  readonly price: Hook<Order, Order>;
  /** Hears of an order. */
  readonly orderPlaced: Hook<Order, void>;
};

/** What plugins of the shop can listen to. */
export const shopApi: PluginApi<ShopHooks> = definePluginApi({
  version: "1.0",
  hooks: { price: hook<Order, Order>({ returns: toOrder, timeoutMs: 5_000 }), orderPlaced: hook<Order>() },
});

/** A shop that takes orders. */
export class Shop {
  /** Its plugins. */
  readonly plugins: Plugins<ShopHooks>;

  /** Opens it. */
  constructor(plugins: Plugins<ShopHooks>) {
    this.plugins = plugins;
  }

  /** Takes an order: what it costs in the end. */
  async take(order: Order): Promise<number> {
    const { value } = await this.plugins.chain("price", order);
    await this.plugins.emit("orderPlaced", value);
    return value.total;
  }
}

/** One plugin of the directory beside this file. */
export async function plan(shop: Shop, directory: string): Promise<PluginPlan> {
  const { manifest, ...parts } = await readPlugin(new URL(`./plugins/${directory}/`, import.meta.url));
  return shop.plugins.plan(manifest, parts);
}

/** Tells the story. */
export async function story(auditFile: string, say: (line: string) => void): Promise<void> {
  await using system = new System({ logger: silentLogger }); // a crash is told by the lines below
  using audit = AuditLog.open(auditFile);
  await using host = new SandboxHost({ system, audit });
  await using plugins = new Plugins(shopApi, { sandboxes: host, audit, maxFailures: 2 });
  const shop = new Shop(plugins);
  const michael = { by: "michael", granted: "asked" } as const;
  const take = async (id: string) => say(`order ${id} costs ${await shop.take({ id, total: 100 })}`);

  const first = await plan(shop, "discount-1.0.0"); // nothing of it has run yet
  say(first.text.split("\n").slice(0, 4).join(" | "));
  const { sandbox } = await plugins.install(first, michael);
  await take("1");
  say(`orders that the plugin counts: ${await host.get(sandbox)?.call("counter", "orders")}`);

  await plugins.update(await plan(shop, "discount-1.1.0")); // asks for no more: nobody is asked
  await take("2");
  say(`a mistake: ${plugins.list()[0]?.lastError}`);
  const back = await plugins.rollback("discount", { by: "michael" });
  await take("3");
  const health = host.get(back.sandbox)?.info();
  say(`discount ${back.version} is ${health?.status}, started again ${health?.restarts} times`);

  await plugins.install(await plan(shop, "greedy-1.0.0"), michael); // never comes back from a hook
  for (const id of ["4", "5", "6"]) await take(id);
  say(`greedy is switched ${plugins.list()[1]?.status}`);

  const more = await plan(shop, "discount-2.0.0"); // asks for more: somebody must agree
  await plugins.update(more).catch((error: Error) => say(error.message));
  await plugins.update(more, michael);
  await take("7");

  audit.sync();
  for await (const { who, what, target, result } of readAudit(auditFile, { what: "plugin." })) {
    say([who, what, target, result].join(" "));
  }
}

if (import.meta.main) {
  const directory = await Deno.makeTempDir();
  await story(`${directory}/audit.jsonl`, console.log);
  await Deno.remove(directory, { recursive: true });
}
