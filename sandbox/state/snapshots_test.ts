import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { stub } from "@std/testing/mock";
import { ArgumentError } from "@superlearner/otp";
import type { ExportedState } from "./exported_state.ts";
import { Snapshots } from "./snapshots.ts";
import { StateError } from "./state_error.ts";

async function place(): Promise<AsyncDisposable & { readonly dir: string }> {
  const dir = await Deno.makeTempDir();
  return { dir, [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }) };
}

const shot = (n: unknown, name = "shop"): ExportedState => ({
  format: 1,
  name,
  version: 2,
  at: 5,
  states: { cart: n },
});

async function failure(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, StateError)).message;
}

Deno.test("Snapshots keep all kinds of data, and give the newest back", async () => {
  await using at = await place();
  const snapshots = new Snapshots(`${at.dir}/deep/er`);
  const value = {
    list: [1, undefined, 7n],
    map: new Map([[{ a: 1 }, new Date(9)]]),
    set: new Set(["x"]),
    bytes: new Uint8Array([1]),
  };
  await snapshots.save(shot(1));
  const { number, file } = await snapshots.save(shot(value));
  const latest = await snapshots.latest("shop");
  assertEquals([latest.number, latest.file, latest.state, latest.broken], [number, file, shot(value), []] as unknown[]);
  assertEquals(number, 2);
});

Deno.test("Snapshots of one name are not those of another, whatever the names", async () => {
  await using at = await place();
  const snapshots = new Snapshots(at.dir);
  const names = ["a", "a.000000000001", "../a", "a/b", "..", "a b", "\u00e4"];
  for (const name of names) await snapshots.save(shot(name, name));
  for (const name of names) {
    assertEquals([(await snapshots.latest(name)).state.states.cart, (await snapshots.list(name)).length], [name, 1]);
  }
  assertEquals((await Array.fromAsync(Deno.readDir(at.dir))).length, names.length);
});

Deno.test("Snapshots that are saved at the same time are kept one after the other", async () => {
  await using at = await place();
  const snapshots = new Snapshots(at.dir);
  const saved = await Promise.all([1, 2, 3].map((n) => snapshots.save(shot(n))));
  assertEquals(saved.map(({ number }) => number), [1, 2, 3]);
  const states = await Promise.all(saved.map((info) => snapshots.load(info)));
  assertEquals(states.map(({ states }) => states.cart), [1, 2, 3]);
});

Deno.test("Snapshots keep so many", async () => {
  await using at = await place();
  const snapshots = new Snapshots(at.dir, { keep: 2 });
  for (let n = 1; n <= 4; n++) await snapshots.save(shot(n));
  assertEquals((await snapshots.list("shop")).map(({ number }) => number), [3, 4]);
  for (const keep of [0, 1.5, "2"]) {
    const { message } = assertThrows(() => new Snapshots(at.dir, { keep: keep as number }), ArgumentError);
    const shown = typeof keep === "string" ? `"${keep}"` : keep;
    assertEquals(message, `Cannot keep snapshots: keep is a whole number from 1 up, or Infinity, got ${shown}`);
  }
});

Deno.test("Snapshots.latest() goes back to one that is whole, and says what is wrong with the others", async () => {
  await using at = await place();
  const snapshots = new Snapshots(at.dir);
  for (let n = 1; n <= 2; n++) await snapshots.save(shot(n));
  const { file } = await snapshots.save(shot(3));
  const text = await Deno.readTextFile(file);
  const [head = "", body = ""] = text.split("\n");
  const broken: [string, string][] = [
    ["", "its first line says what it is"],
    [text.slice(0, 20), "its first line says what it is"],
    [text.slice(0, -2), "its checksum is that of what it holds"],
    [text.replace('"version":2', '"version":3'), "its checksum is that of what it holds"],
    [text.replace("3]", "4]"), "its checksum is that of what it holds"],
    [text.replace('"format":1', '"format":2'), "its form is 1"],
    [`${head.replace("shop", "other")}\n${body}\n`, "its checksum is that of what it holds"],
  ];
  for (const [content, rule] of broken) {
    await Deno.writeTextFile(file, content);
    const latest = await snapshots.latest("shop");
    assertEquals([latest.number, latest.broken.map(({ message }) => message)], [2, [
      `Cannot load a snapshot: ${file} is not whole: ${rule}`,
    ]]);
  }
});

Deno.test("Snapshots.latest() says when there is none", async () => {
  await using at = await place();
  const snapshots = new Snapshots(`${at.dir}/none`);
  assertEquals(await failure(snapshots.latest("shop")), "Cannot load a snapshot: there is no snapshot of shop");
  const { file } = await snapshots.save(shot(1));
  await Deno.writeTextFile(file, "x");
  assertEquals(
    await failure(snapshots.latest("shop")),
    "Cannot load a snapshot: there is no snapshot of shop that is whole, of 1",
  );
});

Deno.test("Snapshots.save() refuses what is no data, and leaves nothing behind when the disk refuses", async () => {
  await using at = await place();
  const snapshots = new Snapshots(at.dir);
  assertEquals(
    await failure(snapshots.save(shot({ run: () => 1 }))),
    "Cannot save a snapshot: the state of cart is not to be had: a function at run cannot be kept",
  );
  await snapshots.save(shot(1));
  for (const method of ["write", "sync"] as const) {
    using _stub = stub(Deno.FsFile.prototype, method, () => Promise.reject(new Error("No space left")) as never);
    await assertRejects(() => snapshots.save(shot(2)), Error, "No space left");
  }
  assertEquals((await Array.fromAsync(Deno.readDir(at.dir))).length, 1);
  assertEquals((await snapshots.latest("shop")).state, shot(1));
});
