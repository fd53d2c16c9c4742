import { assert, assertEquals, assertFalse, assertMatch, assertThrows } from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { ArgumentError } from "./errors.ts";
import { isPid, parsePid, ROOT_PID } from "./pid.ts";

Deno.test("case 2: a pid is never given out twice, and survives every copy as what it is", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const pids = new Set<string>();
  for (let n = 0; n < 1000; n++) {
    const pid = system.spawn(() => {});
    if (n % 2 === 0) system.exit(pid, "boom");
    pids.add(pid);
  }
  await simulation.settle();
  for (let n = 0; n < 1000; n++) pids.add(system.spawn(() => {}));
  assertEquals(pids.size, 2000);
  const [pid] = pids;
  assertMatch(pid!, /^<0\.\d+\.0>$/);
  assertEquals([structuredClone(pid), JSON.parse(JSON.stringify(pid))], [pid, pid]);
});

Deno.test("isPid() knows local and remote pids from anything else", () => {
  for (const pid of [ROOT_PID, "<0.1.0>", "<a@b-1.example.org.17.0>", "<node_2.999999999999999.0>"]) assert(isPid(pid));
  const others = ["", "<>", "0.1.0", "<0.1>", "<0.1.1>", "<0.x.0>", "<.1.0>", "<0.1.0> ", "<0.-1.0>", "<a b.1.0>"];
  for (const other of [...others, "<0.1.0>\n", "#Ref<0.1>", 5, null, undefined, {}]) {
    assertFalse(isPid(other), `${other}`);
  }
});

Deno.test("parsePid() reads what people and addresses write", () => {
  assertEquals(parsePid("<0.12.0>"), "<0.12.0>");
  assertEquals(parsePid("0.12.0"), "<0.12.0>");
  assertEquals(parsePid("worker@host.12.0"), "<worker@host.12.0>");
});

Deno.test("parsePid() refuses the rest, and says how a pid is written", () => {
  assertThrows(
    () => parsePid("12"),
    ArgumentError,
    'Cannot parse a pid: a pid is written <0.12.0> or 0.12.0, got "12"',
  );
  for (const text of ["", "<0.12.0", "0.12.0>", "counter"]) assertThrows(() => parsePid(text), ArgumentError);
  assertThrows(() => parsePid(12 as never), ArgumentError, "got 12");
  assertThrows(() => parsePid(undefined as never), ArgumentError, "got undefined");
});
