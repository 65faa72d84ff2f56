import { describe, expect, it } from "vitest";
import { parseConfiguration } from "../../src/config/parse.ts";
import { RULES } from "../../src/rules/index.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { problemsOf, valid } from "./builders.ts";

describe("a configuration that is valid", () => {
  it.each([
    ["an empty file", ""],
    ["comments only", "# one\n\n  # two\n"],
    ["white space only", "  \n\n"],
    ["a document of nothing", "---\n...\n"],
    ["null", "null"],
    ["an empty mapping", "{}"],
    ["a byte order mark alone", "\ufeff"],
  ])("may be %s", (_what, text) => {
    expect(valid(text)).toEqual({});
  });

  it("may have every key that there is", () => {
    const file = valid(
      "preset: nixpkgs",
      "packages:",
      "  - root: pkgs/by-name",
      "    sharded: true",
      "    scope: pkgs",
      "    overrides:",
      "      file: pkgs/top-level/all-packages.nix",
      "      policy: keep",
      "  - root: lisp",
      "    sharded: false",
      "    overrides: { file: [a.nix, b/c.nix], policy: forbid }",
      "  - layout: by-name",
      "    root: nested",
      "    sharded: false",
      "    nested: true",
      "    file: default.nix",
      "  - layout: listed",
      "    listed-in: [default.nix, nix/all.nix]",
      "nix: { features: [pipe-operators] }",
      "rules:",
      "  structured-attrs: off",
      "  NPV-142: warning",
      "review:",
      "  event: request-changes",
      "labels:",
      '  clean: "by-name: ok"',
      '  blocked: "by-name: changes needed"',
      '  mergeable: "2.status: merge-bot eligible"',
      "  new: new package",
      "  update: update",
      "merge:",
      "  strategies: [maintainer-command, maintainer-approval, all-maintainers, trusted-update, unmaintained-update, committer-command]",
      "  branches: [master]",
      "  trusted-authors: [r-ryantm]",
      "  committers: { team: committers, users: [a], permission: write }",
      "  maintainers: { source: map, map: { hello: [a, b] } }",
      "  maintainers-team: maintainers",
      "  method: squash",
    );
    expect(Object.keys(file)).toEqual(["preset", "packages", "nix", "rules", "review", "labels", "merge"]);
    expect(file.packages).toHaveLength(4);
  });

  it("may name every rule by its name and by each of its numbers", () => {
    for (const rule of RULES) {
      for (const name of [rule.name, ...rule.codes]) {
        expect(valid("rules:", `  ${name}: off`).rules).toEqual({ [name]: "off" });
      }
    }
  });

  it("may name a rule by its number in lower case, as everywhere else", () => {
    expect(valid("rules:", "  npv-142: off").rules).toBeDefined();
  });

  it.each(["\r\n", "\n"])("may have lines that end with %j", (end) => {
    expect(valid(["preset: nur", "rules:", "  NPV-142: off", ""].join(end))).toEqual({
      preset: "nur",
      rules: { "NPV-142": "off" },
    });
  });

  it("may have anchors and aliases, quoted keys and flow style", () => {
    expect(valid('{ "preset": \'nur\', "merge": { branches: &b [a], trusted-authors: *b } }').merge).toEqual({
      branches: ["a"],
      "trusted-authors": ["a"],
    });
  });

  it("takes `off` for the word that it is, and `on`, `yes`, `no` for words as well", () => {
    expect(valid("rules: { NPV-142: off }").rules).toEqual({ "NPV-142": "off" });
    expect(valid("labels: { clean: on, blocked: yes, mergeable: no }").labels).toEqual({
      clean: "on",
      blocked: "yes",
      mergeable: "no",
    });
  });

  it("may have a section in which everything is commented out", () => {
    expect(valid("rules:", "  # structured-attrs: off").rules ?? {}).toEqual({});
  });
});

/** The problem of an unknown key without the keys that there are. */
function withoutHint(problem: string): string {
  return problem.replace(/; there are .*$/, "");
}

describe("an unknown key", () => {
  it.each([
    [["presets: nur"], "1:1 `presets` is not a key of the configuration"],
    [["preset: nur", "", "# x", "rule: {}"], "4:1 `rule` is not a key of the configuration"],
    [
      ["packages:", "  - root: a", "    shraded: true"],
      "3:5 `packages[0].shraded` is not a key of the configuration",
    ],
    [
      ["packages:", "  - root: a", "  - root: b", "    overrides:", "      files: x"],
      "5:7 `packages[1].overrides.files` is not a key of the configuration",
    ],
    [["review: { event: comment, x: 1 }"], "1:27 `review.x` is not a key of the configuration"],
    [["labels:", "  Clean: x"], "2:3 `labels.Clean` is not a key of the configuration"],
    [["merge:", "  strategy: []"], "2:3 `merge.strategy` is not a key of the configuration"],
    [
      ["merge:", "  committers: { user: x }"],
      "2:17 `merge.committers.user` is not a key of the configuration",
    ],
    [
      ["merge: { maintainers: { source: map, x: 1 } }"],
      "1:38 `merge.maintainers.x` is not a key of the configuration",
    ],
    [["PRESET: nur"], "1:1 `PRESET` is not a key of the configuration"],
    [["preset: nur", "__proto__: 1"], "2:1 `__proto__` is not a key of the configuration"],
    [["toString: 1"], "1:1 `toString` is not a key of the configuration"],
    [["\ufeffpresets: nur\r\n"], "1:2 `presets` is not a key of the configuration"],
    [["review: { <<: { event: none } }"], "1:11 `review.<<` is not a key of the configuration"],
  ])("of %j is a problem at its place", (lines, problem) => {
    expect(problemsOf(...lines).map(withoutHint)).toEqual([problem]);
  });

  it("is a problem for each, in the order of the file", () => {
    expect(problemsOf("b: 1", "preset: x", "a: 2", "review: { c: 3 }").map(withoutHint)).toEqual([
      "1:1 `b` is not a key of the configuration",
      "2:1 `preset` must be one of `nixpkgs`, `nur`, `flake`, `nur-registry`",
      "3:1 `a` is not a key of the configuration",
      "4:11 `review.c` is not a key of the configuration",
    ]);
  });

  it("is told with the keys that there are", () => {
    const [problem = ""] = problemsOf("presets: nur");
    for (const key of ["preset", "packages", "rules", "review", "labels", "merge"]) {
      expect(problem).toContain(`\`${key}\``);
    }
  });

  it.each([
    [["preset: nur", "1: 2"], "2:1"],
    [["preset: nur", "true: 2"], "2:1"],
    [["preset: nur", "1.50: 2"], "2:1"],
    [["preset: nur", "rules:", "  142: off"], "3:3"],
  ])("that is no string, in %j, is a problem at its place", (lines, place) => {
    expect(problemsOf(...lines)[0]?.split(" ")[0]).toBe(place);
  });

  it.each([
    ["of many lines", '"a\\nb": 1'],
    ["of great length", `? ${"k".repeat(10_000)}\n: 1`],
    ["with backticks", "'a`b': 1"],
  ])("%s is shown as code in one short line", (_what, text) => {
    const [problem = ""] = problemsOf(text).map((line) => line.replace(/^\d+:\d+ /, ""));
    expect(problem).toMatch(/^`[^`\n]{1,300}` is not a key of the configuration/);
  });
});

describe("a value that is not allowed", () => {
  it.each([
    [["preset: nixos"], "1:1 `preset` must be one of `nixpkgs`, `nur`, `flake`, `nur-registry`"],
    [["preset: Nur"], "1:1 `preset` must be one of `nixpkgs`, `nur`, `flake`, `nur-registry`"],
    [["preset:"], "1:1 `preset` must be one of `nixpkgs`, `nur`, `flake`, `nur-registry`"],
    [["preset: [nur]"], "1:1 `preset` must be one of `nixpkgs`, `nur`, `flake`, `nur-registry`"],
    [["preset: 1"], "1:1 `preset` must be one of `nixpkgs`, `nur`, `flake`, `nur-registry`"],
    [["nix: { features: pipe-operators }"], "1:8 `nix.features` must be a list"],
    [["nix: { features: [pipes] }"], "1:19 `nix.features[0]` must be one of `pipe-operators`"],
    [
      ["nix: { features: [pipe-operators, pipe-operators] }"],
      "1:8 `nix.features` must not name a feature twice",
    ],
    [["packages: pkgs"], "1:1 `packages` must be a list"],
    [["packages:", "  root: a"], "1:1 `packages` must be a list"],
    [["packages: [a]"], "1:12 `packages[0]` must be a mapping"],
    [
      ["packages:", "  - sharded: true"],
      "2:5 `packages[0].root` must be given: the directory of the packages. Or write `layout: listed`",
    ],
    [["packages:", "  - layout: nested"], "2:5 `packages[0].layout` must be one of `by-name`, `listed`"],
    [
      ["packages:", "  - layout: listed", "    root: pkgs"],
      "3:5 `packages[0].root` is not allowed with `layout: listed`, where `listed-in` names the files that list packages",
    ],
    [
      ["packages:", "  - root: pkgs", "    listed-in: default.nix"],
      "3:5 `packages[0].listed-in` is only allowed with `layout: listed`",
    ],
    [
      ["packages: [{ layout: listed, listed-in: [a.nix, 3] }]"],
      "1:30 `packages[0].listed-in` must be the path of a Nix file, or a list of such paths",
    ],
    [["packages: [{ layout: listed, listed-in: a.md }]"], "1:30 `packages[0].listed-in` must be a Nix file"],
    [
      ["packages: [{ layout: listed }, { layout: listed }]"],
      "1:1 `packages` must not have `layout: listed` twice: `listed-in` takes a list of files",
    ],
    [
      ["packages: [{ root: a, nested: true }]"],
      "1:12 `packages[0]` must have `sharded: false` with `nested: true`",
    ],
    [
      ["packages: [{ root: a, file: x.nix }]"],
      "1:23 `packages[0].file` must be one of `package.nix`, `default.nix`",
    ],
    [["packages: [{ root: 1 }]"], "1:14 `packages[0].root` must be a string"],
    [["packages: [{ root: a, sharded: yes }]"], "1:23 `packages[0].sharded` must be `true` or `false`"],
    [["packages: [{ root: a, sharded: 'true' }]"], "1:23 `packages[0].sharded` must be `true` or `false`"],
    [["packages: [{ root: a, scope: 1 }]"], "1:23 `packages[0].scope` must be a string"],
    [["packages: [{ root: a, overrides: x.nix }]"], "1:23 `packages[0].overrides` must be a mapping"],
    [
      ["packages:", "  - root: a", "    overrides: { policy: maybe }"],
      "3:18 `packages[0].overrides.policy` must be one of `keep`, `forbid`",
    ],
    [
      ["packages:", "  - root: a", "    overrides: { file: 3 }"],
      "3:18 `packages[0].overrides.file` must be a path, or a list of paths",
    ],
    [["rules:", "  - NPV-142"], "1:1 `rules` must be a mapping"],
    [["rules: off"], "1:1 `rules` must be a mapping"],
    [["rules:", "  NPV-142: on"], "2:3 `rules.NPV-142` must be one of `error`, `warning`, `advice`, `off`"],
    [
      ["rules:", "  NPV-142: Error"],
      "2:3 `rules.NPV-142` must be one of `error`, `warning`, `advice`, `off`",
    ],
    [
      ["rules:", "  NPV-142: false"],
      "2:3 `rules.NPV-142` must be one of `error`, `warning`, `advice`, `off`",
    ],
    [["rules:", "  NPV-142: 2"], "2:3 `rules.NPV-142` must be one of `error`, `warning`, `advice`, `off`"],
    [["rules:", "  NPV-142:"], "2:3 `rules.NPV-142` must be one of `error`, `warning`, `advice`, `off`"],
    [
      ["rules:", "  NPV-142: { level: off }"],
      "2:3 `rules.NPV-142` must be one of `error`, `warning`, `advice`, `off`",
    ],
    [["review: { event: never }"], "1:11 `review.event` must be one of `request-changes`, `comment`, `none`"],
    [["labels: { clean: 1 }"], "1:11 `labels.clean` must be a string"],
    [["merge: { branches: master }"], "1:10 `merge.branches` must be a list"],
    [["merge: { method: ff }"], "1:10 `merge.method` must be one of `squash`, `merge`, `rebase`"],
    [
      ["merge: { committers: { permission: read } }"],
      "1:24 `merge.committers.permission` must be one of `write`, `maintain`, `admin`",
    ],
    [
      ["merge: { maintainers: { source: x } }"],
      "1:25 `merge.maintainers.source` must be one of `nixpkgs`, `map`, `codeowners`, `collaborators`",
    ],
    [
      ["merge: { maintainers: {} }"],
      "1:10 `merge.maintainers.source` must be one of `nixpkgs`, `map`, `codeowners`, `collaborators`",
    ],
    [
      ["merge: { strategies: [registry-command] }"],
      "1:1 `merge` must name a `maintainers-team` for the strategy `registry-command`",
    ],
    [
      ["merge: { checks: [{ name: a, app: b }], ignored-checks: [a] }"],
      "1:1 `merge` must not name a check in `checks` and in `ignored-checks`",
    ],
    [
      ["merge: { checks: [a], ignored-checks: [b, a] }"],
      "1:1 `merge` must not name a check in `checks` and in `ignored-checks`",
    ],
  ])("in %j is a problem with those that are", (lines, problem) => {
    expect(problemsOf(...lines)).toEqual([problem]);
  });

  const OWN =
    "must not be `by-name`, the bot's own check, which would wait for itself: leave it out, since nothing merges with an error anyway";

  it.each([
    ["[build, by-name]", `1:26 \`merge.checks[1]\` ${OWN}`],
    ["[{ name: by-name, app: by-name-bot }]", `1:19 \`merge.checks[0]\` ${OWN}`],
    ["[1]", "1:19 `merge.checks[0]` must be the name of a check, or `{ name, app }`"],
    ["[{ name: a, app: true }]", "1:19 `merge.checks[0]` must be the name of a check, or `{ name, app }`"],
    ['[""]', "1:19 `merge.checks[0]` must not be empty"],
  ])("is no check to wait for: %s", (checks, problem) => {
    expect(problemsOf(`merge: { checks: ${checks} }`)).toEqual([problem]);
  });

  it("is no check to wait for, but by a name like that of the bot's own", () => {
    const checks = ["By-Name", "by-name-build", { name: "build", app: "by-name" }];
    expect(valid(`merge: { checks: ${JSON.stringify(checks)} }`).merge?.checks).toEqual(checks);
  });

  it("is no size of a file", () => {
    const problem = "1:10 `merge.max-file-size` must be bytes, or a number with `KiB` or `MiB`";
    expect(problemsOf("merge: { max-file-size: 1 GB }")).toEqual([problem]);
    expect(problemsOf("merge: { max-file-size: true }")).toEqual([problem]);
  });

  it("is told at the item of a list", () => {
    expect(problemsOf("merge:", "  strategies:", "    - trusted-update", "    - trust")[0]).toMatch(
      /^4:7 `merge\.strategies\[1\]` must be one of `maintainer-command`, .*`registry-command`$/,
    );
    expect(problemsOf("packages:", "  - root: a", "    overrides:", "      file: [x.nix, 3]")[0]).toMatch(
      /^4:/,
    );
  });

  it.each(["/a", "\\a", "../a", "a/../b", "./a", "a/", "a//b", ".", "..", '""', '"a\\nb"'])(
    "is the root %s, which is no plain path within the repository",
    (root) => {
      const problems = problemsOf("packages:", `  - root: ${root}`);
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) expect(problem).toMatch(/^2:5 `packages\[0\]\.root` must be a/);
    },
  );

  it("is a root with a character that no path has", () => {
    expect(problemsOf("packages:", '  - root: "a\\0b"')).toHaveLength(1);
  });

  it("is a path that is told what it must be once", () => {
    expect(problemsOf("packages: [{ root: /a }]")).toHaveLength(1);
  });

  it.each([
    ["a list without roots", "packages: []", "1:1 `packages` must "],
    ["a label that is too long", `labels: { clean: ${"x".repeat(51)} }`, "1:11 `labels.clean` must "],
    ["an empty label", 'labels: { clean: "" }', "1:11 `labels.clean` must "],
  ])("is %s, in words like all others", (_what, text, beginning) => {
    expect(problemsOf(text)[0]?.startsWith(beginning)).toBe(true);
  });

  it.each([
    ["packages: []", /`packages`.*1/],
    [`labels: { clean: ${"x".repeat(51)} }`, /`labels\.clean`.*50/],
  ])("is %s, and the message names key and limit", (text, pattern) => {
    expect(problemsOf(text)).toHaveLength(1);
    expect(problemsOf(text)[0]).toMatch(pattern);
  });

  it("is the same root twice", () => {
    expect(problemsOf("packages: [{ root: a }, { root: a }]")).toHaveLength(1);
  });

  it("is the same rule twice, by name and by number", () => {
    expect(problemsOf("rules:", "  NPV-142: off", "  package-wrong-shard: error")).toHaveLength(1);
  });
});

describe("a rule that there is not", () => {
  it.each([
    ["package-wrong-shrd", "package-wrong-shard"],
    ["packagewrongshard", "package-wrong-shard"],
    ["strict_deps", "strict-deps"],
    ["useless-escapes", "useless-escape"],
    ["NPV142", "NPV-142"],
    ["NPV_142", "NPV-142"],
  ])("as %s gets the one that is meant: %s", (name, meant) => {
    expect(problemsOf("rules:", "  nix-syntax: off", `  ${name}: off`)).toEqual([
      `3:3 \`${name}\` under \`rules\` is not a rule: did you mean \`${meant}\`?`,
    ]);
  });

  it.each(["something-else-entirely", "x".repeat(101), "constructor", "✓"])(
    "as %s gets told where they are",
    (name) => {
      expect(problemsOf(`rules: { ${name}: off }`)).toEqual([
        `1:10 \`${name}\` under \`rules\` is not a rule: see \`by-name-bot rules\``,
      ]);
    },
  );

  it("is a problem beside the others, each once", () => {
    expect(
      problemsOf("rules:", "  nope-nope-nope: off", "  NPV-142: nope", "  nix-sintax: error").map(
        (line) => line.split(" ")[0],
      ),
    ).toEqual(["2:3", "3:3", "4:3"]);
  });

  it("is no rule under the name of what every object has", () => {
    expect(problemsOf("rules:", "  __proto__: off")).toHaveLength(1);
  });
});

describe("YAML that does not parse", () => {
  it.each([
    ["a key twice", ["preset: nur", "preset: flake"], "2:1"],
    ["a rule twice", ["rules:", "  NPV-142: off", "  NPV-142: error"], "3:3"],
    ["a tab", ["rules:", "\tNPV-142: off"], "2:1"],
    ["a list without end", ["preset: nur", "packages: ["], "2:12"],
    ["a string without end", ['preset: "nur', "x"], "2:2"],
    ["a second document", ["preset: nur", "---", "preset: nur"], "2:1"],
    ["bad indentation", ["review:", "  event: none", " x: 1"], "3:1"],
    ["a mapping in a scalar", ["preset: nur: x"], "1:9"],
  ])("is one problem at its place for %s", (_what, lines, place) => {
    const problems = problemsOf(...lines);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^\d+:\d+ the YAML does not parse: [^\n]+$/);
    expect(problems[0]?.split(":")[0]).toBe(place.split(":")[0]);
  });

  it.each([
    ["a list", "- preset"],
    ["a word", "nur"],
    ["a number", "3"],
    ["a string", '"preset: nur"'],
  ])("is no mapping where it is %s", (_what, text) => {
    expect(problemsOf(text)).toEqual(["1:1 `the configuration` must be a mapping"]);
  });

  it("is a bomb of aliases, which is refused in no time", () => {
    const lines = ["a: &a [x,x,x,x,x,x,x,x,x]"];
    for (let i = 1; i < 20; i++) {
      const [name, before] = [String.fromCharCode(97 + i), String.fromCharCode(96 + i)];
      lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]`);
    }
    expect(problemsOf(...lines)).toEqual([expect.stringContaining("alias")]);
  });

  it("may have an alias of itself without harm", () => {
    expect(problemsOf("rules: &a { x: *a }")).toHaveLength(1);
    expect(problemsOf("packages: &a [*a]")).toHaveLength(1);
  });

  it("is an alias without its anchor, at its place", () => {
    expect(problemsOf("preset: nur", "rules: *x")[0]).toMatch(/^2:8 /);
  });

  it.each([
    ["lists", "[".repeat(50_000)],
    ["mappings", "{a: ".repeat(50_000)],
    ["dashes", `${"- ".repeat(50_000)}a`],
    ["lists that end", `rules: ${"[".repeat(20_000)}${"]".repeat(20_000)}`],
  ])("is what is nested without end: %s", (_what, text) => {
    expect(problemsOf(text)).toHaveLength(1);
  });
});

describe("a long file", () => {
  const megabyte = 1024 * 1024;

  it("has its problem on the right line behind many comments", () => {
    const comments = `# ${"x".repeat(57)}\n`.repeat(1_000);
    expect(problemsOf(`${comments}preset: nixos`)).toEqual([
      "1001:1 `preset` must be one of `nixpkgs`, `nur`, `flake`, `nur-registry`",
    ]);
  });

  it("of more than 64 KiB is not read", () => {
    expect(problemsOf(`# ${"x".repeat(70_000)}`)).toEqual([
      "1:1 the file is too long: at most 64 KiB are read",
    ]);
  });

  it("is answered whatever it holds", () => {
    const long = "x".repeat(megabyte);
    for (const text of [
      long,
      `preset: ${long}`,
      `rules: { ${long}: off }`,
      `# ${long}`,
      `packages: [{ root: ${long} }]`,
    ]) {
      expect(["valid", "invalid"]).toContain(parseConfiguration(text, RULE_NAMING).kind);
    }
  });
});

describe("what was made of a text", () => {
  const parse = (text: string, naming = RULE_NAMING) => parseConfiguration(text, naming);

  it("is kept for the next time, for the same rules", () => {
    const first = parse("preset: nixpkgs");
    expect(parse("preset: nixpkgs")).toBe(first);
    expect(parse("preset: nixpkgs", { ...RULE_NAMING })).not.toBe(first);
  });

  it("is forgotten once there were many others, and not kept of a text that is too long", () => {
    const first = parse("preset: nixpkgs");
    for (let i = 0; i < 16; i++) parse(`# ${i}`);
    expect(parse("preset: nixpkgs")).not.toBe(first);
    const long = "#".repeat(65_537);
    expect(parse(long)).not.toBe(parse(long));
  });
});
