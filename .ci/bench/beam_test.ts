import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { makeTree } from "../lib/tree_suite.ts";
import { beam, startBeam } from "./beam.ts";

// A program that speaks as the scripts for the BEAM do, since the BEAM need not be here.
const ECHO = `
const decoder = new TextDecoder();
for await (const chunk of Deno.stdin.readable) {
  for (const name of decoder.decode(chunk).split("\\n").filter(Boolean)) {
    if (name === "end") Deno.exit(0);
    console.log(name === "long" ? "1234.5" : name.length);
  }
}`;

async function withEcho(use: (measure: (name: string) => Promise<number>) => Promise<void>) {
  await using tree = await makeTree({ "echo.ts": ECHO });
  await using program = startBeam([Deno.execPath(), "run", "--no-config", `${tree.root}/echo.ts`]);
  await use((name) => program.measure(name));
}

Deno.test("startBeam() asks one living program for figure after figure", async () => {
  await withEcho(async (measure) => {
    assertEquals(await measure("call"), 4);
    assertEquals(await measure("long"), 1234.5);
    assertEquals(await Promise.all([measure("a"), measure("bb"), measure("ccc")]), [1, 2, 3]);
  });
});

Deno.test("startBeam() rejects when the program ends instead of answering", async () => {
  await withEcho(async (measure) => {
    await assertRejects(() => measure("end"), Error, "Cannot measure end");
  });
});

Deno.test("startBeam() throws for a program that is not there", () => {
  assertThrows(() => startBeam(["no-such-program-anywhere"]), Deno.errors.NotFound);
});

Deno.test("beam() is a peer that installs itself", () => {
  const { name, install } = beam("call");
  assertEquals([name, typeof install], ["BEAM", "function"]);
});
