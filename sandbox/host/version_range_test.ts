import { assertEquals } from "@std/assert";
import { greatestIn } from "./version_range.ts";

const VERSIONS = ["0.1.0", "0.1.9", "0.2.0", "1.0.0", "1.2.3", "1.10.0", "2.0.0-rc.1", "2.1.0"];

Deno.test("greatestIn() finds the greatest release of each kind of range", () => {
  const found = (range: string) => greatestIn(range, VERSIONS);
  assertEquals(["1", "^1", "^1.2.3", "1.x", "1.*", "~1"].map(found), Array(6).fill("1.10.0"));
  assertEquals(["1.2", "~1.2", "1.2.3", "=1.2.3", "~1.2.0", "1.2.x"].map(found), Array(6).fill("1.2.3"));
  assertEquals(["^0.1.0", "~0.1", "^0.1", "0.1"].map(found), Array(4).fill("0.1.9"));
  assertEquals([found("^0.0.3"), found("0.2.0"), found("^0"), found(""), found("*")], [
    ...[undefined, "0.2.0", "0.2.0", "2.1.0", "2.1.0"],
  ]);
  assertEquals([found("^0.1.0 || ^1.0.0"), found("3"), found("2.0.0-rc.1"), found("latest")], [
    ...["1.10.0", undefined, undefined, undefined],
  ]);
});
