import { describe, expect, test } from "vitest";
import type { Configuration } from "../../src/config/configuration.ts";
import { mergeConfiguration } from "../../src/config/merge.ts";
import { type CheckRunInput, checkRunOutput } from "../../src/review/conversation/check-run.ts";
import { finding, range, report } from "./builders.ts";

function output(outcome: CheckRunInput["outcome"], options: Partial<CheckRunInput> = {}) {
  return checkRunOutput({
    outcome,
    notes: [],
    preview: null,
    merging: null,
    updates: [],
    ruleUrl: (rule) => `https://example.org/rules/${rule}`,
    placeUrl: () => null,
    isFile: (path) => path.endsWith(".nix"),
    ...options,
  });
}

const checked = (...findings: Parameters<typeof report>) =>
  ({ kind: "checked", report: report(...findings) }) as const;
const bytes = (text: string) => Buffer.byteLength(text);

describe("a check run", () => {
  test("of a clean change succeeds", () => {
    expect(output(checked())).toMatchInlineSnapshot(`
      {
        "annotations": [],
        "conclusion": "success",
        "summary": "<sub>Checked 1 package and 2 files.</sub>
      ",
        "title": "Nothing is wrong in 1 package and 2 files",
      }
    `);
  });

  test("of a change with errors fails, and annotates their lines", () => {
    const findings = [
      finding({ level: "warning", range: range(3, 2, 4, 5), help: "" }),
      finding({ range: range(1, 2, 1, 5) }),
      finding({ code: null }),
      finding({ path: "pkgs/by-name/he" }),
      finding({ status: "existing", range: range(9, 1, 9, 2) }),
    ];
    const { conclusion, title, annotations } = output(checked(findings));
    expect({ conclusion, title, annotations }).toMatchInlineSnapshot(`
      {
        "annotations": [
          {
            "annotation_level": "failure",
            "end_column": 5,
            "end_line": 1,
            "message": "The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      Take what it stands for as an argument.",
            "path": "pkgs/by-name/he/hello/package.nix",
            "start_column": 2,
            "start_line": 1,
            "title": "path-outside-package (NPV-123)",
          },
          {
            "annotation_level": "failure",
            "end_line": 1,
            "message": "The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      Take what it stands for as an argument.",
            "path": "pkgs/by-name/he/hello/package.nix",
            "start_line": 1,
            "title": "path-outside-package",
          },
          {
            "annotation_level": "warning",
            "end_line": 4,
            "message": "The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.",
            "path": "pkgs/by-name/he/hello/package.nix",
            "start_line": 3,
            "title": "path-outside-package (NPV-123)",
          },
        ],
        "conclusion": "failure",
        "title": "3 errors, 1 warning",
      }
    `);
  });

  test("of a change with nothing but warnings succeeds", () => {
    expect(output(checked([finding({ level: "warning" })]))).toMatchObject({
      conclusion: "success",
      title: "1 warning",
    });
  });

  test("that has nothing to say is neutral", () => {
    expect(output({ kind: "not-by-name" })).toMatchInlineSnapshot(`
      {
        "annotations": [],
        "conclusion": "neutral",
        "summary": "This change touches no package that is laid out by name.",
        "title": "No by-name package is touched",
      }
    `);
    expect(
      output({ kind: "too-large", why: "it changes 3000 files, and at most 2999 are checked" }),
    ).toMatchInlineSnapshot(`
      {
        "annotations": [],
        "conclusion": "neutral",
        "summary": "This change was not reviewed: it changes 3000 files, and at most 2999 are checked. Splitting it would help.",
        "title": "Too large to review",
      }
    `);
  });

  test("asks for action where the configuration is not valid", () => {
    const problems = [
      { position: { line: 3, column: 1 }, message: "`lables` is not a key of the configuration" },
    ];
    expect(
      output({ kind: "configuration-invalid", path: ".github/by-name.yml", problems }),
    ).toMatchInlineSnapshot(`
      {
        "annotations": [],
        "conclusion": "action_required",
        "summary": "No change can be reviewed until the configuration on the base branch is fixed. This change did not cause that.

      - \`.github/by-name.yml:3:1\`: \`lables\` is not a key of the configuration.",
        "title": "The configuration is not valid",
      }
    `);
  });

  test("says first how the change was looked at", () => {
    const notes = ["the merge conflicts, so the head was looked at", "GitHub was slow"];
    expect(output({ kind: "not-by-name" }, { notes }).summary).toMatchInlineSnapshot(`
      "> The merge conflicts, so the head was looked at.
      >
      > GitHub was slow.

      This change touches no package that is laid out by name."
    `);
  });

  test("stays within GitHub's limits, which are bytes", () => {
    const findings = Array.from({ length: 2000 }, (_, i) =>
      finding({
        message: "日本語 ".repeat(300),
        help: "é😀".repeat(5000),
        range: range(i + 1, 1, i + 1, 2),
        code: "x".repeat(300),
      }),
    );
    const { summary, annotations } = output(checked(findings), {
      notes: Array.from({ length: 50 }, () => "日".repeat(2000)),
    });
    expect(bytes(summary)).toBeLessThanOrEqual(65_535);
    expect(bytes(summary)).toBeGreaterThan(30_000);
    expect(annotations.length).toBe(500);
    for (const { message, title } of annotations) {
      expect(bytes(message)).toBeLessThanOrEqual(64 * 1024);
      expect(title.length).toBeLessThanOrEqual(255);
    }
    const problems = Array.from({ length: 3000 }, () => ({
      position: { line: 1, column: 1 },
      message: "日".repeat(900),
    }));
    const invalid = output({ kind: "configuration-invalid", path: "日".repeat(900), problems });
    expect(bytes(invalid.summary)).toBeLessThanOrEqual(65_535);
  });
});

describe("the preview of a configuration", () => {
  const current: Configuration = {
    preset: "nixpkgs",
    presetNamed: false,
    lists: [],
    listsNamed: false,
    nix: { features: [] },
    roots: [
      {
        path: "pkgs/by-name",
        sharded: true,
        file: "package.nix",
        scope: "pkgs",
        overrides: { files: ["a.nix"], policy: "keep" },
      },
    ],
    rootsNamed: false,
    layout: "nixpkgs",
    listed: [],
    levels: new Map([["path-home", "off"]]),
    pathLevels: [],
    review: { event: "request-changes" },
    labels: { clean: "ok", blocked: null, mergeable: null, new: null, update: null },
    merge: mergeConfiguration(undefined),
  };
  const preview = (
    proposed: NonNullable<CheckRunInput["preview"]>["proposed"],
    sizes: ReadonlyMap<string, number | null> = new Map(),
  ) => output({ kind: "not-by-name" }, { preview: { current, proposed, sizes } }).text;

  test("lists the settings that change", () => {
    const configuration: Configuration = {
      ...current,
      preset: "nur",
      roots: [
        ...current.roots,
        {
          path: "tcl",
          sharded: false,
          file: "package.nix",
          scope: "tclPackages",
          overrides: { files: [], policy: "keep" },
        },
      ],
      levels: new Map([["strict-deps", "warning"]]),
      labels: { ...current.labels, clean: "a|`b`", new: "@everyone" },
    };
    expect(preview({ kind: "valid", configuration })).toMatchInlineSnapshot(`
      "#### The configuration in this change is valid

      Once it is merged, 6 settings change:

      | Setting | Now | Then |
      | --- | --- | --- |
      | \`labels.clean\` | \`"ok"\` | <code>"a&#124;\\\`b\\\`"</code> |
      | \`labels.new\` | – | \`"@everyone"\` |
      | \`packages: tcl\` | – | \`not sharded, scope tclPackages\` |
      | \`preset\` | \`"nixpkgs"\` | \`"nur"\` |
      | \`rules.path-home\` | \`"off"\` | – |
      | \`rules.strict-deps\` | – | \`"warning"\` |"
    `);
  });

  test("says that nothing changes", () => {
    expect(preview({ kind: "valid", configuration: current })).toMatchInlineSnapshot(`
      "#### The configuration in this change is valid

      It changes no setting."
    `);
  });

  test("says what there is at its roots", () => {
    const sizes = new Map([
      ["pkgs/by-name", 1234],
      ["pkgs/one", 1],
      ["pkgs/by-nam", null],
    ]);
    expect(preview({ kind: "valid", configuration: current }, sizes)).toContain(
      [
        "- `pkgs/by-name` has 1,234 packages.",
        "- `pkgs/one` has 1 package.",
        "- `pkgs/by-nam` does not exist, so nothing is checked there.",
      ].join("\n"),
    );
  });

  test("of one that is broken is a failure, with a title and annotations of its own", () => {
    const path = ".github/by-name.yml";
    const problems = [
      { position: { line: 3, column: 1 }, message: "`lables` is not a key of the configuration" },
      { position: { line: 9, column: 4 }, message: "`x` is no rule" },
    ];
    const proposed = { kind: "invalid", path, problems } as const;
    const broken = output(checked(), { preview: { current, proposed, sizes: new Map() } });
    expect(broken).toMatchObject({ conclusion: "failure", title: "2 mistakes in the new configuration" });
    expect(broken.summary).toContain(
      "`.github/by-name.yml:3:1`: `lables` is not a key of the configuration.",
    );
    expect(broken.annotations).toEqual([
      {
        path,
        start_line: 3,
        end_line: 3,
        annotation_level: "failure",
        message: "`lables` is not a key of the configuration.",
        title: "The configuration is not valid",
      },
      expect.objectContaining({ start_line: 9, message: "`x` is no rule." }),
    ]);
  });

  test("lists what is wrong with it", () => {
    const problems = [
      { position: { line: 3, column: 1 }, message: "`lables` is not a key of the configuration" },
    ];
    expect(preview({ kind: "invalid", path: ".github/by-name.yml", problems })).toMatchInlineSnapshot(`
      "#### The configuration in this change is not valid

      - \`.github/by-name.yml:3:1\`: \`lables\` is not a key of the configuration.

      Until it is fixed, merging it would stop the review of all changes."
    `);
  });

  test("stays within GitHub's limits", () => {
    const levels = new Map(Array.from({ length: 3000 }, (_, i) => [`日|${i}`.repeat(60), "off"] as const));
    const text = preview({ kind: "valid", configuration: { ...current, levels } });
    expect(bytes(text ?? "")).toBeLessThanOrEqual(65_535);
    expect(text).toContain("more settings not listed");
  });
});
