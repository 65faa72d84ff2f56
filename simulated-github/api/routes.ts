import { type OperationName, published } from "./operations.ts";

/** The operation that a request is for, with the parameters of its path. */
export type Route = {
  readonly operation: OperationName;
  readonly path: Readonly<Record<string, string>>;
};

type Pattern = {
  readonly operation: OperationName;
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
};

/** Parameters that may hold slashes. */
const deep = new Set(["path", "ref", "basehead", "branch"]);

const patterns: readonly Pattern[] = (Object.keys(published) as OperationName[])
  .map((operation) => {
    const [method, template] = published[operation].route;
    const names: string[] = [];
    const source = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      names.push(name);
      // The contents of the root have no path at all.
      return name === "path" ? "?(.*)" : deep.has(name) ? "(.+)" : "([^/]+)";
    });
    return { operation, method, names, pattern: new RegExp(`^${source}$`), template };
  })
  // `/commits/{ref}/status` before `/commits/{ref}`, whose parameter would take it all.
  .toSorted((one, other) => fixedLength(other.template) - fixedLength(one.template));

function fixedLength(template: string): number {
  return template.replaceAll(/\{\w+\}/g, "").length;
}

/** The operation of a method and path; null if there is none here, or the path cannot be decoded. */
export function routeOf(method: string, path: string): Route | null {
  for (const { operation, method: wanted, pattern, names } of patterns) {
    if (wanted !== method) continue;
    const match = pattern.exec(path);
    if (match === null) continue;
    try {
      const values = names.map((name, place) => [name, decodeURIComponent(match[place + 1] ?? "")]);
      return { operation, path: Object.fromEntries(values) };
    } catch {
      return null;
    }
  }
  return null;
}
