import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { PartitionNames, partitionOf } from "./partition_names.ts";

Deno.test("partitionOf() parts whole numbers by their remainder, whatever their sign and size", () => {
  assertEquals([0, -0, 7, -7, 8, 2 ** 53, 1e300, -1e300].map((key) => partitionOf(key, 4)), [0, 0, 3, 3, 0, 0, 0, 0]);
  assertEquals([0n, 7n, -7n, 10n ** 30n + 1n].map((key) => partitionOf(key, 4)), [0, 3, 3, 1]);
});

Deno.test("partitionOf() spreads all other keys, and is 0 where there are none", () => {
  const counts = [0, 0, 0, 0];
  for (let key = 0; key < 4000; key++) counts[partitionOf({ user: `u${key}` }, 4)]!++;
  assertEquals(counts.every((count) => count > 850 && count < 1150), true);
  assertEquals([partitionOf("a", 0), partitionOf(5, 0), partitionOf(5n, 0)], [0, 0, 0]);
  assertEquals([NaN, Infinity, 1.5].map((key) => partitionOf(key, 1)), [0, 0, 0]);
  assertThrows(() => partitionOf(() => 1, 4), ArgumentError, "a key is data");
});

Deno.test("PartitionNames.unregisterName() changes nothing: partitions have their names as long as they live", async () => {
  await using simulation = new Simulation();
  const names = new PartitionNames(runtimeOf(simulation.system));
  assertEquals(names.unregisterName(), undefined);
  assertThrows(() => names.whereisName({ via: "partition", key: 1 }), ArgumentError, "it is in a PartitionSupervisor");
});
