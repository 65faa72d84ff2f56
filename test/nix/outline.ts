import type { Attrpath, Binding, Expression, Interpolation, Name, StringPart } from "../../src/nix/ast.ts";

/**
 * An expression in a notation that shows its structure and nothing of its layout, to compare with:
 * `(operator operand operand)`, `(call f x)`, `(select e path)`, names as they are.
 */
export function outline(node: Expression): string {
  switch (node.kind) {
    case "variable":
      return node.name;
    case "integer":
    case "float":
    case "uri":
      return `(${node.kind} ${node.text})`;
    case "string":
      return list(node.style, outlineOfParts(node.parts));
    case "path":
      return list(node.form, [node.text, ...node.interpolations.map(interpolated)]);
    case "parenthesized":
      return list("parentheses", [outline(node.expression)]);
    case "attrset":
      return list(node.form, node.bindings.map(outlineOfBinding));
    case "list":
      return `[${node.elements.map(outline).join(" ")}]`;
    case "select": {
      const parts = [outline(node.expression), outlineOfAttrpath(node.attrpath)];
      return node.default === null
        ? list("select", parts)
        : list("select-or", [...parts, outline(node.default)]);
    }
    case "has-attribute":
      return list("?", [outline(node.expression), outlineOfAttrpath(node.attrpath)]);
    case "apply":
      return list("call", [outline(node.function), outline(node.argument)]);
    case "unary":
      return list(node.operator, [outline(node.argument)]);
    case "binary":
      return list(node.operator, [outline(node.left), outline(node.right)]);
    case "if":
      return list("if", [node.condition, node.consequence, node.alternative].map(outline));
    case "let":
      return list("let-in", [...node.bindings.map(outlineOfBinding), outline(node.body)]);
    case "with":
      return list("with", [outline(node.environment), outline(node.body)]);
    case "assert":
      return list("assert", [outline(node.condition), outline(node.body)]);
    case "function": {
      const { argument, formals, body } = node;
      const named = formals?.formals.map(({ name, default: fallback }) =>
        fallback === null ? outlineOfName(name) : list("default", [outlineOfName(name), outline(fallback)]),
      );
      const parts = [
        ...(argument === null ? [] : [outlineOfName(argument)]),
        ...(named === undefined ? [] : [`{${[...named, ...(formals?.ellipsis ? ["..."] : [])].join(" ")}}`]),
      ];
      return list("function", [...parts, outline(body)]);
    }
    case "broken":
      return "broken";
  }
}

export function list(head: string, parts: readonly string[]): string {
  return `(${[head, ...parts].join(" ")})`;
}

function interpolated({ expression }: Interpolation): string {
  return `\${${outline(expression)}}`;
}

/** Text that stands together in one piece, however many the parser made of it. */
function outlineOfParts(parts: readonly StringPart[]): string[] {
  const found: string[] = [];
  let text = "";
  function flush(): void {
    if (text !== "") found.push(JSON.stringify(text));
    text = "";
  }
  for (const part of parts) {
    if (part.kind === "text") {
      text += part.text;
      continue;
    }
    flush();
    found.push(part.kind === "escape" ? list("escape", [JSON.stringify(part.text)]) : interpolated(part));
  }
  flush();
  return found;
}

function outlineOfBinding(binding: Binding): string {
  if (binding.kind === "binding") {
    return list("=", [outlineOfAttrpath(binding.attrpath), outline(binding.value)]);
  }
  const names = binding.names.map(outlineOfName);
  return binding.source === null
    ? list("inherit", names)
    : list("inherit-from", [outline(binding.source), ...names]);
}

function outlineOfAttrpath({ names }: Attrpath): string {
  return names.map(outlineOfName).join(".");
}

/** An identifier as it is, a quoted name as its value in quotes, an interpolation as its expression. */
function outlineOfName({ text, expression }: Name): string {
  if (expression === null) return text ?? "";
  if (expression.kind === "interpolation") return interpolated(expression);
  return text === null ? outline(expression) : JSON.stringify(text);
}
