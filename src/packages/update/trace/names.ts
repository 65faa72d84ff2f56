import type { Name } from "../../../nix/ast.ts";
import { constantText } from "./strings.ts";
import type { Environment, Machine, Value } from "./values.ts";

/**
 * The text of a computed name, where it is known and the same on both sides; else null. One that differs is
 * reported.
 */
export function textOfName(machine: Machine, name: Name, scope: Environment, file: number): string | null {
  const { expression, start, end } = name;
  if (name.text !== null) return name.text;
  if (expression === null) return null;
  const inner = expression.kind === "interpolation" ? expression.expression : expression;
  const value = machine.evaluate(inner, scope, file);
  return fixedText(machine, value, () =>
    machine.report({ file, start, end }, "has a name that depends on a changed value"),
  );
}

/** A text that is known and the same on both sides; else null, and `differs` is called if it may differ. */
export function fixedText(machine: Machine, value: Value, differs: () => void): string | null {
  // What is made of what differs may be the same this time.
  if (machine.moves(value)) differs();
  return constantText(value);
}
