/**
 * remote manual placeholder
 * @module
 */
export { connect, type Connection } from "./connection.ts";
export type { ConnectOptions, Offers, RemoteStartOptions } from "./connect_options.ts";
export type { RemoteInfo } from "./_incoming.ts";
export {
  type Fate,
  type FateOf,
  type FaultOptions,
  faults,
  MemoryNetwork,
  type MemoryNetworkOptions,
} from "./memory_transport.ts";
export { transfer } from "./transfer.ts";
export type { Transport, TransportListener } from "./transport.ts";
export * from "./wire.ts";
