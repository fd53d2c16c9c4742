import { ArgumentError } from "@superlearner/otp";
import { VirtualClock } from "@superlearner/otp/simulation";
import { assertEquals, assertThrows } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { VersionContent } from "./version.ts";
import { VersionHistory } from "./version_history.ts";

function content(files: Record<string, string>): VersionContent {
  const sources = new Map(Object.entries(files));
  const modules = [...sources].map(([path, code]) =>
    ({ path, kind: "js", sha256: code, closureSha256: code, imports: [], importMeta: false, code }) as const
  );
  return { sha256: JSON.stringify(files), modules, sources };
}

function commit(history: VersionHistory, ...texts: string[]): void {
  for (const text of texts) {
    using attempt = history.attempt(content({ "/main.ts": text }), { by: "me" });
    attempt.commit();
  }
}

const statuses = (history: VersionHistory) => history.versions.map(({ n, status }) => `${n} ${status}`);
const kind = (body: () => unknown) => {
  const { failure } = assertThrows(body, SandboxError);
  return failure.kind;
};

Deno.test("VersionHistory knows two that are loaded, and those that were", () => {
  const clock = new VirtualClock();
  const history = new VersionHistory({ clock });
  commit(history, "1", "2", "3");
  assertEquals(statuses(history), ["1 kept", "2 old", "3 current"]);
  assertEquals(history.current, {
    n: 3,
    sha256: '{"/main.ts":"3"}',
    parent: 2,
    at: clock.wallTime(),
    by: "me",
    status: "current",
    isRestorable: true,
  });
});

Deno.test("VersionHistory records what failed, and what ran before goes on", () => {
  const history = new VersionHistory();
  commit(history, "1");
  using attempt = history.attempt(content({ "/main.ts": "2" }), { by: "me" });
  assertEquals([attempt.n, attempt.changeFrom], [2, 1]);
  attempt.fail("it did not start");
  assertEquals([statuses(history), history.current?.n], [["1 current", "2 failed"], 1]);
  assertEquals(history.get(2).reason, "it did not start");
  assertThrows(() => attempt.commit(), ArgumentError, "it has one outcome");
  commit(history, "3");
  assertEquals([statuses(history), history.current?.parent], [["1 old", "2 failed", "3 current"], 1]);
});

Deno.test("case 14: two reloads at once: the second is refused, and the first goes on", () => {
  const history = new VersionHistory();
  const first = history.attempt(content({ "/main.ts": "1" }), { by: "me" });
  assertEquals(kind(() => history.attempt(content({}), { by: "you" })), "already_exists");
  first.commit();
  assertEquals(history.current?.n, 1);
});

Deno.test("case 14: an attempt that is given up, as by a restart meanwhile, is a failure and blocks no other", () => {
  const history = new VersionHistory();
  {
    using _attempt = history.attempt(content({}), { by: "me" });
  }
  assertEquals(history.get(1).reason, "it was given up");
  commit(history, "2");
  assertEquals(statuses(history), ["1 failed", "2 current"]);
});

Deno.test("case 14: rollback to the version that runs, or to its text, is refused", () => {
  const history = new VersionHistory();
  assertEquals(kind(() => history.planRollback(1)), "not_found");
  commit(history, "1", "2", "1");
  assertEquals(kind(() => history.planRollback(3)), "already_exists");
  assertEquals(kind(() => history.planRollback(1)), "already_exists");
  assertEquals(kind(() => history.planRollback(9)), "not_found");
});

Deno.test("case 14: rollback across a removed module brings it back, and says what it changes", () => {
  const history = new VersionHistory();
  for (const files of [{ "/a.ts": "1\n", "/b.ts": "1\n" }, { "/a.ts": "2\n", "/c.ts": "1\n" }]) {
    history.attempt(content(files), { by: "me" }).commit();
  }
  const { from, to, changeFrom, diff, reload } = history.planRollback(1);
  assertEquals([from, to, changeFrom], [2, 1, { down: 2 }]);
  assertEquals([diff.added, diff.removed, diff.changed[0]?.hunks[0]?.lines], [["/b.ts"], ["/c.ts"], ["-2", "+1"]]);
  assertEquals([reload.changed, reload.removed], [["/a.ts", "/b.ts"], ["/c.ts"]]);
});

Deno.test("case 14: rollback makes history, and rewrites none", () => {
  const history = new VersionHistory();
  commit(history, "1", "2");
  const before = history.entries;
  using attempt = history.attempt(history.planRollback(1).content, { by: "me", rollbackOf: 1 });
  assertEquals([attempt.n, attempt.changeFrom], [3, { down: 2 }]);
  attempt.commit();
  assertEquals(history.entries.slice(0, before.length), before);
  const { rollbackOf, sha256, parent } = history.get(3);
  assertEquals([rollbackOf, sha256, parent], [1, history.get(1).sha256, 2]);
  assertEquals(statuses(history), ["1 kept", "2 old", "3 current"]);
});

Deno.test("VersionHistory never goes back to what failed", () => {
  const history = new VersionHistory();
  commit(history, "1");
  history.attempt(content({ "/main.ts": "2" }), { by: "me" }).fail("no");
  assertEquals(kind(() => history.planRollback(2)), "not_found");
});

Deno.test("VersionHistory lets go of old texts, and of nothing that is told", () => {
  const history = new VersionHistory({ keep: 2 });
  commit(history, "1", "2", "3");
  assertEquals(history.versions.map(({ isRestorable }) => isRestorable), [false, true, true]);
  assertEquals(kind(() => history.planRollback(1)), "not_found");
  assertEquals(history.entries.filter(({ type }) => type === "purged").map(({ n }) => n), [1]);
  assertThrows(() => new VersionHistory({ keep: 1 }), ArgumentError, "keep is a whole number from 2 up");
});

Deno.test("VersionHistory tells what differs between two versions", () => {
  const history = new VersionHistory();
  commit(history, "a\n", "b\n");
  assertEquals(history.diff(1, 2).changed[0]?.hunks[0]?.lines, ["-a", "+b"]);
  assertEquals(history.diff(2, 1).changed[0]?.hunks[0]?.lines, ["-b", "+a"]);
});
