import type { PluginReload, PluginSandbox, PluginSandboxes, PluginSandboxOptions } from "../plugin_sandbox.ts";

/** What a plugin does, by the text of one of its modules. */
export interface Behaviours {
  readonly [text: string]: { readonly [name: string]: (value: never) => unknown };
}

/** Sandboxes that run functions of the test, without any wall; a text that has no behaviour does not start. */
export class FakeSandboxes implements PluginSandboxes {
  readonly created: PluginSandboxOptions[] = [];
  readonly living: string[] = [];
  readonly reloaded: string[] = [];
  readonly started: string[] = [];
  /** Who did what, in order. */
  readonly done: string[] = [];
  readonly #behaviours: Behaviours;
  readonly #reloads: boolean;

  constructor(behaviours: Behaviours, { reloads = false }: { readonly reloads?: boolean } = {}) {
    this.#behaviours = behaviours;
    this.#reloads = reloads;
  }

  create(options: PluginSandboxOptions): Promise<PluginSandbox> {
    this.created.push(options);
    this.done.push(`${options.by} create`);
    const { name, source: { files } } = options;
    const behaviourOf = (texts: Readonly<Record<string, string>>) => {
      const found = Object.values(texts).map((text) => this.#behaviours[text]).find((one) => one !== undefined);
      if (found === undefined) throw new Error("It does not start");
      return found;
    };
    return Promise.resolve().then(() => {
      let current = behaviourOf(files);
      this.living.push(name);
      return {
        run: async (hook, [value]) => {
          const run = current[hook];
          if (run === undefined) throw new Error(`There is no ${hook}`);
          return await run(value as never);
        },
        start: ({ by }) => {
          this.started.push(name);
          this.done.push(`${by} start`);
          return Promise.resolve();
        },
        destroy: ({ by }) => {
          this.done.push(`${by} destroy`);
          this.living.splice(this.living.indexOf(name), 1);
          return Promise.resolve();
        },
        ...(this.#reloads && {
          reload: ({ files: next, by }: PluginReload) =>
            Promise.resolve().then(() => {
              current = behaviourOf(next);
              this.reloaded.push(name);
              this.done.push(`${by} reload`);
            }),
        }),
      } satisfies PluginSandbox;
    });
  }
}

/** A host that has everything, in a world without links but `/link`, which leads to where it is told. */
export function fakeHost(): { link: string } & import("../../permissions/host_access.ts").HostAccess {
  return {
    link: "/data",
    has: () => true,
    realPath(path) {
      return path.replace(/^\/link(?=\/|$)/, this.link);
    },
    isLink: () => false,
    cwd: () => "/",
    program: (name) => `/bin/${name}`,
    lifelines: () => [],
  };
}
