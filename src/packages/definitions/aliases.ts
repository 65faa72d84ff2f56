import type { Expression } from "../../nix/ast.ts";
import { applicationParts, definedNames } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import { joinPath, parentPath } from "../../snapshot/snapshot.ts";
import type { Files } from "../files.ts";
import type { Root } from "../layout.ts";

/** The file of aliases beside an overrides file: old names, and what `throw`s. */
export const ALIASES_FILE = "aliases.nix";

/** Whether a file of aliases beside an overrides file of a root defines an attribute. */
export function isAlias(files: Files, root: Root, attribute: string): boolean {
  const paths = root.overrides.files.map((path) => joinPath(parentPath(path), ALIASES_FILE));
  return [...new Set(paths)].some((path) => {
    const reading = files.readNix(path);
    return reading.kind === "text" && namesIn(reading.file).has(attribute);
  });
}

const cache = new WeakMap<NixFile, ReadonlySet<string>>();

/** The names that the sets of such a file define, whatever function they are handed to. */
function namesIn(file: NixFile): ReadonlySet<string> {
  const known = cache.get(file);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const pending: Expression[] = [file.expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    switch (next.kind) {
      case "parenthesized":
        pending.push(next.expression);
        break;
      case "function":
      case "let":
      case "with":
      case "assert":
        pending.push(next.body);
        break;
      case "binary":
        if (next.operator === "//") pending.push(next.left, next.right);
        break;
      case "apply":
        pending.push(...applicationParts(next).args);
        break;
      case "attrset":
        for (const definition of definedNames(next.bindings)) {
          if (definition?.name.text != null) names.add(definition.name.text);
        }
        break;
      default:
    }
  }
  cache.set(file, names);
  return names;
}
