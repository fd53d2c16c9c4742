import { assertEquals } from "@std/assert";
import { checkWords, findWords, machineWords } from "./check_words.ts";
import { run } from "./lib/command.ts";
import { makeTree } from "./lib/tree_suite.ts";

// Put together here, so that this file does not hold them.
const home = ["", "home", "alex", "a"].join("/");
const ignore = ["// deno-lint", "-ignore superlearner/parameters"].join("");

async function checkText(text: string): Promise<string[]> {
  await using tree = await makeTree({ "a.md": text });
  await run(["git", "init", "--quiet"], { cwd: tree.root });
  return await checkWords(tree.root);
}

Deno.test("checkWords() finds paths and hosts of one machine, with file and line", async () => {
  assertEquals(await checkText(`fine\nsee ${home}`), [`a.md:2: a path of one machine, got see ${home}`]);
  const words = [
    `cat ${["", "root", ".bashrc"].join("/")}`,
    `open ${["C:", "Users", "me"].join("\\")}`,
    `from ${["registry", "npmjs", "org"].join(".")}`,
  ];
  for (const text of words) assertEquals((await checkText(text)).length > 0, true, text);
});

Deno.test("checkWords() leaves ordinary paths and hosts alone", async () => {
  const fine = ["./root/a", "src/home/page/", "https://a.example/home/page/", "127.0.0.1:4000", "${dir}/root/"];
  for (const text of fine) assertEquals(await checkText(text), [], text);
});

Deno.test("checkWords() wants a reason for an ignored house rule", async () => {
  assertEquals(await checkText(ignore), [`a.md:1: a house rule ignored without -- why, got ${ignore}`]);
  assertEquals(await checkText(`${ignore} -- the shape is Node's`), []);
});

Deno.test("checkWords() finds a conflict and passes over what is no text", async () => {
  assertEquals(await checkText(`${"<".repeat(7)} HEAD`), [`a.md:1: a merge conflict, got ${"<".repeat(7)} HEAD`]);
  await using tree = await makeTree({});
  await run(["git", "init", "--quiet"], { cwd: tree.root });
  await Deno.writeFile(`${tree.root}/a.bin`, new Uint8Array([0xff, 0xfe, 0x00]));
  assertEquals(await checkWords(tree.root), []);
});

Deno.test("machineWords() bans the folder of the repository, unless its name is as short as a route", () => {
  const find = (text: string, root: string) => findWords("a.ts", text, machineWords(root)).length;
  assertEquals([find('"/srv/house/x"', "/srv/house"), find('"/srv/houses"', "/srv/house")], [1, 0]);
  assertEquals(find('app.get("/app")', "/app"), 0);
});
