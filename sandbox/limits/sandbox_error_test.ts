import { assertEquals } from "@std/assert";
import { guestText, SandboxError, type SandboxFailure } from "./sandbox_error.ts";

Deno.test("SandboxError: each kind says what was attempted, the rule and the value", () => {
  const failures: [SandboxFailure, string][] = [
    [{ kind: "limit_exceeded", limit: "heapMb", value: 64, used: 71, at: 5 }, "the limit heapMb is 64, used were 71"],
    [
      { kind: "limit_exceeded", limit: "pauseMs", value: 50, used: 51, at: 0 },
      "the limit pauseMs is 50, used were 51: all else waits while a version is evaluated; a larger pauseMs lets it in, if it has an end",
    ],
    [{ kind: "permission_denied", permission: "read", target: "/etc" }, "the permission read was not granted for /etc"],
    [{ kind: "import_denied", specifier: "npm:x", from: "/main.ts" }, "the import npm:x of /main.ts was not granted"],
    [{ kind: "compile_failed", diagnostics: [] }, "it does not compile"],
    [{
      kind: "compile_failed",
      diagnostics: [
        { file: "/a.ts", line: 3, column: 9, code: "TS2322", message: "no" },
        { file: "/b.ts", line: 1, column: 1, code: "TS1", message: "no" },
      ],
    }, "/a.ts:3:9 TS2322 no, and 1 more"],
    [{ kind: "crashed", exit: "killed" }, "it crashed: killed"],
    [{ kind: "timeout", what: "call total", timeoutMs: 5 }, "call total took more than 5 ms"],
    [
      { kind: "protocol_violation", rule: "an id is a number" },
      "the guest broke a rule of the protocol: an id is a number",
    ],
    [
      { kind: "not_serialisable", path: "args[0].run", what: "a function" },
      "a function at args[0].run cannot cross the wall",
    ],
    [{ kind: "already_exists", name: "a" }, "there is one of the name a"],
    [{ kind: "not_found", what: "sandbox a" }, "there is no sandbox a"],
    [{ kind: "load_failed", module: "/a.ts", message: "no" }, "the module /a.ts does not load: no"],
    [
      { kind: "migration_failed", pid: "<0.1.0>", from: 1, to: 2, message: "no" },
      "<0.1.0> cannot go from version 1 to 2: no",
    ],
    [{ kind: "source_refused", path: "/a", rule: "no links" }, "the source /a was refused: no links"],
  ];
  for (const [failure, text] of failures) {
    const error = new SandboxError("run a", failure);
    assertEquals([error.message, error.kind, error.action], [`Cannot run a: ${text}`, failure.kind, "run a"]);
  }
});

Deno.test("guestText: what a guest says is cut, and no terminal obeys it", () => {
  assertEquals(guestText("\x1b[2Jhello\nthere\u202e"), " [2Jhello there ");
  assertEquals(guestText("x".repeat(900)).length, 501);
});
