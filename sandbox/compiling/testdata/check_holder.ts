/** A program that has checked types, says so, and lives until it is killed. */
import { HostFolder } from "../../walls/host_folder.ts";
import { TypeChecker } from "../type_check.ts";

const checker = new TypeChecker(new HostFolder(Deno.args[0]));
const signal = new AbortController().signal;
await checker.check({ sources: new Map([["/a.ts", "1;"]]), grants: new Map(), heapMb: 512, signal });
console.log("checked");
setInterval(() => {}, 1 << 30);
