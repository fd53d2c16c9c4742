// What `placed.ts` places: a user's module, in the user's folder.
import { GenServer, type ServerDefinition } from "jsr:@superlearner/otp@^0.1";

interface Calls {
  square: (asked: number, n: number) => [number, number];
}

export const Squares: ServerDefinition<number, [], Calls, Record<never, never>> = GenServer.define({
  name: "Squares",
  init: () => 0,
  calls: { square: (asked: number, n: number) => [n * n, asked + 1] },
});
