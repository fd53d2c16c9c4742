import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { readOptions } from "./options.ts";
import { COMMON_OPTIONS, readFormats, readSettings } from "./settings.ts";
import { heardTerminal } from "./testdata/terminal.ts";

const given = (...args: string[]) => readOptions(args, { command: "test", options: COMMON_OPTIONS });

Deno.test("readSettings: options, then the configuration, then what is usual", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "shop" });
  try {
    const terminal = heardTerminal({ cwd });
    const usual = await readSettings(given(), terminal);
    assertEquals([usual.results.path, usual.title], [`${cwd}/.supertester`, cwd.split(/[/\\]/).at(-1)]);
    await Deno.mkdir(`${cwd}/conf`);
    await Deno.writeTextFile(`${cwd}/conf/s.json`, '{"title":"Shop","results":"out"}');
    const configured = await readSettings(given("--config", "conf/s.json"), terminal);
    assertEquals([configured.results.path, configured.title], [`${cwd}/conf/out`, "Shop"]);
    const told = await readSettings(given("--config=conf/s.json", "--results=here", "--title=T"), terminal);
    assertEquals([told.results.path, told.title], [`${cwd}/here`, "T"]);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});

Deno.test("readFormats: known forms, each once", () => {
  assertEquals(readFormats(["html", "json", "html"]), ["html", "json"]);
  assertThrows(() => readFormats(["pdf"]), ArgumentError, 'its form is one of html, json, junit, markdown, got "pdf"');
});
