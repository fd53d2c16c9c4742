import { assertEquals } from "@std/assert";
import { chat } from "../testdata/chat.ts";
import { MOST_USERS, NAMES, Reception, ROOMS, Rooms, Users } from "./reception.ts";

Deno.test("Reception - lets in as many as there is room for, each once", async () => {
  await using simulation = await chat();
  const { system } = simulation;
  const reception = system.whereis(Reception, "reception");
  const came: (string | undefined)[] = [];
  for (let times = 0; times < MOST_USERS + 2; times++) came.push(await reception.call("enter"));
  assertEquals(came.slice(-2), [undefined, undefined]);
  assertEquals(new Set(came.slice(0, MOST_USERS)).size, MOST_USERS);
  assertEquals(came.slice(0, MOST_USERS).every((name) => NAMES.includes(name!)), true);
  assertEquals((await Users.at(system, "users").countChildren()).active, MOST_USERS);
});

Deno.test("Reception - sees people out, and nobody who is not there", async () => {
  await using simulation = await chat();
  const reception = simulation.system.whereis(Reception, "reception");
  const name = await reception.call("enter");
  assertEquals(await reception.call("leave", name!), `Goodbye, ${name}`);
  assertEquals(await reception.call("leave", "nobody"), undefined);
});

Deno.test("Reception - opens the rooms, and copes with rooms that are open already", async () => {
  await using simulation = await chat();
  const { system } = simulation;
  const before = system.whereis("lobby");
  system.exit("reception", "kill");
  await simulation.settle();
  assertEquals(system.whereis("lobby"), before);
  assertEquals((await Rooms.at(system, "rooms").countChildren()).active, ROOMS.length);
  assertEquals(await system.whereis(Reception, "reception").call("enter") !== undefined, true);
});
