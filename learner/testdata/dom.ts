import { Window } from "npm:happy-dom@^21";
import { type ComponentChild, render } from "preact";
import { act } from "preact/test-utils";

/** What a component needs of a browser. */
const GLOBALS = [
  "document",
  "Element",
  "HTMLElement",
  "HTMLDialogElement",
  "SVGElement",
  "Event",
  "KeyboardEvent",
  "CustomEvent",
  "MouseEvent",
  "getComputedStyle",
  "requestAnimationFrame",
  "cancelAnimationFrame",
  "matchMedia",
  "localStorage",
] as const;

/** A page without a browser, into which components are put. */
export class Page implements AsyncDisposable {
  readonly #window: Window;
  readonly #before = new Map<string, PropertyDescriptor | undefined>();
  readonly root: HTMLElement;

  constructor(options: { width?: number } = {}) {
    this.#window = new Window({ url: "http://localhost/supervisors", width: options.width ?? 1440, height: 900 });
    for (const name of GLOBALS) {
      this.#before.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
      const value = this.#window[name as keyof Window];
      const bound = name.match(/^[a-z]/) && typeof value === "function" ? value.bind(this.#window) : value;
      Object.defineProperty(globalThis, name, { value: bound, configurable: true, writable: true });
    }
    this.root = document.createElement("div");
    document.body.append(this.root);
  }

  async show(what: ComponentChild): Promise<void> {
    await act(() => render(what, this.root));
  }

  /** Does something, and lets everything be drawn that it brings about. */
  async do(what: () => unknown): Promise<void> {
    await act(async () => {
      await what();
      await this.#window.happyDOM.waitUntilComplete();
    });
  }

  find(selector: string): HTMLElement {
    const found = document.querySelector<HTMLElement>(selector);
    if (found === null) throw new Error(`Cannot find ${selector} in ${this.root.innerHTML.slice(0, 2000)}`);
    return found;
  }

  button(text: string): HTMLButtonElement {
    const found = [...document.querySelectorAll("button")].find((button) => button.textContent?.trim() === text);
    if (found === undefined) throw new Error(`Cannot find the button ${text}`);
    return found;
  }

  async press(key: string, target: Element = document.activeElement ?? document.body): Promise<void> {
    await this.do(() => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })));
  }

  async type(input: HTMLElement, text: string): Promise<void> {
    await this.do(() => {
      (input as HTMLInputElement).value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await act(() => render(null, this.root));
    await this.#window.happyDOM.close();
    for (const [name, descriptor] of this.#before) {
      if (descriptor === undefined) delete (globalThis as { [name: string]: unknown })[name];
      else Object.defineProperty(globalThis, name, descriptor);
    }
  }
}
