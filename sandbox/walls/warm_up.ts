import type { GuestCode } from "../isolate/guest_code.ts";
import { NOBODY } from "../isolate/rehearsal.ts";
import { Cell } from "./cell.ts";

const MODULE = `
import { GenServer, Supervisor } from "@superlearner/otp";
const One = GenServer.define({ name: "One", init: () => 0 });
export default Supervisor.define({ children: [One.child({ id: "one" })] });
`;
const HELLO = '["frame",{"otp":1,"n":1,"frame":{"type":"hello","node":"host"}}]';

/**
 * Has a guest of our own live in a cell that is then forgotten, so that the next one finds all that it needs in the thread.
 * Settled when it has started.
 */
export function warmUp(code: GuestCode): Promise<void> {
  const { promise: warm, resolve } = Promise.withResolvers<void>();
  const cell = new Cell({
    id: -1,
    config: NOBODY,
    limits: { turnMs: 5000, heapMb: Infinity, memoryMb: Infinity },
    code,
    post: (message) => {
      if (message[0] === "out" && !message[2].includes('["up"')) return cell.taken(1);
      cell.end();
      resolve();
    },
  });
  cell.load([["/main.js", MODULE]], { entry: "/main.js", messages: [HELLO, '["start"]'] });
  clearInterval(setInterval(() => {}, 1000)); // the first one of a thread takes half a millisecond
  return warm.then(() => {
    code.prepareReady();
    code.prepare();
  });
}
