import { assertEquals } from "@std/assert";
import { grantedProgram } from "./granted_programs.ts";

Deno.test("grantedProgram() is nothing where the host cannot follow a link any more, or has no such program", () => {
  const granted = [{ asked: "tool", path: "/bin/tool", real: "/bin/tool" }];
  const program = (name: string) => name === "tool" ? "/bin/tool" : undefined;
  const host = { program, realPath: (path: string) => path };
  assertEquals(grantedProgram("tool", granted, host), "/bin/tool");
  assertEquals(grantedProgram("tool", granted, { ...host, realPath: () => undefined }), undefined);
  const refuses = () => {
    throw new Deno.errors.PermissionDenied("no");
  };
  assertEquals(grantedProgram("tool", granted, { ...host, realPath: refuses }), undefined);
  assertEquals([grantedProgram("tool", "all", host), grantedProgram("other", "all", host)], ["/bin/tool", undefined]);
});
