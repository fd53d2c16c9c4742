import { assert, assertEquals } from "@std/assert";
import { TEST_LOCK } from "./test_lock.ts";
import { ROOT } from "./workspace.ts";

/** The packages that a lock file names. */
async function packagesOf(path: string): Promise<string[]> {
  const { specifiers = {} } = JSON.parse(await Deno.readTextFile(`${ROOT}/${path}`)) as {
    specifiers?: Record<string, string>;
  };
  return Object.keys(specifiers).map((name) => name.replace(/^\w+:/, "").replace(/(.)@.*/, "$1"));
}

Deno.test("TEST_LOCK keeps what only tests need out of everybody's installation", async () => {
  const tests = await packagesOf(TEST_LOCK.replace("--lock=", ""));
  const everybody = await packagesOf("deno.lock");
  for (const name of ["puppeteer-core", "@sparticuz/chromium", "happy-dom"]) {
    assert(tests.includes(name), `${name} is used by tests`);
    assertEquals(everybody.includes(name), false, `${name} stands in deno.lock: run the tests by "deno task test"`);
  }
  assert(everybody.includes("preact"));
});

Deno.test("TEST_LOCK: what only a subpath of supertester needs is named where it is imported, since a task installs what a package names", async () => {
  const named = await Deno.readTextFile(`${ROOT}/supertester/deno.json`);
  const everybody = await packagesOf("deno.lock");
  for (const name of ["devalue", "fast-xml-parser", "fast-check"]) {
    assertEquals([named.includes(`npm:${name}`), everybody.includes(name)], [false, false], name);
  }
});
