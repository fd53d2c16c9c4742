import { createSocket, type Socket } from "node:dgram";

/** What is planted outside of the sandboxes, so that each way out can be seen to have been used. */

/** Where the bait lies, by the name that attempts call it: `%FILE%`, `%URL%`, … */
export type Places = Readonly<Record<string, string>>;

/** What must never be seen inside, by what it is. */
export type Secrets = Readonly<Record<string, string>>;

/** A secret nobody can guess. */
export function makeSecret(what: string): string {
  return `CANARY-${what}-${crypto.randomUUID()}`;
}

/** Files, servers and words that must stay as they are, unread. */
export class Bait implements AsyncDisposable {
  /** Where things are. */
  readonly places: Places;
  /** What must not get out. */
  readonly secrets: Secrets;
  /** The folder that the host works in; its name is a secret. */
  readonly cwd: string;
  readonly #dir: string;
  readonly #servers: readonly Deno.Listener[];
  readonly #udp: Socket;
  readonly #before: string;
  #packets: string[] = [];

  private constructor(
    { dir, secrets, servers, udp, cwd }: {
      dir: string;
      secrets: Secrets;
      servers: readonly Deno.Listener[];
      udp: Socket;
      cwd: string;
    },
  ) {
    const [denied, granted] = servers.map(({ addr }) => String((addr as Deno.NetAddr).port));
    this.#dir = dir;
    this.secrets = secrets;
    this.cwd = cwd;
    this.#servers = servers;
    this.#udp = udp;
    this.places = {
      DIR: dir,
      FILE: `${dir}/secret.txt`,
      JSON: `${dir}/secret.json`,
      MODULE: `${dir}/secret.mjs`,
      ABSENT: `${dir}/absent.txt`,
      ALLOWED: `${dir}/allowed`,
      SCRATCH: `${dir}/scratch`,
      SIBLING: `${dir}/sibling/main.ts`,
      TREE: `${dir}/tree`,
      URL: `http://127.0.0.1:${denied}`,
      HOST: `127.0.0.1:${denied}`,
      PORT: denied!,
      OTHER: granted!,
      UDP: String(udp.address().port),
      MARK: secrets["mark"]!,
    };
    this.#before = look(dir);
    void this.#accept(servers[0]!, () => answer(200, `export default "${secrets["net"]}"`, "text/javascript"), true);
    void this.#accept(
      servers[1]!,
      (path) => path.startsWith("/redirect") ? redirect(`${this.places["URL"]}/redirected`) : this.#granted(path),
      false,
    );
    udp.on("message", () => this.#packets.push("a packet came"));
  }

  /** Plants everything. */
  static async plant(): Promise<Bait> {
    const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bait-" }));
    const secrets = Object.fromEntries(
      ["file", "json", "module", "env", "global", "net", "stdin", "sibling", "tree", "vault", "cwd", "mark"].map((
        what,
      ) => [what, makeSecret(what)]),
    );
    await layOut(dir, secrets);
    const cwd = `${dir}/${secrets["cwd"]}`;
    await Deno.mkdir(cwd);
    const listen = () => Deno.listen({ hostname: "127.0.0.1", port: 0 });
    return new Bait({
      dir,
      secrets,
      cwd,
      servers: [listen(), listen()],
      udp: await hearUdp(),
    });
  }

  /** What was touched since the last look, as sentences. */
  touched(): string[] {
    const packets = this.#packets;
    this.#packets = [];
    return look(this.#dir) === this.#before ? packets : [...packets, "files outside were changed"];
  }

  /** Which secrets stand in a text, as sentences. `mark` is the guest's own word and may. */
  leaked(text: string): string[] {
    return Object.entries(this.secrets).filter(([what, secret]) => what !== "mark" && text.includes(secret))
      .map(([what]) => `the secret of ${what} got inside`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of this.#servers) each.close();
    this.#udp.close();
    await Deno.remove(this.#dir, { recursive: true });
  }

  /** What the server that is granted has: code that leads elsewhere, and else a word. */
  #granted(path: string): string {
    const { DIR, URL: denied, OTHER } = this.places;
    const targets: Readonly<Record<string, string>> = {
      "/file.ts": `file://${DIR}/secret.mjs`,
      "/path.ts": `${DIR}/secret.mjs`,
      "/other.ts": `${denied}/module.js`,
      "/user.ts": `http://127.0.0.1:${OTHER}@${denied!.slice(7)}/module.js`,
      "/sibling.ts": "/main.ts",
    };
    const target = targets[path.split(" ")[0]!];
    if (target !== undefined) {
      return answer(200, `export { default } from ${JSON.stringify(target)};`, "text/javascript");
    }
    return path.startsWith("/large") ? answer(200, "0;".repeat(3_000_000), "text/javascript") : answer(200, "plain");
  }

  async #accept(server: Deno.Listener, respond: (path: string) => string, counts: boolean): Promise<void> {
    for await (const connection of server) {
      if (counts) this.#packets.push("a connection came to the server");
      void serveOne(connection, respond).catch(() => {});
    }
  }
}

function hearUdp(): Promise<Socket> {
  const udp = createSocket("udp4");
  return new Promise((done) => udp.bind(0, "127.0.0.1", () => done(udp)));
}

async function layOut(dir: string, secrets: Secrets): Promise<void> {
  const write = (path: string, text: string) => Deno.writeTextFile(`${dir}/${path}`, text);
  for (const each of ["allowed", "scratch", "sibling", "tree"]) await Deno.mkdir(`${dir}/${each}`);
  await write("secret.txt", secrets["file"]!);
  await write("secret.json", JSON.stringify({ secret: secrets["json"] }));
  await write("secret.mjs", `export default ${JSON.stringify(secrets["module"])};`);
  await write("allowed/a.txt", "granted");
  await write("sibling/main.ts", `export const secret = ${JSON.stringify(secrets["sibling"])};`);
  await write("tree/main.ts", `import stolen from "./link.ts"; export function attempt() { return "gave " + stolen }`);
  await write("tree/secret.ts", `export default ${JSON.stringify(secrets["tree"])};`);
  await Deno.symlink(`${dir}/secret.txt`, `${dir}/allowed/link.txt`);
  await Deno.symlink(dir, `${dir}/allowed/linked`);
  await Deno.symlink(`${dir}/allowed/link.txt`, `${dir}/allowed/chain.txt`);
}

/** Everything in a folder, as one text that changes when anything in it does. What guests were granted is left out. */
function look(dir: string): string {
  const lines: string[] = [];
  const into = (path: string): void => {
    for (const { name, isDirectory, isSymlink } of Deno.readDirSync(path)) {
      const inside = `${path}/${name}`;
      if (isSymlink) lines.push(`${inside} -> ${Deno.readLinkSync(inside)}`);
      else if (isDirectory && ["scratch", "tree"].includes(name)) continue;
      else if (isDirectory) into(inside), lines.push(`${inside} ${Deno.statSync(inside).mode}`);
      else lines.push(`${inside} ${Deno.statSync(inside).mode} ${Deno.readTextFileSync(inside)}`);
    }
  };
  into(dir);
  return lines.sort().join("\n");
}

function answer(status: number, body: string, type = "text/plain"): string {
  return `HTTP/1.1 ${status} OK\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
}

function redirect(to: string): string {
  return `HTTP/1.1 302 Found\r\nlocation: ${to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`;
}

async function serveOne(connection: Deno.Conn, respond: (path: string) => string): Promise<void> {
  using open = connection;
  const bytes = new Uint8Array(8192);
  const read = await open.read(bytes);
  const [, path = "/"] = new TextDecoder().decode(bytes.subarray(0, read ?? 0)).split(" ");
  const answered = new TextEncoder().encode(respond(path));
  for (let sent = 0; sent < answered.length;) sent += await open.write(answered.subarray(sent));
}
