import { assertEquals } from "@std/assert";
import { isolateOf, said } from "../isolate/testdata/isolates.ts";

Deno.test("Guest asks the host for what was granted, and goes on with the answer", async () => {
  const isolate = await isolateOf("export const read = (path) => Deno.readTextFile(path);", { granted: ["read"] });
  isolate.evaluate();
  assertEquals(said(isolate.turn(["1", '["run",1,"read",["/a"]]', '["run",2,"read",["/b"]]'])), [
    ["use", 1, "readTextFile", ["/a"]],
    ["use", 2, "readTextFile", ["/b"]],
  ]);
  assertEquals(said(isolate.turn(["2", '["used",1,"text"]', '["refused",2,"NotFound","none"]', '["used",9,0]'])), [
    ["done", 1, "text"],
    ["threw", 2, "NotFound", "none"],
  ]);
});

Deno.test("Guest tells what it uses some time after something was done, and not when nothing is", async () => {
  const isolate = await isolateOf("export const x = () => 1;");
  isolate.evaluate();
  const { due } = isolate.turn(["1", '["run",1,"x",[]]']);
  const told = isolate.turn([String(due + 1)]);
  assertEquals([told.text, told.due], ['["usage",0,0,0]', -1]);
});

Deno.test("Guest tells what it uses however many timers wait, and once in a while that too many were wanted", async () => {
  const source = `export const fill = () => {
    for (let n = 0; n < 50; n++) try { setTimeout(() => {}, 1e9); } catch {}
  };`;
  const isolate = await isolateOf(source, { handles: 3 });
  isolate.evaluate();
  const fill = (at: number) => isolate.turn([String(at), '["run",1,"fill",[]]']);
  const { due, text } = fill(1);
  assertEquals(text.split("\n"), ['["full",4]', '["done",1,{"$":["u"]}]']);
  assertEquals(isolate.turn([String(due + 1)]).text, '["usage",0,0,0]');
  assertEquals(said(fill(due + 2000)).map((each) => (each as unknown[])[0]), ["full", "done"]);
});

Deno.test("Guest: a timer that throws is told, and the others of the turn fire", async () => {
  const isolate = await isolateOf("setTimeout(() => { throw 5 }, 1); setTimeout(() => console.log('second'), 1);");
  const { due } = isolate.evaluate();
  assertEquals(said(isolate.turn([String(due + 1)])), [["crashed", "5"], ["line", "log", "second"]]);
});

Deno.test("Guest starts what the entry brings when it is asked to, or once it is evaluated, whichever comes last", () => {
  const source =
    "await new Promise((resolve) => setTimeout(resolve, 60_000)); export const start = () => console.log('start');";
  const early = isolateOf(source);
  const { due } = early.evaluate();
  assertEquals(said(early.turn(["1", '["start"]'])), []);
  const loaded = early.turn([String(due + 1)]);
  assertEquals([said(loaded), loaded.due], [[["loaded"]], 0]);
  assertEquals(said(early.turn([String(due + 2)])), [["line", "log", "start"], ["up", null]]);
  assertEquals(said(early.turn([String(due + 300)])), []);
  const late = isolateOf(source);
  const at = late.evaluate().due + 1;
  late.turn([String(at)]);
  assertEquals(said(late.turn([String(at), '["start"]'])), [["line", "log", "start"], ["up", null]]);
});
