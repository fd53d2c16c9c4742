import { Supervisor, type SupervisorDefinition } from "@superlearner/otp";
import { Directory } from "./directory.ts";
import { History } from "./history.ts";
import { Reception, Rooms, Users } from "./reception.ts";
import { Traffic } from "./traffic.ts";

/**
 * A chat application, to be watched and to be broken. The order of the children is their order of need: each needs those
 * before it, so when one dies those after it are started again as well.
 *
 * ```text
 * chat  rest_for_one
 * ├─ history     what was said; survives every other crash
 * ├─ directory   which rooms are open
 * ├─ rooms       DynamicSupervisor
 * │  └─ lobby …  one_for_all: server and moderator
 * ├─ users       DynamicSupervisor: ada, joe, …
 * ├─ reception   opens the rooms, lets people in and out
 * └─ traffic     one_for_one: arrivals, chatter, mishaps
 * ```
 */
export const Chat: SupervisorDefinition<[]> = Supervisor.define({
  name: "Chat",
  strategy: "rest_for_one",
  maxRestarts: 5,
  maxSeconds: 10,
  children: [
    History.child({ id: "history", name: "history" }),
    Directory.child({ id: "directory", name: "directory" }),
    Rooms.child({ id: "rooms", name: "rooms" }),
    Users.child({ id: "users", name: "users" }),
    Reception.child({ id: "reception", name: "reception" }),
    Traffic.child({ id: "traffic", name: "traffic" }),
  ],
});
