// A user's test of places: what a worker or a subprocess loads first comes out of what was published.
import { assertEquals } from "jsr:@std/assert@^1";
import { Supervisor, System } from "jsr:@superlearner/otp@^0.1";
import { placed } from "jsr:@superlearner/otp@^0.1/workers";
import { Squares } from "./squares.ts";

for (const placement of ["worker", "process"] as const) {
  Deno.test(`a server answers from a ${placement}`, async () => {
    const far = placed(Squares, {
      placement,
      module: new URL("./squares.ts", import.meta.url),
      // A subprocess has nothing of the environment but what it is given: here, where JSR is.
      ...(placement === "process" ? { env: { JSR_URL: Deno.env.get("JSR_URL")! } } : {}),
    });
    await using system = new System();
    await system.start(Supervisor.define({ children: [far.child({ name: "far" })] }));
    assertEquals(await system.whereis(far, "far").call("square", 7), 49);
  });
}
