import { assert, assertEquals } from "@std/assert";
import { supervisionTree, type SystemEvent, type TreeNode } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { Chat } from "./chat.ts";
import { History, KEPT_POSTS } from "./history.ts";
import { MOST_USERS, ROOMS } from "./reception.ts";
import { RoomServer } from "./room.ts";
import { FEWEST_USERS } from "./traffic.ts";

const MINUTE = 60_000;

async function running(seed: number): Promise<Simulation> {
  const simulation = new Simulation({ seed, messages: "share" });
  await simulation.system.start(Chat, { name: "chat" });
  await simulation.advance(MINUTE);
  return simulation;
}

function at(nodes: readonly TreeNode[], place: string): TreeNode {
  for (const node of nodes) {
    if (node.place === place) return node;
    if (place.startsWith(`${node.place}/`)) return at(node.children, place);
  }
  throw new Error(`Cannot find ${place}`);
}

Deno.test("Chat - shows all three strategies, with rooms and users in their places", async () => {
  await using simulation = await running(1);
  const forest = supervisionTree(simulation.system);
  const [chat] = forest;
  assertEquals(chat?.children.map(({ id }) => id), ["history", "directory", "rooms", "users", "reception", "traffic"]);
  assertEquals(chat?.supervisor?.strategy, "rest_for_one");
  assertEquals(at(forest, "chat/rooms").children.map(({ id }) => id), [...ROOMS]);
  assertEquals(at(forest, "chat/rooms/lobby").supervisor?.strategy, "one_for_all");
  assertEquals(at(forest, "chat/traffic").supervisor?.strategy, "one_for_one");
  const users = at(forest, "chat/users").children.length;
  assert(users >= FEWEST_USERS && users <= MOST_USERS, `${users} users`);
});

Deno.test("Chat - survives two hours of its own mishaps without losing a supervisor", async () => {
  await using simulation = new Simulation({ seed: 7, messages: "share" });
  const events: SystemEvent[] = [];
  simulation.system.events.subscribe((event) => void events.push(event), {
    types: ["child.restarted", "supervisor.gave_up"],
  });
  await simulation.system.start(Chat, { name: "chat" });
  const pid = simulation.system.whereis("chat");
  await simulation.advance(120 * MINUTE);
  assertEquals(simulation.system.whereis("chat"), pid);
  assertEquals(events.filter(({ type }) => type === "supervisor.gave_up"), []);
  assert(events.length > 200, `${events.length} restarts are seen`);
  const history = await simulation.system.whereis(History, "history").call("recent", "lobby");
  assertEquals(history.length, KEPT_POSTS);
  assert(simulation.system.processCount <= 16 + 2 * ROOMS.length + MOST_USERS);
});

Deno.test("Chat - a moderator takes its room along, and the members come back", async () => {
  await using simulation = await running(3);
  const { system } = simulation;
  const before = [system.whereis("room:lobby"), system.whereis("room:music")];
  system.exit("moderator:lobby", "kill");
  await simulation.advance(5_000);
  assert(system.whereis("room:lobby") !== before[0]);
  assertEquals(system.whereis("room:music"), before[1]);
  const rooms = ROOMS.map((room) => RoomServer.at(system, `room:${room}`).call("members"));
  const inside = (await Promise.all(rooms)).flat();
  assertEquals(inside.length, at(supervisionTree(system), "chat/users").children.length);
});

Deno.test("Chat - the directory takes along what was started after it, the history stays", async () => {
  await using simulation = await running(4);
  const { system } = simulation;
  const history = system.whereis("history");
  const reception = system.whereis("reception");
  system.exit("directory", "kill");
  await simulation.advance(5_000);
  assertEquals(system.whereis("history"), history);
  assert(system.whereis("reception") !== reception);
  const forest = supervisionTree(system);
  assertEquals(at(forest, "chat/rooms").children.length, ROOMS.length);
  assert(at(forest, "chat/users").children.length >= FEWEST_USERS);
});
