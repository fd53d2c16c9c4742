import { assertEquals } from "@std/assert";
import { Intake } from "./intake.ts";

function setUp(line: (text: string) => void = () => {}) {
  const seen: string[] = [];
  const intake = new Intake({
    line(text) {
      seen.push(text);
      line(text);
    },
    taken: () => void seen.push("taken"),
    told: ([kind]) => void seen.push(kind),
  });
  return { intake, seen };
}

const spin = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

Deno.test("Intake gives each message, and what the wall tells, in order and at once", () => {
  const { intake, seen } = setUp();
  intake.add(["out", 0, "1\n2"]);
  intake.add(["pong", 0]);
  intake.add(["out", 0, "3"]);
  assertEquals(seen, ["1", "taken", "2", "pong", "taken", "3"]);
});

Deno.test("Intake lets others have their turn between messages that take long, and keeps the order", async () => {
  const { intake, seen } = setUp(() => spin(5));
  intake.add(["out", 0, "1\n2\n3"]);
  intake.add(["pong", 0]);
  assertEquals(seen, ["1"]);
  let turns = 0;
  for (; !seen.includes("pong"); turns++) await new Promise<void>((resolve) => void setImmediate(resolve));
  assertEquals([seen, turns > 1], [["1", "2", "taken", "3", "pong"], true]);
});

Deno.test("Intake that is closed deals with nothing more, also from within a message", () => {
  const { intake, seen } = setUp((text) => text === "2" && intake.close());
  intake.add(["out", 0, "1\n2\n3"]);
  assertEquals(seen, ["1", "2"]);
  const other = setUp(() => spin(5));
  other.intake.add(["out", 0, "1\n2"]);
  other.intake.close();
  assertEquals(other.seen, ["1"]);
});
