import { assertEquals, assertRejects } from "@std/assert";
import vm from "node:vm";
import { readModule } from "./source_module.ts";

Deno.test("readModule: a module is linked without waiting, and says how far it is", async () => {
  const context = vm.createContext({});
  const leaf = readModule("export const n = 5;", { context, identifier: "leaf" });
  const root = readModule("import { n } from 'leaf'; if (n === 5) throw n;", { context, identifier: "root" });
  assertEquals(root.moduleRequests.map(({ specifier }) => specifier), ["leaf"]);
  leaf.linkRequests([]);
  root.linkRequests([leaf]);
  root.instantiate();
  assertEquals([root.status, leaf.status], ["linked", "linked"]);
  await assertRejects(() => root.evaluate().catch((error) => Promise.reject(new Error(String(error)))), Error, "5");
  assertEquals([root.status, root.error, leaf.status], ["errored", 5, "evaluated"]);
});
