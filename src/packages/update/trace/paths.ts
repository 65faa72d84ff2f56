import type { PathLiteral } from "../../../nix/ast.ts";
import { normalizePath } from "../../../snapshot/resolve.ts";
import { concrete, textMoves } from "./texts.ts";
import {
  DIFFERING,
  type Location,
  type Machine,
  OPAQUE,
  type PathValue,
  type TextValue,
  type Value,
} from "./values.ts";

/** What a path literal leads to. `directory` is that of its file, `text` that of all the file. */
export function pathValue(
  machine: Machine,
  node: PathLiteral,
  directory: string,
  location: Location,
  parts: readonly Value[],
): Value {
  if (node.form === "search") return OPAQUE;
  if (parts.some((part) => machine.moves(part))) {
    machine.report(location, "is a path that depends on a changed value");
    return DIFFERING;
  }
  // What lies outside of the repository differs as little as all that is not read here.
  if (node.form !== "relative") return OPAQUE;
  if (node.interpolations.length === 0) {
    const path = normalizePath(directory, node.text);
    return path === null ? OPAQUE : { kind: "path", start: path, end: null, location };
  }
  // `./${x}.patch`: anything of that ending, as what is put in may climb.
  const behind = node.end - (node.interpolations.at(-1)?.end ?? node.end);
  return { kind: "path", start: "", end: behind === 0 ? "" : node.text.slice(-behind), location };
}

/** A path with a text behind it. */
export function extendedPath(machine: Machine, path: PathValue, text: TextValue, location: Location): Value {
  if (textMoves(text)) {
    machine.report(location, "is a path that depends on a changed value");
    return DIFFERING;
  }
  const known = concrete(text);
  if (path.end !== null || known === null) return { kind: "path", start: "", end: "", location };
  const whole = normalizePath("", `./${path.start}${known.before}`);
  return whole === null ? OPAQUE : { kind: "path", start: whole, end: null, location };
}
