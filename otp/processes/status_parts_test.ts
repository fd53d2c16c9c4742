import { assertEquals } from "@std/assert";
import { presentable, presentableReply, type StatusParts } from "./status_parts.ts";

const processOf = (formatStatus?: (parts: StatusParts) => unknown) => ({
  behaviour: {
    name: "x",
    module: "X",
    run: () => false,
    exited() {},
    ...(formatStatus === undefined ? {} : { formatStatus: formatStatus as (parts: StatusParts) => StatusParts }),
  },
});

Deno.test("presentable() is what formatStatus gives, and all where there is none", () => {
  const parts = { state: "s", message: "m", reason: "r" };
  assertEquals(presentable(processOf(), parts), parts);
  assertEquals(presentable(processOf(({ state }) => ({ state: `(${state})` })), parts), { state: "(s)" });
});

Deno.test("presentable() asks nobody where there is nothing to be hidden yet", () => {
  const fail = () => {
    throw new Error("asked");
  };
  assertEquals(presentable(processOf(fail), { state: undefined, reason: "r" }), { state: undefined, reason: "r" });
});

Deno.test("presentable() shows no state and no message where formatStatus fails or gives nothing", () => {
  const hidden = "(formatStatus failed)";
  const fail = () => {
    throw new Error("no");
  };
  for (const bad of [fail, () => undefined, () => null, () => "s", () => ({ message: "m" })]) {
    assertEquals(presentable(processOf(bad), { state: "s", message: "m", reason: "r" }), {
      state: hidden,
      message: hidden,
      reason: "r",
    });
    assertEquals(presentable(processOf(bad), { state: "s" }), { state: hidden });
    assertEquals(presentableReply({ ...processOf(bad), state: "s" }, "r"), hidden);
  }
});

Deno.test("presentableReply() is what formatStatus gives of it, and nothing where it gives nothing of it", () => {
  assertEquals(presentableReply({ ...processOf(), state: "s" }, "r"), "r");
  assertEquals(
    presentableReply({ ...processOf((parts) => ({ ...parts, reply: `(${parts.reply})` })), state: "s" }, "r"),
    "(r)",
  );
  assertEquals(presentableReply({ ...processOf(({ state }) => ({ state })), state: "s" }, "r"), undefined);
});
