import { assertEquals, assertRejects } from "@std/assert";
import { office, pid } from "../testdata/nodes.ts";
import { Operations } from "./_operations.ts";
import { flatten } from "./forest_patch.ts";

/** Operations of a server that answers so, and what it was asked. */
function answering(status: number, body: unknown): { operations: Operations; asked: string[] } {
  const asked: string[] = [];
  const operations = new Operations({
    url: "/api",
    headers: { authorization: "Bearer x" },
    fetch: (input, init) => {
      const key = new Headers(init?.headers).get("authorization");
      asked.push(`${init?.method} ${input} ${init?.body ?? ""} ${key}`);
      return Promise.resolve(
        typeof body === "string" ? new Response(body, { status }) : Response.json(body, { status }),
      );
    },
  });
  return { operations, asked };
}

Deno.test("Operations - pids go into URLs without their brackets, and the key goes along", async () => {
  const { operations, asked } = answering(200, { data: {} });
  await operations.kill(pid(4));
  await operations.kill(pid(4), { force: true });
  await operations.suspend(pid(4));
  await operations.resume("<other@host.4.0>");
  await operations.restart("office/desk", flatten([office()]));
  assertEquals(asked, [
    "DELETE /api/processes/0.4.0  Bearer x",
    "DELETE /api/processes/0.4.0?force=true  Bearer x",
    "POST /api/processes/0.4.0/suspend {} Bearer x",
    "POST /api/processes/other%40host.4.0/resume  Bearer x",
    "POST /api/supervisors/0.1.0/children/desk/restart  Bearer x",
  ]);
});

Deno.test("Operations - a refusal is an error in the server's words", async () => {
  const { operations } = answering(403, { detail: "<0.4.0> is not killed: it is protected" });
  await assertRejects(() => operations.kill(pid(4)), Error, "it is protected");
  const broken = answering(502, "<html>bad gateway</html>").operations;
  await assertRejects(() => broken.kill(pid(4)), Error, "the server answered 502");
});

Deno.test("Operations - nothing is known of a process that is not there", async () => {
  assertEquals(await answering(404, { detail: "gone" }).operations.inspect(pid(4)), undefined);
});

Deno.test("Operations - the child of a DynamicSupervisor is killed, so that it is started again", async () => {
  const { operations, asked } = answering(200, { data: {} });
  const root = office();
  const dynamic = { ...root, supervisor: { ...root.supervisor!, dynamic: true } };
  await operations.restart("office/anna", flatten([dynamic]));
  assertEquals(asked, ["DELETE /api/processes/0.2.0  Bearer x"]);
});

Deno.test("Operations - the state of a process that runs elsewhere is not asked for: the server does not know it", async () => {
  const { operations, asked } = answering(200, { data: { monitor_refs: [], current_message: null } });
  assertEquals((await operations.inspect(pid(4), { node: "cart" }))?.state, "known in cart only");
  assertEquals(asked, ["GET /api/processes/0.4.0/info  Bearer x"]);
});
