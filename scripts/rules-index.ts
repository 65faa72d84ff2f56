import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { FAMILIES } from "../src/checker/families.ts";
import type { Rule } from "../src/checker/rule.ts";

// Writes the list of rules from the files that there are; a test in `test/docs` fails where it is stale.

export const RULES_INDEX = new URL("../src/rules/index.ts", import.meta.url);
const RULES_FOLDER = new URL("../src/rules/", import.meta.url);

type Found = { readonly rule: Rule; readonly variable: string; readonly path: string };

/** The text of `src/rules/index.ts`. Throws where a file of a family does not hold the rule that it is named after. */
export async function rulesIndex(): Promise<string> {
  const found: Found[] = [];
  for (const { name: family } of FAMILIES) {
    const folder = new URL(`${family}/`, RULES_FOLDER);
    // A family is there before its first rule.
    if (!existsSync(folder)) continue;
    const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    const rules = await Promise.all(names.map((name) => ruleIn(family, name.slice(0, -".ts".length))));
    found.push(...rules.sort(byNumber));
  }
  const imports = found
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ variable, path }) => `import { ${variable} } from "${path}";`);
  return `// Written by \`npm run generate\` from the files of the families.
import type { Rule } from "../checker/rule.ts";
${imports.join("\n")}

/** Every rule: by family, and in it by number, those without one at the end. */
export const RULES: readonly Rule[] = [
${found.map(({ variable }) => `  ${variable},`).join("\n")}
];
`;
}

async function ruleIn(family: string, name: string): Promise<Found> {
  const path = `./${family}/${name}.ts`;
  const variable = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const module: Record<string, unknown> = await import(new URL(path, RULES_FOLDER).href);
  const rule = module[variable];
  if (!isRule(rule)) {
    throw new Error(`src/rules/${family}/${name}.ts must export a rule as \`${variable}\``);
  }
  if (rule.name !== name || rule.family !== family) {
    throw new Error(
      `src/rules/${family}/${name}.ts holds the rule ${rule.name} of the family ${rule.family}`,
    );
  }
  return { rule, variable, path };
}

function isRule(value: unknown): value is Rule {
  return typeof value === "object" && value !== null && "checks" in value && "family" in value;
}

/** By the first number, then by the next; a rule without numbers comes last. */
function byNumber({ rule: a }: Found, { rule: b }: Found): number {
  return compare(numbersOf(a), numbersOf(b)) || compare(a.name, b.name);
}

function numbersOf({ codes }: Rule): string {
  return codes.length === 0 ? "~" : codes.join(" ");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Whether the file is as it should be. */
export async function isFresh(): Promise<boolean> {
  return readFileSync(RULES_INDEX, "utf8") === (await rulesIndex());
}

if (import.meta.main && !(await isFresh())) {
  writeFileSync(RULES_INDEX, await rulesIndex());
  console.log("wrote src/rules/index.ts");
}
