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
  if (parts.some((part) => machine.moves(part))) {
    machine.report(location, "is a path that depends on a changed value");
    return DIFFERING;
  }
  // What lies outside of the repository, or is searched for, differs as little as all that is not read here.
  if (node.form !== "relative") return OPAQUE;
  const last = node.interpolations.at(-1);
  if (last === undefined) return whole(directory, node.text, location);
  // `./${x}.patch`: anything of that ending, as what is put in may climb.
  const end = node.text.slice(node.text.length - (node.end - last.end));
  return { kind: "path", start: "", end, location };
}

function whole(directory: string, text: string, location: Location): Value {
  const path = normalizePath(directory, text);
  return path === null ? OPAQUE : { kind: "path", start: path, end: null, location };
}

/** A path with a text behind it. */
export function extendedPath(machine: Machine, path: PathValue, text: TextValue, location: Location): Value {
  if (textMoves(text)) {
    machine.report(location, "is a path that depends on a changed value");
    return DIFFERING;
  }
  const known = concrete(text);
  if (path.end !== null || known === null) return { kind: "path", start: "", end: "", location };
  return whole("", `./${path.start}${known.before}`, location);
}
