import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { circlesOf, importGraph } from "../../scripts/import-graph.ts";
import { temporaryDirectory } from "../snapshot/temporary-repository.ts";
import { ROOT } from "./pages.ts";

describe("the imports of the sources", () => {
  const graph = importGraph(fileURLToPath(ROOT), "src");

  it("go in no circle, those of types neither", () => {
    expect(circlesOf(graph)).toEqual([]);
  });

  it("go in none in the simulated GitHub either, but among the objects of its API, which lead to each other", () => {
    const circles = circlesOf(importGraph(fileURLToPath(ROOT), "simulated-github"));
    const others = circles.flat().filter((file) => !file.startsWith("simulated-github/api/graphql/objects/"));
    expect(others).toEqual([]);
  });

  it("are found, and lead to files that there are", () => {
    expect(graph.get("src/cli/check.ts")).toContain("src/checker/check-change.ts");
    const missing = [...graph.values()].flat().filter((file) => !graph.has(file));
    expect(missing).toEqual([]);
  });

  it("of a rule lead to no other rule", () => {
    const isRule = (file: string) => /^src\/rules\/[a-z]+\/[^/]+\.ts$/.test(file);
    const wrong = [...graph].filter(([file, imported]) => isRule(file) && imported.some(isRule));
    expect(wrong).toEqual([]);
  });

  it("of GitHub's API lead to src/github alone, and nobody else asks or writes anything there", () => {
    const knows =
      /"@octokit\/|\bProbotOctokit\b|\/\* GraphQL \*\/|\bclient\.(?:query|queryPartly|rest)\(|\.rest\.\w+\./;
    const knowing = [...graph.keys()].filter((file) => {
      const text = readFileSync(new URL(file, ROOT), "utf8");
      return !file.startsWith("src/github/") && knows.test(text);
    });
    expect(knowing).toEqual([]);
    expect(readFileSync(new URL("src/github/client.ts", ROOT), "utf8")).toMatch(knows);
  });

  it("of Probot are where the App signs in, takes deliveries and is loaded by Probot, and nowhere else", () => {
    const knowing = [...graph.keys()].filter((file) => {
      return /from "probot"/.test(readFileSync(new URL(file, ROOT), "utf8"));
    });
    expect(knowing.toSorted()).toEqual([
      "src/app/probot/app.ts",
      "src/app/server/server.ts",
      "src/github/octokit.ts",
    ]);
  });

  it("put the facts of a decision together in one place", () => {
    const parts = ["src/policy/content.ts", "src/policy/review-facts.ts"];
    for (const part of parts) {
      const used = [...graph].flatMap(([file, imported]) => (imported.includes(part) ? [file] : []));
      expect(used, part).toEqual(["src/policy/build-facts.ts"]);
    }
  });
});

describe("a circle", () => {
  const circles = (graph: Record<string, string[]>) => circlesOf(new Map(Object.entries(graph)));

  it("is found whatever leads to it", () => {
    expect(circles({ a: ["b"], b: ["c"], c: ["d"], d: ["b"] })).toEqual([["b", "c", "d"]]);
    expect(circles({ a: ["a"] })).toEqual([["a"]]);
    expect(circles({ a: ["b"], b: ["a", "c"], c: ["d"], d: ["c"] })).toEqual([
      ["c", "d"],
      ["a", "b"],
    ]);
  });

  it("is none where two ways lead to one file", () => {
    expect(circles({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] })).toEqual([]);
    expect(circles({ a: ["c"], b: ["a", "c"], c: [] })).toEqual([]);
  });

  it("may be one of types, of what is exported again, or of what is loaded later", () => {
    const root = temporaryDirectory();
    mkdirSync(join(root, "src/below"), { recursive: true });
    writeFileSync(join(root, "src/a.ts"), 'import type { B } from "./below/b.ts";\n');
    writeFileSync(join(root, "src/below/b.ts"), 'export {\n  c,\n} from "../c.ts";\n');
    writeFileSync(join(root, "src/c.ts"), 'const a = await import("./a.ts");\n');
    expect(circlesOf(importGraph(root, "src"))).toEqual([["src/a.ts", "src/below/b.ts", "src/c.ts"]]);
  });
});
