import { assertEquals, assertRejects } from "@std/assert";
import { RealClock } from "../environment.ts";
import { CallError, StartError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import { Session } from "../remote/session.ts";
import { MemoryNetwork } from "../remote/memory_transport.ts";
import * as fixture from "../remote/testdata/fixture.ts";
import { reasonIn } from "../testdata/world.ts";
import { quiet } from "./placed_suite.ts";
import { serve, type ServeOptions } from "./serve.ts";
import { Trouble } from "./testdata/trouble.ts";

/** Serves a module to a System here. */
async function served(load: () => Promise<object>, options: Partial<ServeOptions> = {}) {
  const system = quiet();
  const network = new MemoryNetwork({ clock: new RealClock() });
  const [here, there] = network.pair("main", "far");
  const lost = Promise.withResolvers<unknown>();
  const connection = new Session(runtimeOf(system), {
    node: "main",
    peer: "far",
    transport: here,
    lost: lost.resolve,
  });
  const far = await serve(load, { node: "far", peer: "main", transport: there, ...options });
  const end = async () => {
    await connection.close();
    await far[Symbol.asyncDispose]();
    await system.stop();
  };
  return { system, connection, far, lost: lost.promise, [Symbol.asyncDispose]: end };
}

Deno.test("serve() offers the definitions of a module, and nothing else of it", async () => {
  await using world = await served(() => Promise.resolve({ ...fixture, secret: { start() {} }, none: null }));
  const { system, connection } = world;
  const pid = await connection.start(system, "Fixture");
  assertEquals(await fixture.Fixture.at(system, pid).call("echo", 5), 5);
  for (const name of ["secret", "none", "constructor"]) {
    assertEquals(reasonIn(await assertRejects(() => connection.start(system, name))), { not_offered: name });
  }
});

Deno.test("serve() says why a module cannot be loaded", async () => {
  await using world = await served(() => Promise.reject(new RangeError("no such thing")));
  const { module_not_loaded: { name, message } } = await world.lost as {
    module_not_loaded: { name: string; message: string };
  };
  assertEquals([name, message], ["RangeError", "no such thing"]);
  await using other = await served(() => Promise.reject("text"));
  assertEquals(await other.lost, { module_not_loaded: "text" });
});

Deno.test("serve() has what takes too long stopped, be it a handler or an init, and serves the others on", async () => {
  await using world = await served(() => Promise.resolve({ Trouble }), { maxTurnMs: 50 });
  const { system, connection } = world;
  const [spinner, bystander] = await Promise.all([0, 1].map(() => connection.start(system, "Trouble")));
  const starting = connection.start(system, "Trouble", { args: ["spin"] });
  assertEquals(reasonIn(await assertRejects(() => starting, StartError)), "turn_limit");
  const call = Trouble.at(system, spinner!).call("spin");
  assertEquals(reasonIn(await assertRejects(() => call, CallError)), "turn_limit");
  assertEquals(await Trouble.at(system, bystander!).call("count"), 0);
});
