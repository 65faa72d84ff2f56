import { parseNix } from "../../src/nix/parse.ts";
import { offsetAt, type Range, sourceText } from "../../src/nix/text.ts";
import { readDerivation } from "../../src/packages/derivation/derivation.ts";

/** What a package file sets the attributes of its derivation to. */
export type Attributes = {
  readonly parses: boolean;
  /** By their first names, each as it is written. */
  readonly texts: ReadonlyMap<string, string>;
  /** The attribute that a place of the file is in; `""` for none. */
  readonly at: (range: Range | null) => string;
};

/** Reads the attributes of the derivation that a `package.nix` is. */
export function attributesOf(text: string): Attributes {
  const source = sourceText(text);
  const file = parseNix(source);
  const derivation = readDerivation(file);
  const bindings = derivation.known ? derivation.value.attributes.bindings : [];
  const named = bindings.map((binding) => {
    const names = binding.kind === "binding" ? binding.attrpath.names : binding.names;
    return { ...binding, name: names[0]?.text ?? "" };
  });
  return {
    parses: file.problems.length === 0,
    texts: new Map(named.map(({ name, start, end }) => [name, text.slice(start, end)])),
    at(range) {
      const offset = range === null ? -1 : offsetAt(source, range.start);
      return named.find(({ start, end }) => start <= offset && offset < end)?.name ?? "";
    },
  };
}
