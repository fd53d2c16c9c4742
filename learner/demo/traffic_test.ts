import { assert, assertEquals } from "@std/assert";
import type { SystemEvent } from "@superlearner/otp";
import { chat } from "../testdata/chat.ts";
import { MOST_USERS, NAMES } from "./reception.ts";
import { Arrivals, Chatter, FEWEST_USERS, Mishaps, Traffic } from "./traffic.ts";

Deno.test("Traffic - the same seed gives the same evening, another seed another", async () => {
  const evening = async (seed: number) => {
    await using simulation = await chat({ seed, traffic: true });
    const events: string[] = [];
    simulation.system.events.subscribe((event: SystemEvent) => {
      if (event.type === "process.exited") events.push(`${event.time} ${event.name}`);
    });
    await simulation.advance(120_000);
    return events.slice(0, 20).join("\n");
  };
  const one = await evening(5);
  assert(one.length > 0);
  assertEquals(await evening(5), one);
  assert(await evening(6) !== one);
});

Deno.test("Traffic - people come and go, never too few and never too many", async () => {
  await using simulation = await chat({ seed: 2, traffic: true });
  await simulation.advance(10_000);
  for (let times = 0; times < 60; times++) {
    await simulation.advance(5_000);
    const here = NAMES.filter((name) => simulation.system.whereis(name) !== undefined).length;
    assert(here >= FEWEST_USERS - 1 && here <= MOST_USERS, `${here} are here`);
  }
});

Deno.test("Traffic - its generators are under one supervisor, each by itself", () => {
  assertEquals([Arrivals, Chatter, Mishaps, Traffic].map(({ name }) => name), [
    "Arrivals",
    "Chatter",
    "Mishaps",
    "Traffic",
  ]);
});
