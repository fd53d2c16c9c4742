/**
 * Who may import whom. This file is data: edit it when the house changes, nothing else needs to know.
 *
 * - `uses` of a package: the packages of ours that it may import, by folder name. Nothing is inherited.
 * - `folders`: each folder of the package, and what it may import besides itself: folders, or single files by their
 *   path in the package (`"environment.ts"`). `"."` is every file at the package's root, `"*"` is everything. As a key,
 *   `"."` speaks for the root files that have no key of their own. A folder that is missing here is an error as soon as
 *   one of its files imports another folder. Only the first level of folders counts. Without `folders` all may
 *   import all.
 * - `types`: files that any file of the package may `import type`, whatever `folders` says.
 * - `external`: folders that may import packages which are not ours (`npm:`, `jsr:`, bare names); `"*"` = all.
 * - `builtin`: folders that may import `node:` modules; `"*"` = all.
 *
 * Tests, benchmarks and `*_suite.ts` are held to none of it but the walls between packages.
 */
export interface PackageLayers {
  uses: readonly string[];
  folders?: Readonly<Record<string, readonly string[]>>;
  types?: readonly string[];
  external?: readonly string[];
  builtin?: readonly string[];
}

/** The table of every package, by folder name. */
export type Layers = Readonly<Record<string, PackageLayers>>;

/** The house. */
export const LAYERS: Layers = {
  otp: {
    uses: [],
    folders: {
      "environment.ts": ["argument_error.ts"],
      "argument_error.ts": [],
      events: ["environment.ts", "argument_error.ts"],
      presenting: ["argument_error.ts"],
      processes: ["argument_error.ts", "environment.ts", "events", "presenting"],
      reports: ["argument_error.ts", "events", "presenting", "processes"],
      behaviours: ["argument_error.ts", "environment.ts", "events", "processes"],
      supervision: ["argument_error.ts", "environment.ts", "events", "processes", "behaviours"],
      introspection: [
        "argument_error.ts",
        "environment.ts",
        "events",
        "presenting",
        "processes",
        "reports",
        "behaviours",
        "supervision",
      ],
      faults: ["environment.ts", "processes"],
      simulation: ["argument_error.ts", "environment.ts", "events", "processes", "faults", "remote", "system.ts"],
      preemption: ["argument_error.ts", "environment.ts", "events", "processes"],
      remote: ["argument_error.ts", "environment.ts", "events", "processes", "behaviours", "faults", "introspection"],
      workers: [
        "argument_error.ts",
        "environment.ts",
        "events",
        "processes",
        "reports",
        "behaviours",
        "supervision",
        "remote",
        "preemption",
        "system.ts",
      ],
      cluster: ["environment.ts", "events", "processes", "behaviours", "supervision", "remote"],
      stages: ["mod.ts"],
      examples: ["mod.ts"],
      ".": ["*"],
    },
    types: ["system.ts", "processes/pid.ts", "processes/exit_reason.ts"],
    external: ["cluster"],
    builtin: ["workers", "preemption", "cluster"],
  },
  supertester: {
    uses: ["otp"],
    folders: {
      "deno.json": [],
      presenting: [],
      statistics: [],
      results: [],
      chronicle: ["presenting"],
      waiting: ["presenting", "chronicle"],
      isolation: ["presenting", "chronicle", "waiting", "observing", "results"],
      assertions: ["presenting", "chronicle", "waiting"],
      observing: ["presenting", "chronicle", "waiting"],
      supervision: ["presenting", "chronicle", "waiting", "assertions"],
      chaos: ["presenting", "statistics", "results", "chronicle", "waiting", "isolation", "assertions", "supervision"],
      performance: ["presenting", "statistics", "results", "chronicle", "waiting"],
      linearizability: ["presenting"],
      simulation: ["presenting", "statistics", "results", "chronicle", "waiting", "isolation", "linearizability"],
      scenarios: [
        "presenting",
        "linearizability",
        "statistics",
        "results",
        "chronicle",
        "waiting",
        "isolation",
        "assertions",
        "chaos",
        "performance",
        "simulation",
      ],
      recording: ["presenting", "results", "chronicle", "waiting"],
      deno: ["chronicle", "isolation"],
      properties: ["results", "linearizability", "scenarios", "simulation", "isolation"],
      profiling: ["performance"],
      trends: ["statistics", "results", "performance"],
      reports: ["presenting", "statistics", "results", "trends"],
      cli: ["presenting", "statistics", "results", "trends", "reports", "recording", "deno.json"],
      examples: ["mod.ts"],
      ".": ["*"],
    },
    external: [
      "assertions",
      "observing",
      "supervision",
      "chaos",
      "performance",
      "simulation",
      "linearizability",
      "scenarios",
      "recording",
      "properties",
      "reports",
      "cli",
    ],
    builtin: ["profiling", "trends", "reports", "cli"],
  },
  sandbox: {
    uses: ["otp"],
    folders: {
      limits: [],
      permissions: ["limits"],
      programs: ["limits", "permissions", "walls/host_folder.ts"],
      audit: ["limits"],
      guest: ["limits"],
      compiling: ["limits", "permissions", "guest", "walls/host_folder.ts"],
      versions: ["limits", "permissions", "compiling"],
      isolate: ["limits", "permissions", "guest"],
      walls: ["limits", "permissions", "guest", "isolate"],
      native: ["limits", "permissions", "programs", "guest", "walls"],
      state: ["limits", "guest"],
      host: [
        "limits",
        "permissions",
        "programs",
        "native",
        "audit",
        "compiling",
        "versions",
        "guest",
        "walls",
        "state",
      ],
      plugins: ["limits", "permissions", "audit", "guest", "compiling", "host", "versions"],
      testing: ["guest"],
      grading: ["limits", "permissions", "host", "compiling", "testing"],
      examples: ["mod.ts"],
      ".": ["*"],
    },
    external: ["*"],
    builtin: ["*"],
  },
  arsenal: {
    uses: ["otp", "supertester", "sandbox"],
    folders: {
      presenting: [],
      operations: [],
      builtin: ["presenting", "operations"],
      http: ["presenting", "operations", "builtin"],
      ".": ["*"],
    },
    external: ["*"],
    builtin: ["*"],
  },
  playwriter: { uses: [], external: ["*"], builtin: ["*"] },
  learner: {
    uses: ["otp", "supertester", "sandbox", "arsenal"],
    folders: {
      sources: [],
      models: ["sources"],
      widgets: ["sources", "models"],
      client: ["sources", "models", "widgets"],
      classroom: [],
      pages: ["sources", "models", "widgets", "classroom", "server"],
      server: ["sources", "models", "widgets", "classroom", "pages"],
      demo: [],
      ".": ["*"],
    },
    external: ["*"],
    builtin: ["server", "pages", "classroom", "demo", "."],
  },
};

/** What a browser may load: entry points by subpath, and folders whose every file must be fit for a browser. */
export interface BrowserSafe {
  entries: readonly string[];
  folders: readonly string[];
}

/** The browser side of the house, by package. */
export const BROWSER: Readonly<Record<string, BrowserSafe>> = {
  otp: { entries: [".", "./simulation", "./stages", "./remote"], folders: [] },
  supertester: { entries: [".", "./recording"], folders: [] },
  learner: { entries: ["./widgets", "./sources"], folders: ["widgets", "sources", "models", "client"] },
};
