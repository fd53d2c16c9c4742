import { assertEquals } from "@std/assert";
import { System } from "@superlearner/otp";
import { SandboxHost } from "../host/sandbox_host.ts";
import { freePath, openRoom } from "./rooms.ts";

Deno.test("freePath: a path that none of the files has", () => {
  assertEquals(freePath({}, "room"), "/room.js");
  assertEquals(freePath({ "room.js": "", "/room_1.js": "" }, "room"), "/room_2.js");
});

Deno.test("openRoom: each has a name of its own", async () => {
  await using system = new System();
  await using host = new SandboxHost({ system });
  const options = { source: { files: { "/main.js": "export const one = () => 1;" } } };
  const rooms = await Promise.all([openRoom(host, options), openRoom(host, options)]);
  assertEquals(rooms.map(({ name }) => name), ["exercise.1", "exercise.2"]);
});
