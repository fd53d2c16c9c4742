import type { Awaitable, OtpSystem } from "./host.ts";
import type { PathTemplate } from "./path_template.ts";
import type { Principal } from "./principal.ts";
import type { RowsReply, StreamEvent, TextReply } from "./reply.ts";

/** The methods an operation can have. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * What is put around the data of an answer: `dated` is `{ data, success, timestamp }`; `plain` is `{ data, success }`, for
 * answers that are equal while nothing has changed; `none` is the data itself.
 */
export type Envelope = "dated" | "plain" | "none";

/** A schema of zod 4, as much of it as its type tells. */
export interface Schema {
  /** What zod knows of it. */
  readonly _zod: {
    /** What it takes. */
    readonly input: unknown;
    /** What it gives. */
    readonly output: unknown;
  };
}

/** An object schema of zod 4: what parameters and queries are declared by. */
export interface ObjectSchema extends Schema {
  /** Its fields. */
  readonly shape: { readonly [field: string]: Schema };
}

/** The schema of an object with these fields, which is given as it is taken. */
export interface FieldsSchema<Fields> extends ObjectSchema {
  /** What zod knows of it. */
  readonly _zod: { readonly input: Fields; readonly output: Fields };
}

/** What a schema takes. */
export type InputOf<Of extends Schema> = Of["_zod"]["input"];

/** What a schema gives. */
export type OutputOf<Of extends Schema> = Of["_zod"]["output"];

/** The schema of nothing. */
export type EmptySchema = FieldsSchema<Record<never, never>>;

/** The parameters that a path names; each is a text, unless declared otherwise. */
export type PathParameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameters<Rest>
  : never;

/** The schema of the parameters of a path, where none is declared. */
export type PathSchema<Path extends string> = FieldsSchema<{ readonly [Name in PathParameters<Path>]: string }>;

/** What every handler gets, whatever it declares. */
export interface HandlerContext {
  /** The System the operation works on. */
  readonly system: OtpSystem;
  /** Who asks. */
  readonly principal: Principal;
  /** Aborted when the caller is gone or the time is up. */
  readonly signal: AbortSignal;
  /** A header of the request, where there is one. */
  header(name: string): string | undefined;
  /** Adds a header to the answer. */
  setHeader(name: string, value: string): void;
  /** Answers with another status than the declared one; it should be declared in `errors`. */
  setStatus(status: number): void;
}

/** What a handler gets: its parameters as its schemas describe them, and what everybody gets. */
export interface HandlerInput<Params, Query, Body> extends HandlerContext {
  /** The parameters of the path. */
  readonly params: Params;
  /** The query, with defaults filled in. */
  readonly query: Query;
  /** The body, with defaults filled in. */
  readonly body: Body;
}

/** What operations of both kinds, replies and streams, are declared by. */
export interface OperationHead<Params extends ObjectSchema, Query extends ObjectSchema, Body extends Schema> {
  /** Its name: camelCase, unique. The operation id in OpenAPI. */
  name: string;
  /** The HTTP method. */
  method: Method;
  /** The path below the base path, parameters as `{name}`: `/workers/{id}/restart`. */
  path: string;
  /** What it does, in one line. */
  summary: string;
  /** What else there is to know; Markdown. */
  description?: string;
  /** What it is listed under. @default the first segment of the path */
  tags?: readonly string[];
  /** The parameters of the path: each must be named in it, and the reverse. @default all are texts */
  params?: Params;
  /** The query. Numbers and booleans are declared as such (`z.int()`, `z.boolean()`), not coerced. @default nothing */
  query?: Query;
  /** The body as JSON. An absent body counts as `{}`, so that defaults apply. @default nothing */
  body?: Body;
  /** What a caller needs to be allowed: `area:read`, `area:write`, or `public`. */
  permission: string;
  /** What it may refuse with, by HTTP status, in words for the documentation. @default {{}} */
  errors?: { readonly [status: number]: string };
  /** Whether doing it twice is the same as doing it once. @default {true} for all but POST and PATCH */
  idempotent?: boolean;
  /** Whether it can do harm; must not be public, and not a GET. @default {false} */
  dangerous?: boolean;
}

/** What may stand for a list: its rows, made while they are sent. */
export type RowsOf<List> = List extends readonly (infer Row)[] ? RowsReply<Row> : never;

/** An operation that gives one answer. */
export interface OperationSpec<
  Params extends ObjectSchema,
  Query extends ObjectSchema,
  Body extends Schema,
  Response extends Schema,
> extends OperationHead<Params, Query, Body> {
  /** What it answers. What the schema does not list is left out of the answer. */
  response: Response;
  /** The HTTP status of success. @default {200} */
  status?: number;
  /** What is put around the answer. @default {"dated"} */
  envelope?: Envelope;
  /** Whether the JSON is written one field a line. @default {false} */
  pretty?: boolean;
  /** How long the handler may take, in milliseconds; then the answer is 504. @default {30000} */
  timeoutMs?: number;
  /** Does it. */
  handler: (
    input: HandlerInput<OutputOf<Params>, OutputOf<Query>, OutputOf<Body>>,
  ) => Awaitable<InputOf<Response> | TextReply | RowsOf<InputOf<Response>>>;
}

/** An operation that goes on answering: server-sent events. */
export interface StreamSpec<
  Params extends ObjectSchema,
  Query extends ObjectSchema,
  Body extends Schema,
  Response extends Schema,
> extends OperationHead<Params, Query, Body> {
  /** What the data of an event looks like, for the documentation. */
  response: Response;
  /** Gives the events; what it holds is released when the iteration ends, which `signal` asks for. */
  handler: (
    input: HandlerInput<OutputOf<Params>, OutputOf<Query>, OutputOf<Body>>,
  ) => Awaitable<AsyncIterable<StreamEvent>>;
}

/** A declared operation, whatever its types. */
export interface Operation {
  /** Its name. */
  readonly name: string;
  /** The HTTP method. */
  readonly method: Method;
  /** The path below the base path. */
  readonly path: string;
  /** The path, read. */
  readonly template: PathTemplate;
  /** What it does, in one line. */
  readonly summary: string;
  /** What else there is to know. */
  readonly description: string;
  /** What it is listed under. */
  readonly tags: readonly string[];
  /** One answer, or a stream of events. */
  readonly kind: "reply" | "stream";
  /** The schema of the path's parameters. */
  readonly params: ObjectSchema;
  /** The schema of the query. */
  readonly query: ObjectSchema;
  /** The schema of the body; `undefined` where it takes none. */
  readonly body: Schema | undefined;
  /** The schema of the answer, or of the data of an event. */
  readonly response: Schema;
  /** The HTTP status of success. */
  readonly status: number;
  /** What is put around the answer. */
  readonly envelope: Envelope;
  /** Whether the JSON is written one field a line. */
  readonly pretty: boolean;
  /** What a caller needs to be allowed. */
  readonly permission: string;
  /** What it may refuse with, by HTTP status. */
  readonly errors: { readonly [status: number]: string };
  /** Whether doing it twice is the same as doing it once. */
  readonly idempotent: boolean;
  /** Whether it can do harm. */
  readonly dangerous: boolean;
  /** How long the handler may take, in milliseconds; has no meaning for a stream. */
  readonly timeoutMs: number;
  /** Does it. */
  readonly handler: (input: never) => unknown;
}
