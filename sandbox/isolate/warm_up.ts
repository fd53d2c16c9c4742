import { type GuestCode, NOBODY } from "./guest_code.ts";
import { Isolate } from "./isolate.ts";

const MODULE = `
import { GenServer, Supervisor } from "@superlearner/otp";
const One = GenServer.define({ name: "One", init: () => 0 });
export default Supervisor.define({ children: [One.child({ id: "one" })] });
`;

/** Has a guest of our own live in a realm that is then forgotten, so that the next one finds all that it needs in the thread. */
export function warmUp(code: GuestCode): void {
  const secret = crypto.randomUUID().replaceAll("-", "");
  const isolate = new Isolate({ config: NOBODY, turnMs: 5000, secret, code });
  isolate.link(new Map([["/main.js", MODULE]]), { entry: "/main.js" });
  isolate.evaluate();
  isolate.turn(["1", '["start"]']);
  code.prepare();
}
