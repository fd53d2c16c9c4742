import { assertEquals, assertStrictEquals } from "@std/assert";
import * as otp from "@superlearner/otp";
import { Definitions } from "./definitions.ts";

type Runtime = typeof otp;

/** Loads a version: each module defines what its text says. */
function load(definitions: Definitions, version: number, modules: Record<string, (runtime: Runtime) => void>): void {
  definitions.begin(version);
  for (const [path, module] of Object.entries(modules)) {
    module(definitions.scoped(otp, { path, version }) as unknown as Runtime);
  }
  definitions.end();
}

const server = (name: string, version = 1) => ({ GenServer }: Runtime) =>
  void GenServer.define({ name, version, init: () => 0 });
const both = (...modules: ((runtime: Runtime) => void)[]) => (runtime: Runtime) => {
  for (const each of modules) each(runtime);
};

function paired(definitions: Definitions): unknown[] {
  return definitions.pairs().map(({ from, to }) => [from.kind, from.name, from.version, to.version]);
}

Deno.test("Definitions: what takes the place of what, by module, kind and name, and by order", () => {
  const definitions = new Definitions();
  load(definitions, 0, {
    "/a": both(
      server("A"),
      server("Twin", 1),
      server("Twin", 2),
      ({ Agent }) => Agent.define({ name: "A", init: () => 0 }),
    ),
    "/b": server("A", 5),
  });
  definitions.commit();
  load(definitions, 1, { "/a": both(server("Twin", 11), server("A", 10), server("Twin", 12), server("New", 1)) });
  assertEquals(paired(definitions), [
    ["GenServer", "Twin", 1, 11],
    ["GenServer", "A", 1, 10],
    ["GenServer", "Twin", 2, 12],
  ]);
});

Deno.test("Definitions: one that was moved is found where its name says which it is, and not else", () => {
  const definitions = new Definitions();
  load(definitions, 0, { "/a": both(server("A"), server("B", 1)), "/b": server("B", 2) });
  definitions.commit();
  load(definitions, 1, { "/a": () => {}, "/b": () => {}, "/c": both(server("A", 7), server("B", 8)) });
  assertEquals(paired(definitions), [["GenServer", "A", 1, 7]]);
});

Deno.test("Definitions: what was left without a successor is known until one comes; a version given up leaves nothing", () => {
  const definitions = new Definitions();
  load(definitions, 0, { "/a": server("A", 1) });
  definitions.commit();
  load(definitions, 1, { "/a": () => {} });
  definitions.commit();
  load(definitions, 2, { "/a": server("A", 2) });
  definitions.discard(1);
  assertEquals(paired(definitions).length, 1, "another version is given up");
  definitions.discard(2);
  assertEquals(paired(definitions), []);
  load(definitions, 3, { "/a": server("A", 3) });
  assertEquals(paired(definitions), [["GenServer", "A", 1, 3]]);
  definitions.commit();
  load(definitions, 4, { "/a": server("A", 4) });
  assertEquals(paired(definitions), [["GenServer", "A", 3, 4]]);
});

Deno.test("Definitions.scoped() gives the runtime, and notes nothing once all is loaded", () => {
  const definitions = new Definitions();
  definitions.begin(0);
  const { GenServer, Supervisor } = definitions.scoped(otp, { path: "/a", version: 0 }) as unknown as Runtime;
  assertStrictEquals(Supervisor, otp.Supervisor);
  assertStrictEquals(GenServer.reply, otp.GenServer.reply);
  definitions.end();
  GenServer.define({ name: "Late", init: () => 0 });
  definitions.commit();
  load(definitions, 1, { "/a": server("Late") });
  assertEquals(paired(definitions), []);
});

Deno.test("Definitions: what others import while they run is known as well, of the version that it belongs to", () => {
  const definitions = new Definitions();
  load(definitions, 0, { "/main": server("Main") });
  definitions.commit();
  const late = (version: number, module: (runtime: Runtime) => void) =>
    module(definitions.scoped(otp, { path: "/late", version }) as unknown as Runtime);
  definitions.beginLate(1, { version: 0, paths: ["/late"] });
  late(0, server("Late", 1));
  definitions.endLate(1);
  late(0, server("ByCode", 1)); // made by its code as it runs
  definitions.begin(4);
  definitions.beginLate(2, { version: 4, paths: ["/late"] });
  late(4, both(server("Late", 2), server("ByCode", 2)));
  definitions.endLate(2);
  definitions.end();
  assertEquals(paired(definitions), [["GenServer", "Late", 1, 2]]);
});

Deno.test("Definitions: those that make states have a place, by which they are found in another realm, also where they were moved", () => {
  const [definitions, other] = [new Definitions(), new Definitions()];
  const codeChange = (_from: unknown, n: number) => n + 1;
  const changing = (name: string, version: number) => ({ GenServer }: Runtime) =>
    void GenServer.define({ name, version, init: () => 0, codeChange });
  load(definitions, 0, { "/a": both(server("A"), changing("Twin", 1), changing("Twin", 2), changing("B", 3)) });
  definitions.commit();
  const places = definitions.migrating();
  assertEquals(places, [["/a", "GenServer", "Twin", 0], ["/a", "GenServer", "Twin", 1], ["/a", "GenServer", "B", 0]]);
  assertEquals(places.map((place) => definitions.at(place)?.version), [1, 2, 3]);
  assertEquals(definitions.at(places[0]!)?.change?.(1, 5, {}), 6);
  load(other, 0, { "/a": server("Twin", 7), "/b": both(server("Twin", 8), server("B", 9)) });
  other.commit();
  assertEquals(places.map((place) => other.at(place)?.version), [7, undefined, 9]);
});
