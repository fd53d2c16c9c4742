import { assertEquals, assertThrows } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { textOf, thrown } from "./crossing.ts";

Deno.test("textOf() makes a text of a message, and says where something in it cannot cross", () => {
  assertEquals(textOf("run it", ["run", 1, "f", [2]]), '["run",1,"f",[2]]');
  const { failure } = assertThrows(() => textOf("run it", ["run", 1, "f", [{ a: () => 1 }]]), SandboxError);
  assertEquals(failure.kind, "not_serialisable");
});

Deno.test("thrown() says what a guest's function threw, as data", () => {
  const failure = (name: string, message: string) => thrown("run it", { name, message }).failure;
  assertEquals(failure("NotFound", "function f"), { kind: "not_found", what: "function f" });
  assertEquals(failure("CodecError", "a.b\na function"), { kind: "not_serialisable", path: "a.b", what: "a function" });
  assertEquals(failure("RangeError", "far\x1b[2J"), { kind: "crashed", exit: "RangeError: far [2J" });
});
