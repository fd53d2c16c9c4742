/** A program that has a folder, says where, and lives until it is killed. */
import { HostFolder } from "../host_folder.ts";

console.log(new HostFolder(Deno.args[0]).take());
setInterval(() => {}, 1 << 30);
