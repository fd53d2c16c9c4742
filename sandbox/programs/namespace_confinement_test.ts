import { assertEquals } from "@std/assert";
import { denoHost } from "../permissions/host_access.ts";
import { GROUP_CONFINEMENT } from "./group_confinement.ts";
import { isConfining, namespaceConfinement } from "./namespace_confinement.ts";
import { programsSuite } from "./programs_suite.ts";
import { newMark, runningWith, shells } from "./testdata/programs.ts";

const namespace = namespaceConfinement(denoHost);
const isThere = namespace !== undefined && await isConfining(namespace);

Deno.test("isConfining() tells a namespace from what is none", async () => {
  assertEquals(await isConfining(GROUP_CONFINEMENT), false);
});

Deno.test("namespaceConfinement() needs its tools, and the right to run them", () => {
  assertEquals(namespaceConfinement({ program: () => undefined, has: () => true }), undefined);
  assertEquals(
    namespaceConfinement({ program: (path) => path, has: (_name, path) => path !== "/usr/bin/sh" }),
    undefined,
  );
});

// Where the system lets nobody make a namespace there is none to be tried: programs are held by their group there.
if (isThere) {
  programsSuite(namespace);

  Deno.test("Programs (namespace): also what cleans its environment and leaves its parents is ended", async () => {
    const mark = newMark();
    const guest = shells({ confinement: namespace });
    const script =
      `(env -i setsid sh -c 'setsid sleep ${mark} & sleep ${mark}' &); (env -i setsid sleep ${mark} &); echo up; sleep ${mark}`;
    const id = await guest.programs.spawn("sh", { args: ["-c", script], stdout: "piped" });
    await guest.programs.read(id, "stdout");
    await guest.programs.close();
    assertEquals(runningWith(mark), []);
  });

  Deno.test("Programs (namespace): it sees no other process", async () => {
    await using guest = shells({ confinement: namespace });
    assertEquals(Number(await guest.say("ls /proc | grep -c '^[0-9]'")) < 8, true);
  });
}
