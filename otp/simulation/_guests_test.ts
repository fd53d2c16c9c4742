import { assertEquals, assertRejects } from "@std/assert";
import { Guests } from "./_guests.ts";

Deno.test("Guests: gone when the last has gone on, also after an error", async () => {
  const guests = new Guests();
  const log: string[] = [];
  const door = Promise.withResolvers<void>();
  const one = guests.host(() => door.promise).then(() => log.push("one went on"));
  const other = assertRejects(() => guests.host(() => Promise.reject(new Error("no"))), Error, "no");
  assertEquals(guests.present, true);
  const gone = guests.gone().then(() => log.push("gone"));
  door.resolve();
  await Promise.all([one, other, gone]);
  assertEquals(log, ["one went on", "gone"]);
  assertEquals(guests.present, false);
  await guests.gone();
});
