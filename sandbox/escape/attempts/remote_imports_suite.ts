import { type Attempt, type HostRefusal, probe } from "../attempt.ts";
import { importRefused } from "../refusals.ts";

const HERE = "http://127.0.0.1:%OTHER%";

/** A module whose import must fail already when the sandbox is created. */
const remote = (
  id: number,
  title: string,
  of: { readonly url: string; readonly by: readonly HostRefusal[] },
): Attempt => ({
  id,
  category: "imports",
  title,
  permissions: { import: [`${HERE}/`] },
  top: `import stolen from "${of.url}";`,
  probes: [probe(`return proof(stolen)`)],
  refusedBy: of.by,
});

const DENIED: readonly HostRefusal[] = [{ host: "import_denied" }];

/** Remote modules, where a host of them was granted. */
export const REMOTE_IMPORTS: readonly Attempt[] = [
  remote(340, "a redirect of a granted host to one that is not", { url: `${HERE}/redirect.ts`, by: DENIED }),
  remote(341, "a remote module that imports a file of the host", { url: `${HERE}/file.ts`, by: DENIED }),
  remote(342, "a remote module that imports a path of the host", {
    url: `${HERE}/path.ts`,
    by: [{ host: "compile_failed" }],
  }),
  remote(343, "a remote module that imports one of another host", { url: `${HERE}/other.ts`, by: DENIED }),
  remote(344, "a remote module that imports the sandbox's own by its path", {
    url: `${HERE}/sibling.ts`,
    by: [{ host: "compile_failed" }],
  }),
  remote(345, "a remote module that is too large", { url: `${HERE}/large.js`, by: [{ host: "limit_exceeded" }] }),
  remote(346, "another port of a granted host", { url: "http://127.0.0.1:%PORT%/module.js", by: DENIED }),
  remote(347, "another name of a granted host", { url: "http://localhost:%OTHER%/module.js", by: DENIED }),
  remote(348, "a granted host as the user of another", {
    url: "http://127.0.0.1:%OTHER%@127.0.0.1:%PORT%/module.js",
    by: DENIED,
  }),
  remote(349, "the same within a remote module", { url: `${HERE}/user.ts`, by: DENIED }),
  remote(350, "https: of a host that was granted by http:", { url: "https://127.0.0.1:%OTHER%/module.js", by: DENIED }),
  remote(351, "jsr: and npm:, beside a host that was granted", {
    url: "npm:left-pad",
    by: [{ host: "compile_failed" }],
  }),
  {
    id: 352,
    category: "imports",
    title: "a URL that is put together when it runs",
    permissions: { import: [`${HERE}/`] },
    probes: [
      probe(`return proof(await import("${HERE}/la" + "te.js"))`, importRefused(`${HERE}/late.js`)),
      probe(
        `return proof(await import(["http:", "", "127.0.0.1:%PORT%", "module.js"].join("/")))`,
        importRefused("http://127.0.0.1:%PORT%/module.js"),
      ),
    ],
  },
];
