/** A module that cannot be loaded. */
import { GenServer, type ServerDefinition } from "../../behaviours/gen_server.ts";

/** Never comes to be. */
export const Broken: ServerDefinition<number, [], Record<never, never>, Record<never, never>> = GenServer.define({
  name: "Broken",
  init: () => 0,
});

throw new SyntaxError("this module is broken");
