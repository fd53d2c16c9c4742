import { assertEquals } from "@std/assert";
import { MailReader, MailSender, newMailbox } from "./mailbox.ts";
import type { ToWall } from "./wall_protocol.ts";

const CREATE = ["create", 0, {}, {}, [], "/main.ts", []] as unknown as ToWall;

function mailbox() {
  const memory = newMailbox();
  const posted: string[] = [];
  const sender = new MailSender(memory, (message) => posted.push(JSON.stringify(message)));
  const reader = new MailReader(memory);
  const tell = (text: string) => sender.say(["in", 0, [text]]);
  return { posted, sender, reader, tell };
}

/** One whose cell has been made. */
function opened() {
  const made = mailbox();
  made.sender.say(CREATE);
  made.posted.length = 0;
  made.reader.heard();
  made.reader.open();
  return made;
}

Deno.test("a mailbox holds one message for a cell that looks there, and all else takes the port", () => {
  const { posted, sender, reader, tell } = opened();
  sender.say(["in", 0, ['["one"]', '["ä😀"]']]);
  assertEquals([posted, reader.wait(1000)], [[], '["one"],["ä😀"]']);
  assertEquals(reader.wait(0), undefined);
  tell("1");
  tell("2");
  assertEquals([posted, reader.wait(1000), reader.wait(1000)], [['["in",0,["2"]]'], "1", undefined]);
});

Deno.test("a mailbox: what was said first is heard first, whichever way it takes", () => {
  const { posted, reader, tell } = opened();
  tell("x".repeat(20_000));
  tell("2");
  assertEquals([posted.length, reader.wait(1000), reader.close()], [2, undefined, undefined]);
  reader.heard();
  reader.open();
  tell("3"); // the second is not heard yet
  assertEquals([posted.length, reader.wait(1000), reader.close()], [3, undefined, undefined]);
  for (let n = 0; n < 2; n++) reader.heard();
  reader.open();
  tell("4");
  assertEquals([posted.length, reader.wait(1000)], [3, "4"]);
});

Deno.test("a mailbox: what comes at the last moment is not lost, and later nothing is put there", () => {
  const { posted, reader, tell } = opened();
  tell("1");
  assertEquals([reader.close(), reader.close()], ["1", undefined]);
  tell("2");
  assertEquals(posted, ['["in",0,["2"]]']);
});

Deno.test("a mailbox counts the outputs that were dealt with, and says so to a cell that is stuck", () => {
  const { posted, sender, reader } = opened();
  sender.say(["taken", 0, 8]);
  sender.say(["taken", 0, 8]);
  assertEquals([posted, reader.taken(), reader.taken()], [[], 16, 0]);
  reader.stuck = true;
  sender.say(["taken", 0, 8]);
  assertEquals([posted, reader.taken()], [['["taken",0,0]'], 8]);
});

Deno.test("a mailbox is of no use to a thread of several cells", () => {
  const { posted, sender, reader, tell } = opened();
  sender.say(["create", 1, {}, {}, [], "/main.ts", []] as unknown as ToWall);
  reader.heard();
  posted.length = 0;
  tell("1");
  sender.say(["taken", 0, 8]);
  assertEquals([posted, reader.taken()], [['["in",0,["1"]]', '["taken",0,8]'], 0]);
});

Deno.test("a mailbox is no place to wait at when the host needs the port", () => {
  const { posted, sender, reader } = opened();
  sender.say(["ping", 1]);
  assertEquals([posted, reader.wait(1000)], [['["ping",1]'], undefined]);
});
