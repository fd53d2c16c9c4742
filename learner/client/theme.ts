/**
 * Loaded before the page is drawn, and so kept small: the theme and the rendering that were chosen last time, without a
 * flash of the others.
 */

/** Where choices are kept. Reading may fail: a browser may forbid it. */
function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch { /* then it holds for this page only */ }
}

const THEME = "superlearner.theme";
const VIEW = "superlearner.view";
const root = document.documentElement;

root.dataset["js"] = "on";
const theme = recall(THEME);
if (theme === "light" || theme === "dark") root.dataset["theme"] = theme;
const view = recall(VIEW);
const narrow = matchMedia("(max-width: 760px)").matches;
root.dataset["view"] = view === "picture" || view === "list" ? view : narrow ? "list" : "picture";

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target.closest("[data-theme-toggle]") : null;
  if (target === null) return;
  const dark = root.dataset["theme"] === undefined
    ? matchMedia("(prefers-color-scheme: dark)").matches
    : root.dataset["theme"] === "dark";
  root.dataset["theme"] = dark ? "light" : "dark";
  keep(THEME, root.dataset["theme"]);
});

document.addEventListener("superlearner:view", (event) => {
  const shape = String((event as CustomEvent).detail);
  root.dataset["view"] = shape;
  keep(VIEW, shape);
});
