import type { Operation } from "../operations/operation.ts";
import { type FieldError, validationFailed } from "../operations/operation_error.ts";
import { decodeText, isList } from "../operations/schema_kind.ts";

/** The parameters and the query of a request, decoded by the schemas that will judge them. */
export interface UrlInput {
  /** Of the path. */
  readonly params: Record<string, unknown>;
  /** Of the query. */
  readonly query: Record<string, unknown>;
}

/**
 * Reads what a URL says to an operation. The path is matched from its end, since the application may be mounted anywhere.
 *
 * @throws {OperationError} 400 where an escape is broken, or a name that is no list is there twice.
 */
export function readUrl(operation: Operation, url: string): UrlInput {
  const { pathname, search } = splitUrl(url);
  return { params: readPath(operation, pathname), query: readQuery(operation, search) };
}

/** Path and query as they were sent: `URL` would encode and resolve. */
export function splitUrl(url: string): { pathname: string; search: string } {
  const from = url.indexOf("/", url.indexOf("://") + 3);
  const [whole = ""] = (from < 0 ? "/" : url.slice(from)).split("#", 1);
  const mark = whole.indexOf("?");
  return mark < 0 ? { pathname: whole, search: "" } : { pathname: whole.slice(0, mark), search: whole.slice(mark + 1) };
}

function readPath({ template, params }: Operation, pathname: string): Record<string, unknown> {
  const parts = pathname.split("/");
  const found: Record<string, unknown> = {};
  const offset = parts.length - template.segments.length;
  template.segments.forEach((segment, at) => {
    if (!("parameter" in segment)) return;
    const text = unescape(parts[offset + at] ?? "", { in: "path", path: segment.parameter });
    found[segment.parameter] = decodeText(params.shape[segment.parameter]!, text);
  });
  return found;
}

function readQuery({ query: { shape } }: Operation, search: string): Record<string, unknown> {
  const found: Record<string, unknown> = Object.create(null);
  const errors: FieldError[] = [];
  for (const pair of search.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = unescape(plus(equals < 0 ? pair : pair.slice(0, equals)), { in: "query", path: "" });
    const text = unescape(equals < 0 ? "" : plus(pair.slice(equals + 1)), { in: "query", path: name });
    const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const value = schema === undefined ? text : decodeText(schema, text);
    if (!(name in found)) found[name] = value;
    else if (schema !== undefined && isList(schema)) (found[name] as unknown[]).push(...value as unknown[]);
    else errors.push({ in: "query", path: name.slice(0, 80), message: "is there more than once" });
  }
  if (errors.length > 0) throw validationFailed(errors);
  return { ...found };
}

function plus(text: string): string {
  return text.replaceAll("+", " ");
}

function unescape(text: string, place: { in: "path" | "query"; path: string }): string {
  try {
    return decodeURIComponent(text);
  } catch {
    const path = place.path.slice(0, 80);
    throw validationFailed([{
      in: place.in,
      path,
      message: "has a broken escape: % is followed by two hexadecimal digits of UTF-8",
    }]);
  }
}
