import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { configSchema, loadConfig, parseConfig, REPORT_FORMATS, resolve, type SupertesterConfig } from "./config.ts";

const SCHEMA = new URL("./config.schema.json", import.meta.url);

Deno.test("parseConfig: everything, and nothing", () => {
  const whole: SupertesterConfig = {
    $schema: "x",
    title: "Shop",
    results: "out",
    test: { args: ["-A"], repeat: 3, shuffle: true, parallel: true, gate: false, report: REPORT_FORMATS },
    keep: { sessions: 1, historyRuns: 2 },
    github: "never",
  };
  assertEquals(parseConfig(JSON.stringify(whole), "supertester.json"), whole);
  assertEquals(parseConfig("{}", "supertester.json"), {});
});

Deno.test("parseConfig: what is wrong, where, and what is allowed there", () => {
  const wrong: [string, string][] = [
    ['{"tilte":"x"}', 'the file has the keys title, results, test, keep, github only, got "tilte"'],
    ['{"test":{"repeats":2}}', 'test has the keys args, repeat, shuffle, parallel, gate, report only, got "repeats"'],
    ['{"test":{"repeat":0}}', "test.repeat: too small: expected number to be >=1, got 0"],
    ['{"test":{"args":"-A"}}', 'test.args: invalid input: expected array, received string, got "-A"'],
    [
      '{"test":{"report":["pdf"]}}',
      'test.report.0: invalid option: expected one of "html"|"json"|"junit"|"markdown", got "pdf"',
    ],
    ['{"github":true}', 'github: invalid option: expected one of "auto"|"always"|"never", got true'],
    ["[]", "the file: invalid input: expected object, received array, got []"],
  ];
  for (const [json, said] of wrong) {
    const error = assertThrows(() => parseConfig(json, "supertester.json"), ArgumentError);
    assertEquals(error.message, `Cannot use the configuration supertester.json: ${said}`);
  }
  const both = assertThrows(() => parseConfig('{"a":1,"title":2}', "x.json"), ArgumentError);
  assert(both.message.includes("title: ") && both.message.includes('"a"'));
  assertThrows(() => parseConfig("{", "x.json"), ArgumentError, "Cannot use the configuration x.json: it is JSON (");
});

Deno.test("loadConfig: the file of the folder if there is one, the one that is named in any case", async () => {
  const cwd = await Deno.makeTempDir();
  try {
    assertEquals(await loadConfig({ cwd }), { config: {}, folder: cwd });
    await assertRejects(() => loadConfig({ cwd, path: "x.json" }), ArgumentError, 'the file exists, got "x.json"');
    await Deno.mkdir(`${cwd}/sub`);
    await Deno.writeTextFile(`${cwd}/sub/x.json`, '{"title":"X"}');
    assertEquals(await loadConfig({ cwd, path: "sub/x.json" }), { config: { title: "X" }, folder: `${cwd}/sub` });
    await Deno.writeTextFile(`${cwd}/supertester.json`, '{"title":"Y"}');
    assertEquals((await loadConfig({ cwd })).config.title, "Y");
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});

Deno.test("resolve: seen from a folder, unless it is whole", () => {
  assertEquals([resolve("/a", "b"), resolve("/a", "/b"), resolve("/a", "C:\\b")], ["/a/b", "/b", "C:\\b"]);
});

Deno.test("configSchema: the file that is published is this schema, and refuses unknown keys too", async () => {
  assertEquals(JSON.parse(await Deno.readTextFile(SCHEMA)), JSON.parse(configSchema()));
  const schema = JSON.parse(configSchema());
  assertEquals([schema.additionalProperties, schema.properties.test.additionalProperties], [false, false]);
  const described = (part: { description?: string; properties?: object }): boolean =>
    part.description !== undefined && Object.values(part.properties ?? {}).every(described);
  assert(described(schema));
});
