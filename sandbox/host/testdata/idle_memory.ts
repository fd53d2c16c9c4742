/** Prints how many megabytes of resident memory a sandbox in a worker takes, of 200 that do nothing. */
import { silentLogger, System } from "@superlearner/otp";
import { SandboxHost } from "../sandbox_host.ts";
import { GUEST } from "./worlds.ts";

const COUNT = 200;

await using system = new System({ logger: silentLogger });
await using host = new SandboxHost({ system });
const create = (n: number) => host.create({ name: `guest-${n}`, source: { files: { "/main.ts": GUEST } } });
await (await create(COUNT)).destroy(); // what all share is there from here on
const before = Deno.memoryUsage().rss;
for (let n = 0; n < COUNT; n++) await create(n);
console.log((Deno.memoryUsage().rss - before) / COUNT / 1e6);
