import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { allowsEveryVariable, denoArguments, withoutChoice } from "./deno_arguments.ts";

const where = { results: "/r/results", junit: "/r/junit.xml", preload: "file:///p.ts" };
const RECORDED = ["--preload=file:///p.ts", "--junit-path=/r/junit.xml"];
const WRITE = "--allow-write=/r/results";
const ENV = "--allow-env=SUPERTESTER_RESULTS,SUPERTESTER_REPLAY,SUPERTESTER_SEED";

Deno.test("denoArguments: tests keep their permissions and get two more, unless they have all of a kind", () => {
  const given: [string[], string[]][] = [
    [[], [WRITE, ENV]],
    [["--allow-read", "--allow-write=x"], [WRITE, ENV]],
    [["--allow-write"], [ENV]],
    [["-RW"], [ENV]],
    [["-W=x", "-E"], [WRITE]],
    [["--allow-env"], [WRITE]],
    [["-A"], []],
    [["--allow-all", "--allow-env=X"], []],
    [["a_test.ts", "--", "-A"], [WRITE, ENV]],
  ];
  for (const [own, more] of given) {
    assertEquals(denoArguments({ ...where, own }), ["test", ...more, ...RECORDED, ...own], own.join(" "));
  }
});

Deno.test("denoArguments: order and parallel, what the user says of them counts", () => {
  const flags = (own: string[]) => denoArguments({ ...where, own, shuffle: 7, parallel: true }).slice(5);
  assertEquals(flags(["-x"]), ["--shuffle=7", "--parallel", "-x"]);
  assertEquals(flags(["--parallel"]), ["--shuffle=7", "--parallel"]);
  assertEquals(flags(["--shuffle"]), ["--parallel", "--shuffle"]);
});

Deno.test("denoArguments refuses what a run that is recorded cannot have", () => {
  for (const flag of ["--junit-path=x", "--junit-path", "--watch", "--watch=a", "--no-run"]) {
    const error = assertThrows(() => denoArguments({ ...where, own: ["-A", flag] }), ArgumentError);
    assertEquals([error.action, error.value], ["run the tests", flag]);
  }
  denoArguments({ ...where, own: ["--", "--watch"] });
});

Deno.test("withoutChoice: permissions and configuration stay, files and filters go", () => {
  const own = [
    "a_test.ts",
    "-A",
    "--filter",
    "x",
    "--config",
    "c.json",
    "--shuffle=3",
    "--fail-fast",
    "--filter=y",
    "b",
    "--",
    "-q",
  ];
  assertEquals(withoutChoice(own), ["-A", "--config", "c.json"]);
});

Deno.test("allowsEveryVariable", () => {
  const said = [["-A"], ["--allow-env"], ["-RE"], ["--allow-env=X"], ["-R"], []].map(allowsEveryVariable);
  assertEquals(said, [true, true, true, false, false, false]);
});
