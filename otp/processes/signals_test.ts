import { assert, assertEquals } from "@std/assert";
import { idle, inWorlds } from "./testdata/worlds.ts";
import { drain } from "./testdata/worlds.ts";

Deno.test("case 11: messages of one sender arrive in order, also through the name and the pid in turn", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach({ name: "me" });
    system.spawn((self) => {
      for (let n = 0; n < 10; n++) self.send(n % 2 === 0 ? "me" : me.pid, n);
    });
    await settle();
    assertEquals(await drain(me), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

Deno.test("case 12: of two senders any interleaving, each in its own order; seeds show more than one", async () => {
  const orders = new Set<string>();
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    for (const name of ["a", "c"]) {
      system.spawn(async (self) => {
        for (let n = 0; n < 3; n++) {
          self.send(me.pid, `${name}${n}`);
          self.send(self.pid, "go on");
          await self.receive();
        }
      });
    }
    await settle();
    const got = await drain(me) as string[];
    for (const name of ["a", "c"]) {
      assertEquals(got.filter((each) => each.startsWith(name)), [`${name}0`, `${name}1`, `${name}2`]);
    }
    orders.add(got.join());
  });
  assert(orders.size > 1, `always ${[...orders]}`);
});

Deno.test("case 13: A's m1 to B and C's m3 that A's m2 brought about both arrive, in whatever order", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const c = system.spawn(async (self) => {
      await self.receive();
      self.send(me.pid, "m3");
    });
    system.spawn((self) => {
      self.send(me.pid, "m1");
      self.send(c, "m2");
    });
    await settle();
    assertEquals((await drain(me)).sort(), ["m1", "m3"]);
  });
});

Deno.test("case 14: a message and then the exit of its sender through a link arrive in that order", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    const pid = me.spawnLink((self) => {
      self.send(me.pid, "m");
      self.exit("done");
    });
    await settle();
    assertEquals(await drain(me), ["m", { type: "EXIT", pid, reason: "done" }]);
  });
});

Deno.test("case 15: a monitor set before the message that ends B reports B's reason, never noproc", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(async (self) => {
      await self.receive();
      self.exit("stopped");
    });
    const ref = me.monitor(pid);
    me.send(pid, "stop");
    await settle();
    assertEquals(await drain(me), [{ type: "DOWN", ref, pid, reason: "stopped" }]);
  });
});

Deno.test("case 16: the reply of one that then dies comes before its DOWN", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(async (self) => {
      await self.receive();
      self.send(me.pid, "reply");
    });
    const ref = me.monitor(pid);
    me.send(pid, "ask");
    await settle();
    assertEquals(await drain(me), ["reply", { type: "DOWN", ref, pid, reason: "normal" }]);
  });
});

Deno.test("case 17: a message to itself waits behind what is there and is not handled inside the send", async () => {
  await inWorlds(async ({ system, settle }) => {
    const log: unknown[] = [];
    const pid = system.spawn(async (self) => {
      for (let left = 4; left > 0; left--) {
        const message = await self.receive();
        if (message === "first") {
          self.send(self.pid, "to myself");
          log.push("after send");
        }
        log.push(message);
      }
    });
    for (const message of ["first", "second", "third"]) system.send(pid, message);
    await settle();
    assertEquals(log, ["after send", "first", "second", "third", "to myself"]);
  });
});

Deno.test("case 18: a process in a long await that gets a fatal signal is dead at once, and its code harmless", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    const gate = Promise.withResolvers<void>();
    let aborted: unknown;
    let wentOn = false;
    const other = system.spawn(idle);
    const pid = me.spawnLink(async (self) => {
      self.signal.addEventListener("abort", () => aborted = self.signal.reason);
      await gate.promise;
      wentOn = true;
      self.send(me.pid, "from the grave");
      self.link(other);
      self.spawn((child) => void child.send(me.pid, "child of the grave"));
      self.sendExit(other, "taken along");
    });
    await settle();
    system.exit(pid, "enough");
    assertEquals([system.isAlive(pid), aborted], [false, "enough"]);
    gate.resolve();
    await settle();
    assert(wentOn);
    assertEquals(await drain(me), [{ type: "EXIT", pid, reason: "enough" }]);
    assert(system.isAlive(other));
    assertEquals(system.processCount, 2);
  });
});
