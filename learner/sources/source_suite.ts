import { assert, assertEquals, assertRejects } from "@std/assert";
import { GenServer, type Pid, Supervisor, type SupervisorDefinition, type TreeNode } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import type { LifecycleEvent, Source } from "./source.ts";

/** A source of the System of a simulation, made as an implementation is made. */
export interface SourceFixture {
  /** The source. */
  readonly source: Source;
  /** Ends what belongs to it, beside the source. */
  readonly close: () => void;
}

const Clerk = GenServer.define({
  name: "Clerk",
  init: (name: string) => ({ name, seen: new Map([["a", 1n]]) }),
  casts: { fail: () => GenServer.stop({ error: { name: "Error", message: "<b>tired</b>", stack: "" } }) },
});

const Office: SupervisorDefinition<[]> = Supervisor.define({
  name: "Office",
  strategy: "one_for_all",
  children: [
    Clerk.child({ id: "anna", args: ["anna"], name: "anna" }),
    Clerk.child({ id: "bert", args: ["bert"], restart: "temporary" }),
    Clerk.child({ id: "carl", args: ["carl"] }),
  ],
});

/** A System with an office, a source of it, and what the source has told. */
class Bench implements AsyncDisposable {
  readonly simulation: Simulation;
  readonly fixture: SourceFixture;
  readonly events: LifecycleEvent[] = [];
  readonly forests: (readonly TreeNode[])[] = [];

  constructor(simulation: Simulation, fixture: SourceFixture) {
    this.simulation = simulation;
    this.fixture = fixture;
  }

  get source(): Source {
    return this.fixture.source;
  }

  listen(): void {
    this.source.subscribe({
      event: (event) => void this.events.push(event),
      forest: (forest) => void this.forests.push(forest),
    });
  }

  /** Moves virtual time on, a little at a time, until something holds. */
  async until(holds: () => boolean): Promise<void> {
    for (let tries = 0; !holds(); tries++) {
      assert(tries < 200, "it never came to hold");
      await this.simulation.advance(50);
    }
  }

  child(id: string): TreeNode | undefined {
    return this.source.forest[0]?.children.find((child) => child.id === id);
  }

  pid(id: string): Pid {
    return this.child(id)!.pid!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.source[Symbol.dispose]();
    this.fixture.close();
    await this.simulation.stop();
  }
}

/** What every source must keep, whatever is behind it. */
export function testSource(name: string, make: (simulation: Simulation) => SourceFixture): void {
  async function bench(): Promise<Bench> {
    const simulation = new Simulation({ seed: 1, messages: "share" });
    await simulation.system.start(Office, { name: "office" });
    const made = new Bench(simulation, make(simulation));
    made.listen();
    await made.until(() => made.source.forest.length > 0 && made.source.connection.status === "live");
    return made;
  }

  Deno.test(`${name} - shows the forest by places`, async () => {
    await using at = await bench();
    const [office] = at.source.forest;
    assertEquals(office?.supervisor?.strategy, "one_for_all");
    assertEquals(office?.children.map(({ place }) => place), ["office/anna", "office/bert", "office/carl"]);
  });

  Deno.test(`${name} - tells a restart in order, and shows the new process in the old place`, async () => {
    await using at = await bench();
    const before = at.pid("anna");
    await at.source.kill(before);
    await at.until(() => at.child("anna")?.restarts === 1 && at.pid("anna") !== before);
    const told = at.events.filter(({ type }) => type === "process.exited" || type === "child.restarted");
    assertEquals(told[0]?.type, "process.exited");
    assertEquals(told.flatMap((event) => event.type === "child.restarted" ? [event.child] : []), ["anna", "carl"]);
    const numbers = at.events.map(({ sequence }) => sequence);
    assertEquals(numbers, numbers.toSorted((one, other) => one - other));
    assertEquals(at.child("anna")?.place, "office/anna");
  });

  Deno.test(`${name} - kills a root that nobody restarts, where that is forced`, async () => {
    await using at = await bench();
    await at.source.kill(at.source.forest[0]!.pid!, { force: true });
    await at.until(() => at.source.forest.length === 0);
  });

  Deno.test(`${name} - keeps what does not change the same object`, async () => {
    await using at = await bench();
    const bert = at.child("bert");
    const { pid } = at.child("carl")!;
    await at.source.suspend(pid!);
    await at.until(() => at.child("carl")?.status === "suspended");
    assert(at.child("bert") === bert);
  });

  Deno.test(`${name} - counts messages without being told of them`, async () => {
    await using at = await bench();
    at.simulation.system.send(at.pid("bert"), "hello");
    await at.until(() => at.child("bert")?.handled === 1);
  });

  Deno.test(`${name} - says nothing when nothing happens`, async () => {
    await using at = await bench();
    await at.simulation.advance(1000);
    const { length } = at.forests;
    await at.simulation.advance(60_000);
    assertEquals(at.forests.length, length);
  });

  Deno.test(`${name} - inspects a living process, its state as text`, async () => {
    await using at = await bench();
    const found = await at.source.inspect(at.pid("anna"));
    assertEquals(found?.info.name, "anna");
    assertEquals(found?.info.links[0], at.source.forest[0]?.pid);
    assertEquals(found?.state, '{ name: "anna", seen: Map { a: 1n } }');
    assertEquals(await at.source.inspect("<0.999.0>"), undefined);
  });

  Deno.test(`${name} - restarts by the supervisor, without counting it as a failure`, async () => {
    await using at = await bench();
    const before = at.pid("carl");
    await at.source.restart("office/carl");
    await at.until(() => at.child("carl")?.pid !== before && at.child("carl")?.pid !== undefined);
    assertEquals(at.source.forest[0]?.supervisor?.recentRestarts, 0);
  });

  Deno.test(`${name} - refuses what nobody would start again`, async () => {
    await using at = await bench();
    await assertRejects(() => at.source.restart("office/bert"), Error, "temporary");
    await assertRejects(() => at.source.restart("office"), Error, "nobody above it");
    await assertRejects(() => at.source.restart("office/dora"), Error, "no such place");
    await assertRejects(() => at.source.kill("<0.999.0>"));
  });

  Deno.test(`${name} - tells a server what it knows, and refuses what would crash it`, async () => {
    await using at = await bench();
    const before = at.pid("anna");
    await assertRejects(() => at.source.cast(before, "dance"), Error, "does not know that kind");
    await assertRejects(() => at.source.cast("<0.999.0>", "fail"));
    assertEquals(at.pid("anna"), before);
    await at.source.cast(before, "fail");
    await at.until(() => at.child("anna")?.restarts === 1);
  });

  Deno.test(`${name} - suspends and resumes`, async () => {
    await using at = await bench();
    await at.source.suspend(at.pid("anna"));
    await at.until(() => at.child("anna")?.status === "suspended");
    await at.source.resume(at.pid("anna"));
    await at.until(() => at.child("anna")?.status === "waiting");
    assertEquals(
      at.events.map(({ type }) => type).filter((type) => type.endsWith("ed") && type.includes("su")),
      ["process.suspended", "process.resumed"],
    );
  });

  Deno.test(`${name} - a listener that throws does not hurt the others`, async () => {
    await using at = await bench();
    const reported: unknown[] = [];
    const report = (event: ErrorEvent) => {
      event.preventDefault();
      reported.push(event.error);
    };
    globalThis.addEventListener("error", report);
    at.source.subscribe({
      event: () => {
        throw new Error("Cannot listen");
      },
    });
    const seen: string[] = [];
    at.source.subscribe({ event: ({ type }) => void seen.push(type) });
    await at.source.suspend(at.pid("anna"));
    await at.until(() => seen.includes("process.suspended"));
    globalThis.removeEventListener("error", report);
    assert(reported.length > 0);
  });

  Deno.test(`${name} - is closed once disposed of, and tells nothing any more`, async () => {
    await using at = await bench();
    at.source[Symbol.dispose]();
    assertEquals(at.source.connection.status, "closed");
    const { length } = at.events;
    at.simulation.system.exit(at.simulation.system.whereis("anna")!, "kill");
    await at.simulation.advance(5000);
    assertEquals(at.events.length, length);
  });
}
