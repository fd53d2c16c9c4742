import { assertEquals } from "@std/assert";
import { Viewer } from "./viewer.ts";

interface Looked {
  viewer: Viewer;
  reader: ReadableStreamDefaultReader<Uint8Array>;
  read: () => Promise<string | undefined>;
  gone: () => number;
}

function look(mostWaiting = 3): Looked {
  let gone = 0;
  let snapshots = 0;
  const viewer = new Viewer({ snapshot: () => `S${++snapshots} `, gone: () => void gone++, mostWaiting });
  const reader = viewer.stream.getReader();
  const decoder = new TextDecoder();
  const read = async () => {
    const { done, value } = await reader.read();
    return done ? undefined : decoder.decode(value);
  };
  return { viewer, reader, read, gone: () => gone };
}

Deno.test("Viewer - passes on at once to one that reads", async () => {
  const { viewer, read } = look();
  const first = read();
  viewer.tell("a ");
  assertEquals(await first, "a ");
  const second = read();
  viewer.change("p ");
  assertEquals(await second, "p ");
  viewer.close();
});

Deno.test("Viewer - one that is slow misses changes, gets a snapshot for them, and every event", async () => {
  const { viewer, read } = look();
  for (const message of ["p1 ", "p2 ", "p3 "]) viewer.change(message);
  viewer.tell("a ");
  viewer.tell("b ");
  assertEquals(await read(), "a b S1 ");
  const next = read();
  viewer.change("p4 ");
  assertEquals(await next, "p4 ");
  viewer.close();
});

Deno.test("Viewer - one that is too slow for events is dropped", async () => {
  const { viewer, read, gone } = look(2);
  for (const message of ["a ", "b ", "c ", "d "]) viewer.tell(message);
  assertEquals([await read(), gone()], [undefined, 1]);
  viewer.tell("e ");
  viewer.close();
  assertEquals(gone(), 1);
});

Deno.test("Viewer - one that leaves is gone once", async () => {
  const { viewer, reader, gone } = look();
  await reader.cancel();
  viewer.tell("a ");
  viewer.close();
  assertEquals(gone(), 1);
});
