import { assertEquals } from "@std/assert";
import { System } from "@superlearner/otp";
import { holdReports, isPublished } from "./_publishing.ts";

Deno.test("holdReports: until the last suite of the System is over", () => {
  const [system, other] = [new System(), new System()];
  {
    using _outer = holdReports(system);
    {
      using _inner = holdReports(system);
    }
    assertEquals([isPublished(system), isPublished(other)], [false, true]);
  }
  assertEquals(isPublished(system), true);
});
