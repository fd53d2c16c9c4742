import { assertEquals } from "@std/assert";
import vm from "node:vm";
import { coarsenTemporal } from "./coarse_temporal.ts";

Deno.test("coarsenTemporal: every clock of Temporal tells whole milliseconds", () => {
  // In a realm of its own: that of the tests keeps its clock.
  const realm = vm.createContext({});
  vm.runInContext(`(${coarsenTemporal})()`, realm);
  const fine = vm.runInContext(
    `const { Now } = Temporal; const later = (code) => { const until = Date.now() + 3; while (Date.now() < until); return code() };
    JSON.stringify([
      Now.instant().epochNanoseconds % 1000000n === 0n,
      ...[Now.zonedDateTimeISO("UTC"), Now.plainDateTimeISO("UTC"), Now.plainTimeISO("UTC")].map((each) => each.microsecond === 0 && each.nanosecond === 0),
      Now.plainDateISO("UTC").toString() === new Date().toISOString().slice(0, 10),
      later(() => Now.instant()).epochMilliseconds <= Date.now(),
    ])`,
    realm,
  );
  assertEquals(JSON.parse(fine as string), [true, true, true, true, true, true]);
});
