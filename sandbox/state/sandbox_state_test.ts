import { assertEquals, assertRejects } from "@std/assert";
import { silentLogger, System } from "@superlearner/otp";
import { SandboxHost } from "../host/sandbox_host.ts";
import type { Sandbox } from "../host/sandbox.ts";
import type { Isolation } from "../limits/limits.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { describeState } from "./describe_state.ts";
import { exportState, importState } from "./exported_state.ts";
import { Snapshots } from "./snapshots.ts";
import { StateSchema } from "./state_schema.ts";

const code = (state: string) => `
  import { GenServer, Supervisor } from "@superlearner/otp";
  const Cart = GenServer.define({
    name: "Cart",
    init: () => (${state}),
    calls: { all: (state) => [state, state] },
    casts: { add: (state, name) => ({ ...state, items: [...state.items, name] }) },
  });
  export default Supervisor.define({ name: "Shop", children: [Cart.child({ name: "cart" })] });
  export const crash = () => { while (true); };
`;

const cart = new StateSchema({
  versions: {
    1: { items: { type: "array", items: { type: "string" } } },
    2: { items: { type: "map", items: { type: "integer" } } },
  },
  steps: [{
    from: 1,
    to: 2,
    migrate: ({ items }) => ({ items: new Map((items as string[]).map((name) => [name, 1])) }),
  }],
});

async function create(host: SandboxHost, text: string, isolation: Isolation = "worker"): Promise<Sandbox> {
  return await host.create({
    name: "shop",
    source: { files: { "/main.js": text } },
    limits: { turnMs: 300, startMs: 20_000 },
    isolation,
  });
}

for (const isolation of ["worker", "process"] as const) {
  Deno.test(`exportState() and importState() of a sandbox (${isolation}): a snapshot restores after a crash, in newer code`, async () => {
    const directory = await Deno.makeTempDir();
    try {
      await using system = new System({ logger: silentLogger });
      await using host = new SandboxHost({ system });
      const snapshots = new Snapshots(directory);
      const old = await create(host, code("{ items: [] }"), isolation);
      await old.cast("cart", "add", { payload: "tea" });
      const exported = await exportState(old, { version: 1, schemas: { cart } });
      assertEquals([exported.name, exported.states], ["shop", { cart: { items: ["tea"] } }]);
      assertEquals(describeState(exported).split("\n")[1], "  cart: an object with items, 17 characters");
      await snapshots.save(exported);

      await assertRejects(() => old.run("crash"), SandboxError, "the limit turnMs is 300");
      await old.destroy();

      const next = await create(host, code("{ items: new Map() }"), isolation);
      const { state } = await snapshots.latest("shop");
      assertEquals(await importState(next, state, { version: 2, schemas: { cart } }), ["cart"]);
      assertEquals(await next.call("cart", "all"), { items: new Map([["tea", 1]]) });
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}

Deno.test("Sandbox.getState() says what is not there, and what was destroyed", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system });
  const sandbox = await create(host, code("{ items: [] }"));
  assertEquals(await sandbox.stateNames(), ["cart"]);
  await assertRejects(() => sandbox.getState("nobody"), SandboxError, "Cannot read the state of nobody in shop");
  await assertRejects(
    () => sandbox.replaceState("nobody", 1),
    SandboxError,
    "Cannot replace the state of nobody in shop",
  );
  await sandbox.destroy();
  await assertRejects(() => sandbox.stateNames(), SandboxError, "it was destroyed");
});

Deno.test("importState() of a sandbox: what cannot cross is refused, and nothing is changed", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system });
  const sandbox = await create(host, code("{ items: [] }"));
  const exported = { format: 1, name: "shop", version: 1, at: 0, states: { cart: { items: () => 1 } } } as const;
  await assertRejects(() => importState(sandbox, exported, { version: 1 }), Error, "cart does not take its state");
  assertEquals(await sandbox.getState("cart"), { items: [] });
});
