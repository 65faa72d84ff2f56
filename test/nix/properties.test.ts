// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { children, descendants, type Expression, type Node } from "../../src/nix/ast.ts";
import { applicationParts } from "../../src/nix/expressions.ts";
import { type NixFile, parseNix } from "../../src/nix/parse.ts";
import { decodeText } from "../../src/nix/text.ts";
import { examplesOf, pageNames, pageText } from "../support/pages.ts";
import { runs } from "../support/seed.ts";
import { expressions, mutated, mutationsOf, soup } from "./arbitrary.ts";
import { outline } from "./outline.ts";
import { nixIsHere, nixParseAll, parsed, verdictOf, wellFormed } from "./parsing.ts";

/** The Nix files of the rules' pages. */
const REAL = pageNames()
  .flatMap((name) => examplesOf(pageText(name)))
  .flatMap(({ head }) => Object.entries(head))
  .flatMap(([path, file]) => {
    const text = typeof file === "object" && "file" in file ? String(file.file) : "";
    return path.endsWith(".nix") && text.length < 2_000 ? [text] : [];
  });

const anyText = fc.oneof(
  mutated,
  mutationsOf(fc.constantFrom(...REAL)),
  soup,
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
);

/** The files that arbitrary texts are. */
function forAnyFile(check: (file: NixFile, text: string) => void, numRuns: number): void {
  fc.assert(
    fc.property(anyText, (text) => {
      check(parsed(text), text);
    }),
    { numRuns },
  );
}

describe("a well-formed expression, whatever its layout,", () => {
  it("is recovered: every kind and every name", () => {
    fc.assert(
      fc.property(expressions, ({ text, outline: expected }) => {
        expect(outline(wellFormed(text).expression)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps its structure with carriage returns before its line feeds and a comment on every line", () => {
    fc.assert(
      fc.property(expressions, ({ text, outline: expected }) => {
        // Line feeds in strings and comments are not the layout's.
        fc.pre(!/"|''|#|\/\*/.test(text));
        const other = text.replaceAll(/\r?\n/g, " # other { \r\n");
        expect(outline(wellFormed(other).expression)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe("whatever the text", () => {
  it("parsing it ends and does not throw, bytes that are no text included", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseNix(decodeText(bytes)).problems.length).toBeLessThan(2);
      }),
      { numRuns: 1000 },
    );
  });

  it("parts lie within the whole, one behind the other", () => {
    forAnyFile((file, text) => {
      for (const node of descendants(file.expression)) {
        let behind = node.start;
        for (const child of children(node)) {
          expect(child.start).toBeGreaterThanOrEqual(behind);
          expect(child.end).toBeGreaterThanOrEqual(child.start);
          behind = child.end;
        }
        expect(node.end).toBeGreaterThanOrEqual(behind);
      }
      expect(file.expression.start).toBeGreaterThanOrEqual(0);
      expect(file.expression.end).toBeLessThanOrEqual(text.length);
    }, 2000);
  });

  it("problems lie within it, in order, and nothing is sound beyond the first", () => {
    forAnyFile((file, text) => {
      let behind = 0;
      for (const { start, end, message } of file.problems) {
        expect(start).toBeGreaterThanOrEqual(behind);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(message).not.toBe("");
        behind = start;
      }
      expect(behind).toBeLessThanOrEqual(text.length);
      expect(file.soundUntil).toBeLessThanOrEqual(file.problems[0]?.start ?? text.length);
      if (file.problems.length === 0) expect(file.soundUntil).toBe(text.length);
    }, 2000);
  });

  it("it has no broken part where it has no problem, and every operator is one", () => {
    const operators = new Set("-> || && == != < > <= >= // + - * / ++ !".split(" "));
    forAnyFile((file) => {
      if (file.problems.length > 0) return;
      for (const node of descendants(file.expression)) {
        expect(node.kind).not.toBe("broken");
        if (node.kind === "binary" || node.kind === "unary") expect(operators).toContain(node.operator);
      }
    }, 2000);
  });

  it("what is listed of a file is what its syntax holds", () => {
    forAnyFile((file) => {
      if (file.problems.length > 0) return;
      const nodes: Node[] = [...descendants(file.expression)];
      expect(file.paths).toEqual(nodes.filter((node) => node.kind === "path"));
      const escapes = nodes.filter((node) => node.kind === "escape").map(({ start }) => start);
      expect([...file.escapes()].map(({ part }) => part.start).sort()).toEqual(escapes.sort());
      for (const { string, before, part, after } of file.escapes()) {
        const literal = nodes.find((node) => node.kind === "string" && node.start === string.start);
        const parts = literal?.kind === "string" ? literal.parts : [];
        const i = parts.findIndex(({ start }) => start === part.start);
        expect([before?.start, after?.start]).toEqual([parts[i - 1]?.start, parts[i + 1]?.start]);
      }
    }, 1000);
  });

  it("reading it again gives the same", () => {
    forAnyFile((file, text) => {
      expect(parsed(text).problems).toEqual(file.problems);
    }, 300);
  });
});

/** An expression of operators as `nix-instantiate --parse` of Nix 2.8 writes it. */
function asNixPrints(node: Expression): string {
  switch (node.kind) {
    case "variable":
      return node.name;
    case "parenthesized":
      return asNixPrints(node.expression);
    case "apply": {
      const { function: fn, args } = applicationParts(node);
      return `(${[fn, ...args].map(asNixPrints).join(" ")})`;
    }
    case "select":
      return `(${asNixPrints(node.expression)}).${node.attrpath.names.map(({ text }) => text).join(".")}`;
    case "has-attribute":
      return `((${asNixPrints(node.expression)}) ? ${node.attrpath.names.map(({ text }) => text).join(".")})`;
    case "list":
      return `[ ${node.elements.map((element) => `(${asNixPrints(element)}) `).join("")}]`;
    case "unary":
      return node.operator === "!"
        ? `(! ${asNixPrints(node.argument)})`
        : `(__sub 0 ${asNixPrints(node.argument)})`;
    case "binary": {
      const [left, right] = [asNixPrints(node.left), asNixPrints(node.right)];
      switch (node.operator) {
        case "-":
          return `(__sub ${left} ${right})`;
        case "*":
          return `(__mul ${left} ${right})`;
        case "/":
          return `(__div ${left} ${right})`;
        case "<":
          return `(__lessThan ${left} ${right})`;
        case ">":
          return `(__lessThan ${right} ${left})`;
        case "<=":
          return `(! (__lessThan ${right} ${left}))`;
        case ">=":
          return `(! (__lessThan ${left} ${right}))`;
        default:
          return `(${left} ${node.operator} ${right})`;
      }
    }
    default:
      throw new Error(`${node.kind} is not among the operators`);
  }
}

const OPERATORS = "->,||,&&,==,!=,<,>,<=,>=,//,+,-,*,/,++,!,-,?,,,".split(",");

/** Names with operators between them and before them, some of which do not go together. */
const operations = fc
  .array(fc.tuple(fc.constantFrom(...OPERATORS), fc.constantFrom("", "", "", "! ", "- "), fc.nat(4)), {
    maxLength: 6,
  })
  .map((operands) =>
    operands.reduce((text, [operator, prefix, i]) => {
      const operand = ["a", "b", "c.b", "(a c)", "[ a b.c ]"][i] ?? "a";
      return operator === "?" ? `${text} ? b` : `${text} ${operator} ${prefix}${operand}`;
    }, "a"),
  );

describe.skipIf(!nixIsHere)("agreement with Nix itself", () => {
  it("on which texts are well-formed", () => {
    const any = fc.oneof(mutated, mutationsOf(fc.constantFrom(...REAL)), soup);
    // Nix 2.8 stops reading at a NUL, newer ones refuse it.
    const texts = fc.sample(
      any.filter((text) => !text.includes("\0")),
      // Nix is started for each that it refuses.
      { numRuns: runs(120), seed: 1 },
    );
    const ofNix = nixParseAll(texts).map(({ accepted }) => (accepted ? "accepted" : "refused"));
    expect(texts.map((text) => [text, verdictOf(text)])).toEqual(texts.map((text, i) => [text, ofNix[i]]));
  }, 180_000);

  it("that generated expressions are well-formed", () => {
    const texts = fc.sample(expressions, { numRuns: 25, seed: 2 }).map(({ text }) => text);
    const accepted = nixParseAll(texts).map(({ accepted }) => accepted);
    expect(texts.filter((_, i) => accepted[i] !== true)).toEqual([]);
  });

  it("on what belongs together between operators", () => {
    const isAccepted = (text: string) => verdictOf(`a: b: c: ${text}`) === "accepted";
    const texts = fc.sample(operations.filter(isAccepted), { numRuns: 50, seed: 3 });
    expect(nixParseAll(texts.map((text) => `a: b: c: ${text}`)).map(({ printed }) => printed)).toEqual(
      texts.map((text) => `(a: (b: (c: ${asNixPrints(wellFormed(text).expression)})))`),
    );
  });
});

describe("memory", () => {
  it("does not grow with the number of files parsed, broken ones included", async () => {
    const probe = fileURLToPath(new URL("./memory-probe.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", probe]);
    // A tree that is not freed takes some kilobytes: those of 5,000 files would take more than this.
    expect(Number.parseFloat(stdout)).toBeLessThan(4);
  });
});
