import { assertEquals } from "@std/assert";
import { Window } from "npm:happy-dom@^21";
import { sampleReport } from "../testdata/sample.ts";
import { explore, type PageLike } from "./explorer_script.ts";
import { writeHtml } from "./write_html.tsx";

/** A page as the browser has it, and a hand to use it. */
async function openPage() {
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
  const { document } = window;
  document.write(writeHtml(sampleReport));
  explore(document as unknown as PageLike);
  const field = document.querySelector("[name=text]") as unknown as { value: string };
  const form = document.querySelector("[data-filter]")!;
  const change = () => void form.dispatchEvent(new window.Event("input"));
  await window.happyDOM.waitUntilComplete();
  return {
    window,
    document,
    search(text: string) {
      field.value = text;
      change();
    },
    choose(outcome: string) {
      for (const radio of document.querySelectorAll("[name=outcome]")) {
        const one = radio as unknown as { value: string; checked: boolean };
        one.checked = one.value === outcome;
      }
      change();
    },
    names: () =>
      [...document.querySelectorAll("[data-test]")]
        .filter((test) => !(test as unknown as { hidden: boolean }).hidden)
        .map((test) => test.querySelector(".name")?.firstChild?.textContent),
    said: () => document.querySelector("[data-shown]")?.textContent,
  };
}

Deno.test("explore: search by words of a name, a file, a failure; by outcome; both; nothing fits", async () => {
  const page = await openPage();
  assertEquals([page.said(), page.names().length], ["7 shown", 7]);
  page.search("money");
  assertEquals([page.names(), page.said()], [["account keeps its money"], "1 of 7 shown"]);
  page.search("NESTED sla");
  assertEquals(page.names(), ["checkout meets its SLA"]);
  page.search("no mail");
  assertEquals(page.names(), ["mail arrives"]);
  page.choose("flaky");
  assertEquals(page.names(), ["mail arrives"]);
  page.search("");
  page.choose("failed");
  assertEquals(page.names(), ["account keeps its money", "mail arrives"]);
  page.choose("skipped");
  page.search("money");
  assertEquals([page.names(), page.said()], [[], "0 of 7 shown"]);
  page.choose("all");
  page.search("");
  assertEquals(page.said(), "7 shown");
  await page.window.happyDOM.close();
});

Deno.test("explore: files without a test that fits are left out, those with one are opened; all open, all closed", async () => {
  const page = await openPage();
  const files = () =>
    [...page.document.querySelectorAll("[data-file]")].map((file) =>
      file as unknown as { hidden: boolean; open: boolean }
    );
  const press = (name: string) =>
    page.document.querySelector(`[data-${name}]`)?.dispatchEvent(new page.window.Event("click"));
  press("close");
  assertEquals(files().map(({ open }) => open), [false, false, false]);
  page.search("survives");
  assertEquals(files().map(({ hidden, open }) => [hidden, open]), [[true, false], [false, true], [true, false]]);
  page.search("");
  press("open");
  assertEquals(files().map(({ hidden, open }) => [hidden, open]), [[false, true], [false, true], [false, true]]);
  await page.window.happyDOM.close();
});
