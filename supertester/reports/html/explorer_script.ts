/** What the script of a page uses of a document: this package is typed without a browser. */
export interface PageLike {
  /** The first element that a selector finds. */
  querySelector(selector: string): PageElement | null;
  /** All of them. */
  querySelectorAll(selector: string): Iterable<PageElement>;
  /** Hears of what happens in the page. */
  addEventListener(kind: string, heard: (event: PageEvent) => void): void;
}

/** What the script uses of an element. */
export interface PageElement extends PageLike {
  /** Whether it is left out. */
  hidden: boolean;
  /** Of a `details`: whether it is open. */
  open?: boolean;
  /** Of a field: what stands in it. */
  value?: string;
  /** All its text. */
  textContent: string | null;
  /** Its `data-` attributes. */
  readonly dataset: Readonly<Record<string, string | undefined>>;
  /** Takes the keyboard. */
  focus(): void;
}

/** What the script uses of an event. */
export interface PageEvent {
  /** The key that was pressed. */
  readonly key?: string;
  /** Where it happened. */
  readonly target: unknown;
  /** Keeps the browser from what it would do. */
  preventDefault(): void;
}

/**
 * Brings a page to life: search, filter, open and close. It is written into the page as its source, so it uses nothing
 * but its argument.
 */
export function explore(page: PageLike): void {
  const form = page.querySelector("[data-filter]");
  const shown = page.querySelector("[data-shown]");
  const field = page.querySelector("[data-filter] [name=text]");
  if (!form || !shown || !field) return;
  const files = [...page.querySelectorAll("[data-file]")].map((file) => ({
    file,
    tests: [...file.querySelectorAll("[data-test]")].map((test) => ({
      test,
      outcomes: (test.dataset["outcome"] ?? "").split(" "),
      text: `${file.querySelector("summary")?.textContent} ${test.textContent}`.toLowerCase(),
    })),
  }));
  const all = files.reduce((sum, { tests }) => sum + tests.length, 0);

  const apply = () => {
    const words = (field.value ?? "").toLowerCase().split(/\s+/).filter((word) => word !== "");
    const outcome = page.querySelector("[data-filter] [name=outcome]:checked")?.value ?? "all";
    const narrowed = words.length > 0 || outcome !== "all";
    let count = 0;
    for (const { file, tests } of files) {
      let any = false;
      for (const { test, outcomes, text } of tests) {
        const fits = (outcome === "all" || outcomes.includes(outcome)) && words.every((word) => text.includes(word));
        test.hidden = !fits;
        if (fits) count++;
        any ||= fits;
      }
      file.hidden = narrowed && !any;
      if (narrowed && any) file.open = true;
    }
    shown.textContent = narrowed ? `${count} of ${all} shown` : `${all} shown`;
  };

  const openAll = (open: boolean) => {
    for (const { file } of files) file.open = open;
  };

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  page.querySelector("[data-open]")?.addEventListener("click", () => openAll(true));
  page.querySelector("[data-close]")?.addEventListener("click", () => openAll(false));
  page.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target === field) return;
    event.preventDefault();
    field.focus();
  });
  form.hidden = false;
  apply();
}
