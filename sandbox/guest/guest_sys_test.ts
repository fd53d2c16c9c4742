import { assertEquals, assertThrows } from "@std/assert";
import { makeSys } from "./guest_sys.ts";

Deno.test("makeSys(): values at once, what changes from the host, the time by the guest's clock, the rest refused", async () => {
  const asked: unknown[] = [];
  const sys = makeSys({
    values: { hostname: "here", osUptime: 100, loadavg: null, uid: 0 },
    now: () => 2_500,
    use: (...all) => Promise.resolve(asked.push(all)),
    refuse: (permission, target) => new Error(`${permission} ${target}`),
  });
  assertEquals([sys["hostname"]!(), sys["osUptime"]!(), sys["uid"]!()], ["here", 102, 0]);
  await sys["loadavg"]!();
  assertEquals(asked, [["sys", ["loadavg"]]]);
  assertThrows(() => sys["gid"]!(), Error, "sys gid");
});
