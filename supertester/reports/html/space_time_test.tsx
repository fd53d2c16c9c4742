import { assertEquals, assertMatch } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { simulationData } from "../testdata/sample.ts";
import { SpaceTime } from "./space_time.tsx";

Deno.test("SpaceTime: heads, steps by their kind, arrows by their fate, what was taken out of order", () => {
  const page = renderToString(<SpaceTime steps={simulationData.steps} title="T" />);
  assertEquals(page.match(/class="head"/g)?.length, 5);
  const kinds = [...page.matchAll(/class="step step-(\w+)"/g)].map(([, kind]) => kind);
  assertEquals(kinds.length, simulationData.steps.length);
  assertEquals([kinds[0], kinds[7], kinds.at(-1)], ["start", "timer", "exit"]);
  assertEquals(page.match(/class="sent sent-handled"/g)?.length, 8);
  assertEquals(page.match(/class="sent sent-lost"/g)?.length, 1);
  assertEquals(page.match(/class="preempts"/g)?.length, 1);
  assertMatch(page, /<title>5\. message: balance\?, at 0 ms, taken out of order<\/title>/);
  assertMatch(page, /aria-label="T: 11 steps of 5 processes\./);
  assertEquals(page.includes("NaN"), false);
});

Deno.test("SpaceTime: a message to oneself is a bow, and a fault has its sign", () => {
  const step = { process: "a", event: "message", atMs: 0, sends: [{ to: "a", message: "again" }] } as const;
  const page = renderToString(
    <SpaceTime
      steps={[step, { ...step, message: "again", sentAt: 0, sends: [] }, { ...step, event: "fault", sends: [] }]}
      title="T"
    />,
  );
  assertMatch(page, /class="sent sent-handled"><title>[^<]*<\/title><path d="M85 [\d.]+C/);
  assertMatch(page, /class="step step-fault"/);
});
