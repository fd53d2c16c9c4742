import { assertEquals, assertMatch } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { otelLogger, type OtelLoggerOptions, type OtelLogRecord } from "./otel_logger.ts";

const Worker = GenServer.define({
  name: "Worker",
  version: 4,
  init: () => ({ password: "hunter2" }),
  casts: {
    crash: (_state, _with: { token: string }): { password: string } => {
      throw new RangeError("Bad");
    },
  },
});

async function recorded(options: OtelLoggerOptions = {}): Promise<{ records: OtelLogRecord[]; wallTime: number }> {
  const records: OtelLogRecord[] = [];
  const emitter = { emit: (record: OtelLogRecord) => void records.push(record) };
  await using simulation = new Simulation({ logger: otelLogger(emitter, options) });
  const { system } = simulation;
  await system.start(Supervisor.define({ maxRestarts: 1, children: [Worker.child({ name: "worker" })] }), {
    name: "t",
  });
  for (let times = 0; times < 2; times++) {
    system.whereis(Worker, "worker").cast("crash", { token: "t" });
    await simulation.settle();
  }
  runtimeOf(system).reporter.warn("careful");
  runtimeOf(system).reporter.info("by the way");
  return { records, wallTime: system.wallTime() };
}

Deno.test("otelLogger() makes a crash a record with all that is known as attributes, without secrets", async () => {
  const { records, wallTime } = await recorded();
  const { attributes, ...record } = records[0]!;
  const { "exception.stacktrace": stack, ...others } = attributes;
  assertEquals(record, {
    eventName: "otp.crash",
    timestamp: wallTime,
    severityNumber: 17,
    severityText: "ERROR",
    body: "Worker <0.2.0> (worker) crashed: RangeError: Bad",
  });
  assertEquals(others, {
    "otp.pid": "<0.2.0>",
    "otp.name": "worker",
    "otp.behaviour": "GenServer",
    "otp.module": "Worker",
    "otp.version": "4",
    "otp.initial_call": "Worker.init",
    "otp.reason": "RangeError: Bad",
    "otp.parent": "<0.1.0>",
    "otp.ancestors": ["t"],
    "otp.links": ["<0.1.0>"],
    "otp.mailbox_length": 0,
    "otp.handled": 1,
    "otp.uptime_ms": 0,
    "otp.message.form": "cast",
    "otp.message.kind": "crash",
    "otp.message": '{"token":"[redacted]"}',
    "otp.state": '{"password":"[redacted]"}',
    "exception.type": "RangeError",
    "exception.message": "Bad",
  });
  assertMatch(String(stack), /otel_logger_test\.ts/);
});

Deno.test("otelLogger() gives every report its severity", async () => {
  const { records } = await recorded({ progress: true });
  assertEquals(
    records.map(({ eventName, severityNumber, severityText }) => [eventName, severityNumber, severityText]),
    [
      ["otp.child.started", 9, "INFO"],
      ["otp.crash", 17, "ERROR"],
      ["otp.child.restarted", 13, "WARN"],
      ["otp.crash", 17, "ERROR"],
      ["otp.supervisor.gave_up", 17, "ERROR"],
      ["otp.warning", 13, "WARN"],
      ["otp.info", 9, "INFO"],
    ],
  );
  assertEquals(records[2]!.attributes, {
    "otp.pid": "<0.1.0>",
    "otp.name": "t",
    "otp.module": "Supervisor",
    "otp.child": "Worker",
    "otp.child_pid": "<0.3.0>",
    "otp.reason": "RangeError: Bad",
  });
  assertEquals([(await recorded()).records.length, otelLogger({ emit() {} }, { limit: false }).limit], [6, undefined]);
});

Deno.test("otelLogger() takes any reason, a bare one has no exception", async () => {
  const records: OtelLogRecord[] = [];
  await using simulation = new Simulation({ logger: otelLogger({ emit: (record) => void records.push(record) }) });
  const { system } = simulation;
  for (const reason of ["boom", { error: "x" }, { error: null }, null as never]) {
    system.exit(system.spawn(() => new Promise(() => {})), reason);
  }
  assertEquals(records.map(({ attributes }) => [attributes["otp.reason"], "exception.type" in attributes]), [
    ["boom", false],
    ['{"error":"x"}', false],
    ['{"error":null}', false],
    ["null", false],
  ]);
});
