import { assertEquals } from "@std/assert";
import { listFiles } from "./lib/files.ts";
import { ROOT } from "./lib/workspace.ts";

const named = /(?:version=|deno-version: v|Deno\]\(https:\/\/deno\.com\) )(\d+\.\d+\.\d+)/g;

Deno.test(".ci/run, the workflows and the guide name one version of Deno", async () => {
  const files = (await listFiles()).filter((path) => path === ".ci/run" || path.startsWith(".github/"));
  const texts = await Promise.all(files.map((path) => Deno.readTextFile(`${ROOT}/${path}`)));
  const versions = texts.flatMap((text) => [...text.matchAll(named)].map(([, version]) => version));
  assertEquals(new Set(versions).size, 1, `got ${versions}`);
});

Deno.test({
  name: ".ci/run can be executed",
  ignore: Deno.build.os === "windows",
  fn() {
    assertEquals((Deno.statSync(`${ROOT}/.ci/run`).mode ?? 0) & 0o111, 0o111);
  },
});
