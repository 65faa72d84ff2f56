import type { Binding, Expression, Name } from "../../../src/nix/ast.ts";

/**
 * A second reading, for the tests alone: a small evaluator that runs a package as it is, notes everything that is
 * done on the way (what is fetched, built, imported, chosen by a computed name, or given to a function that
 * is not known), and leaves out of the notes only what an update may change. An update is harmless where the
 * notes are the same on both sides.
 */
type Value =
  | string
  | number
  | boolean
  | null
  | { readonly kind: "list"; readonly of: readonly Lazy[] }
  | { readonly kind: "set"; readonly of: Map<string, Lazy> }
  | { readonly kind: "function"; readonly call: (argument: Lazy) => Value }
  | { readonly kind: "built"; readonly id: string; readonly of: Map<string, Lazy> }
  | { readonly kind: "path"; readonly text: string }
  | { readonly kind: "opaque"; readonly id: string };

type Lazy = { get(): Value };
type Scope = { find(name: string): Value | undefined };

function lazy(compute: () => Value): Lazy {
  let found: Value | undefined;
  return { get: () => (found ??= compute()) };
}

const FETCHERS = /^fetch/;
const BUILDERS = /^(?:mkDerivation|build)/;
const TEXTS = /Phase$|^(?:pre|post)[A-Z]|Flags$|^[A-Z_]+$|^env$|^sourceRoot$|^ldflags$/;
const INPUTS = /[iI]nputs$|^patches$/;
/** What is built, or a place in it: `src = "${fetched}/lib"`. */
const SOURCES = /^srcs?$|^cargoDeps$/;
const FREE = /^(?:meta|passthru)$/;
const NAMES = /^(?:version|name|pname)$/;
const HASHES = /^(?:hash|sha256|outputHash)$|Hash$|^x86_64-linux$/;

/** What a package does, one note a line, in the order of the alphabet. */
export function doings(file: Expression): readonly string[] {
  const notes = new Set<string>();
  const note = (text: string) => notes.add(text);

  /** All of a value; what is built is told by all that it is built of. */
  function whole(value: Value): string {
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    switch (value.kind) {
      case "list":
        return `[${value.of.map((each) => whole(each.get())).join(" ")}]`;
      case "set":
        return `{${[...value.of].map(([name, each]) => `${name}=${whole(each.get())}`).join(";")}}`;
      case "function":
        return `(x: ${whole(value.call({ get: () => ({ kind: "opaque", id: "x" }) }))})`;
      case "built":
        return value.id;
      case "path":
        return value.text;
      case "opaque":
        return value.id;
    }
  }

  /** A value without its texts and what is built; `null` where something else is in it. */
  function only(value: Value, texts: boolean): boolean {
    if (typeof value === "string") return texts;
    if (value === null || typeof value !== "object") return false;
    if (value.kind === "list") return value.of.every((each) => only(each.get(), texts));
    if (value.kind === "set") return texts && [...value.of.values()].every((each) => only(each.get(), texts));
    // What it is, is noted: it may be another in the end.
    if (value.kind === "opaque" || value.kind === "path") note(`takes ${whole(value)}`);
    return value.kind !== "function";
  }

  /** Of what is built, and places in it (`"${src}/lib"`), where those are; null where anything else is in it. */
  function placesIn(value: Value): string | null {
    if (typeof value === "string") return /^<.*\}>(\/.*)$/s.exec(value)?.[1] ?? null;
    if (value === null || typeof value !== "object" || value.kind !== "list") {
      return only(value, false) ? "" : null;
    }
    const all = value.of.map((each) => placesIn(each.get()));
    return all.includes(null) ? null : all.join(" ").trim();
  }

  function told(name: string, value: Value): string {
    const all = whole(value);
    if (FREE.test(name)) return "";
    if ((NAMES.test(name) || HASHES.test(name)) && only(value, true)) return "";
    if (TEXTS.test(name) && only(value, true)) return "";
    const places = INPUTS.test(name) ? placesIn(value) : null;
    if (places !== null) return places;
    if (SOURCES.test(name) && only(value, true)) return "";
    return all;
  }

  function urlTold(value: Value): string {
    if (typeof value !== "string") return whole(value);
    const [, host = value, path = ""] = /^(\w+:\/\/[^/]*)(\/.*)?$/.exec(value) ?? [];
    const names = path.split("/").slice(1);
    return [host, ...names.slice(0, Math.min(host.endsWith("github.com") ? 2 : 1, names.length - 1))].join(
      "/",
    );
  }

  function made(name: string, argument: Value): Value {
    if (argument !== null && typeof argument === "object" && argument.kind === "function") {
      const self: { value: Value | undefined } = { value: undefined };
      const given = lazy(() => self.value ?? null);
      self.value = argument.call(given);
      return made(name, self.value);
    }
    if (argument === null || typeof argument !== "object" || argument.kind !== "set") {
      note(`${name} ${whole(argument)}`);
      return { kind: "opaque", id: `${name} ${whole(argument)}` };
    }
    const parts = [...argument.of].map(([attribute, each]) => {
      if (!FETCHERS.test(name)) return `${attribute}=${told(attribute, each.get())}`;
      if (attribute === "url") return `url=${urlTold(each.get())}`;
      if (/^(?:rev|tag)$/.test(attribute) && typeof each.get() === "string") return "";
      return `${attribute}=${told(attribute, each.get())}`;
    });
    note(`${name} ${parts.join(";")}`);
    const built: Value = { kind: "built", id: `<${name} ${whole(argument)}>`, of: argument.of };
    return built;
  }

  function nameOf(name: Name, scope: Scope): string {
    if (name.text !== null) return name.text;
    const inner = name.expression;
    if (inner === null) return "";
    const value = run(inner.kind === "interpolation" ? inner.expression : inner, scope);
    const text = asText(value);
    note(`name ${text}`);
    return text;
  }

  function asText(value: Value): string {
    return typeof value === "string" ? value : whole(value);
  }

  function select(value: Value, name: string): Value {
    if (value === null || typeof value !== "object") return { kind: "opaque", id: "nothing" };
    if (value.kind === "set" || value.kind === "built") {
      const own = value.of.get(name);
      if (own !== undefined) return own.get();
      // `a.${lib.system}`: one of them, the same on both sides.
      const [some] = name.startsWith("lib.") ? value.of.values() : [];
      if (some !== undefined) return some.get();
      if (value.kind === "built") return { kind: "opaque", id: `${value.id}.${name}` };
    }
    return { kind: "opaque", id: `${whole(value)}.${name}` };
  }

  function call(fn: Value, argument: Lazy): Value {
    if (fn === null || typeof fn !== "object") return { kind: "opaque", id: "nothing" };
    if (fn.kind === "function") return fn.call(argument);
    if (fn.kind !== "opaque") {
      note(`call ${whole(fn)} ${whole(argument.get())}`);
      return { kind: "opaque", id: "called" };
    }
    const last = fn.id.split(".").at(-1) ?? "";
    if (FETCHERS.test(last) || BUILDERS.test(last)) return made(last, argument.get());
    if (last === "getAttr") {
      const name = asText(argument.get());
      note(`name ${name}`);
      return { kind: "function", call: (set) => select(set.get(), name) };
    }
    if (last === "map") {
      return {
        kind: "function",
        call: (list) => {
          const given = list.get();
          if (given === null || typeof given !== "object" || given.kind !== "list") return given;
          return { kind: "list", of: given.of.map((each) => lazy(() => call(argument.get(), each))) };
        },
      };
    }
    if (last === "optional" || last === "optionalString") {
      const yes = argument.get();
      note(`decides ${whole(yes)}`);
      return { kind: "function", call: (x) => (last === "optional" ? { kind: "list", of: [x] } : x.get()) };
    }
    if (last === "toString") return asText(argument.get());
    note(`call ${fn.id} ${whole(argument.get())}`);
    return { kind: "opaque", id: `(${fn.id} ${whole(argument.get())})` };
  }

  function bound(bindings: readonly Binding[], recursive: boolean, scope: Scope): Map<string, Lazy> {
    const of = new Map<string, Lazy>();
    const inside: Scope = recursive ? { find: (name) => of.get(name)?.get() ?? scope.find(name) } : scope;
    for (const binding of bindings) {
      if (binding.kind === "inherit") {
        const { source } = binding;
        for (const { text } of binding.names) {
          const name = text ?? "";
          const variable: Expression = { kind: "variable", name, start: 0, end: 0 };
          of.set(
            name,
            lazy(() => (source === null ? run(variable, scope) : select(run(source, inside), name))),
          );
        }
        continue;
      }
      const [first, ...more] = binding.attrpath.names;
      if (first === undefined) continue;
      const value = lazy(() =>
        more.reduceRight<() => Value>(
          (below, name) => () => ({ kind: "set", of: new Map([[nameOf(name, inside), lazy(below)]]) }),
          () => run(binding.value, inside),
        )(),
      );
      of.set(nameOf(first, inside), value);
    }
    return of;
  }

  function run(node: Expression, scope: Scope): Value {
    switch (node.kind) {
      case "variable": {
        if (node.name === "true" || node.name === "false") return node.name === "true";
        return scope.find(node.name) ?? { kind: "opaque", id: node.name };
      }
      case "integer":
      case "float":
        return Number(node.text);
      case "uri":
        return node.text;
      case "string":
        return node.parts
          .map((part) => (part.kind === "interpolation" ? asText(run(part.expression, scope)) : part.text))
          .join("");
      case "path": {
        const parts = node.interpolations.map(({ expression }) => asText(run(expression, scope)));
        for (const part of parts) note(`path ${part}`);
        return { kind: "path", text: node.text };
      }
      case "parenthesized":
        return run(node.expression, scope);
      case "attrset":
        return { kind: "set", of: bound(node.bindings, node.form !== "plain", scope) };
      case "let": {
        const of = bound(node.bindings, true, scope);
        return run(node.body, { find: (name) => of.get(name)?.get() ?? scope.find(name) });
      }
      case "list":
        return { kind: "list", of: node.elements.map((each) => lazy(() => run(each, scope))) };
      case "select": {
        let value = run(node.expression, scope);
        for (const name of node.attrpath.names) value = select(value, nameOf(name, scope));
        return value;
      }
      case "has-attribute":
        for (const name of node.attrpath.names) nameOf(name, scope);
        return false;
      case "apply": {
        const fn = run(node.function, scope);
        const argument = lazy(() => run(node.argument, scope));
        if (
          fn !== null &&
          typeof fn === "object" &&
          fn.kind === "opaque" &&
          /(?:^|\.)(?:import|callPackage)$/.test(fn.id)
        ) {
          note(`code ${whole(argument.get())}`);
        }
        return call(fn, argument);
      }
      case "binary": {
        const [left, right] = [run(node.left, scope), run(node.right, scope)];
        if (node.operator === "+") {
          if (left !== null && typeof left === "object" && left.kind === "path")
            note(`path ${asText(right)}`);
          return asText(left) + asText(right);
        }
        if (node.operator === "==") return whole(left) === whole(right);
        if (node.operator === "//" || node.operator === "++") return joined(left, right);
        return { kind: "opaque", id: `${whole(left)} ${node.operator} ${whole(right)}` };
      }
      case "if": {
        note(`decides ${whole(run(node.condition, scope))}`);
        const both = [run(node.consequence, scope), run(node.alternative, scope)];
        for (const each of both) whole(each);
        return both[0] ?? null;
      }
      case "with": {
        const environment = run(node.environment, scope);
        return run(node.body, { find: (name) => scope.find(name) ?? select(environment, name) });
      }
      case "function": {
        const { argument, formals, body } = node;
        return {
          kind: "function",
          call: (given) => {
            const find = (name: string): Value | undefined => {
              if (argument?.text === name) return given.get();
              const formal = formals?.formals.find((each) => each.name.text === name);
              if (formal === undefined) return scope.find(name);
              const value = given.get();
              const own =
                value !== null && typeof value === "object" && value.kind === "set"
                  ? value.of.get(name)
                  : undefined;
              if (own !== undefined) return own.get();
              return formal.default === null ? { kind: "opaque", id: name } : run(formal.default, { find });
            };
            return run(body, { find });
          },
        };
      }
      case "unary":
        return { kind: "opaque", id: `${node.operator}${whole(run(node.argument, scope))}` };
      case "assert":
        return run(node.body, scope);
      case "broken":
        return null;
    }
  }

  function joined(left: Value, right: Value): Value {
    if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return left;
    if (left.kind === "list" && right.kind === "list") return { kind: "list", of: [...left.of, ...right.of] };
    if (left.kind === "set" && right.kind === "set")
      return { kind: "set", of: new Map([...left.of, ...right.of]) };
    return { kind: "opaque", id: `${whole(left)} // ${whole(right)}` };
  }

  const outer: Scope = { find: () => undefined };
  const value = run(file, outer);
  const result =
    value !== null && typeof value === "object" && value.kind === "function"
      ? value.call(lazy(() => ({ kind: "set", of: new Map() })))
      : value;
  if (result === null || typeof result !== "object" || result.kind !== "built")
    note(`returns ${whole(result)}`);
  return [...notes].sort();
}
