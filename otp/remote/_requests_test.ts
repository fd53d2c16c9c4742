import { assertEquals, assertRejects } from "@std/assert";
import { CallError, StartError } from "../processes/errors.ts";
import { reasonIn } from "../testdata/world.ts";
import { Requests } from "./_requests.ts";

Deno.test("Requests settles each by its answer, once", async () => {
  const requests = new Requests(() => "there");
  const [one, other, third] = [1, 2, 3].map((id) => requests.add(id, "ping", () => {}));
  requests.settle(1, { value: "pong" });
  requests.settle(1, { reason: "late" });
  requests.settle(9, { value: "nobody asked" });
  requests.settle(2, { reason: "noproc" });
  assertEquals(await one, "pong");
  assertEquals(reasonIn(await assertRejects(() => other!, CallError)), "noproc");
  requests.fail("noconnection");
  assertEquals(reasonIn(await assertRejects(() => third!, CallError, '"ping" of there')), "noconnection");
});

Deno.test("Requests believes the answer of a start only if it is one, and gives what cannot be sent back", async () => {
  const requests = new Requests(() => "there");
  const started = requests.add(1, "start Counter", () => {});
  requests.settle(1, { value: { pid: "nonsense" } });
  const refused = await assertRejects(() => started, StartError, "Cannot start Counter on there");
  assertEquals(refused.reason, { bad_return_value: { pid: "nonsense" } });
  await assertRejects(() =>
    requests.add(2, "ping", () => {
      throw new RangeError("cannot be sent");
    }), RangeError);
});
