/** An instruction of a Dockerfile: its word, and the rest, with lines joined. */
export type Instruction = { readonly word: string; readonly rest: string };

/** The stages of a Dockerfile, each from its `FROM` on. */
export function stagesOf(text: string): Instruction[][] {
  const stages: Instruction[][] = [];
  const joined = text.replaceAll(/^#.*\n/gm, "").replaceAll(/\\\n\s*/g, "");
  for (const line of joined.split("\n").filter((each) => each.trim() !== "")) {
    const [, word = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (word === "FROM") stages.push([]);
    stages.at(-1)?.push({ word, rest });
  }
  return stages;
}

export type Copy = { readonly from: string | null; readonly sources: readonly string[]; readonly to: string };

export function copiesOf(stage: readonly Instruction[]): Copy[] {
  return stage
    .filter(({ word }) => word === "COPY")
    .map(({ rest }) => {
      const words = rest.split(/\s+/);
      const flag = words.find((word) => word.startsWith("--from="));
      const paths = words.filter((word) => !word.startsWith("--"));
      return {
        from: flag?.slice("--from=".length) ?? null,
        sources: paths.slice(0, -1),
        to: paths.at(-1) ?? "",
      };
    });
}

/** The last instruction of a kind. */
export function lastOf(stage: readonly Instruction[], word: string): string | undefined {
  return stage.findLast((each) => each.word === word)?.rest;
}

/** The words of an instruction in the form of a list, as it is run without a shell. */
export function listOf(rest: string | undefined): string[] {
  const list: unknown = JSON.parse(rest?.slice(rest.indexOf("[")) ?? "[]");
  return Array.isArray(list) ? list.map(String) : [];
}
