import { describe, expect, it } from "vitest";
import type { GeneratedEntry } from "../../packages/registry/generated.ts";
import { generatedEntries, registryText } from "../../packages/registry/generated.ts";
import { applyFix } from "../../support/apply-fix.ts";
import { checkBetween } from "../../support/check.ts";
import { ALICE, BOB, checkText, checkTexts, files, newIn, registry, saidIn } from "./registry.ts";

/** What is said of an entry called `alice` with some fields in the place of others. */
function ofEntry(fields: GeneratedEntry, name = "alice"): Promise<string[]> {
  return checkText(registry({ [name]: { ...ALICE, ...fields } })).then(saidIn);
}

it("says nothing of a registry like NUR's but what it has", async () => {
  const said = saidIn(await checkText(registryText()));
  expect(said.filter((line) => line.startsWith("error"))).toEqual([
    "error registry-url: The entry `twice-two` names the same repository as the entry `twice-one`.",
  ]);
  expect(said.filter((line) => line.includes("begins with a digit"))).toHaveLength(3);
  expect(said).toHaveLength(4);
});

describe("the fields of an entry", () => {
  it.each([
    [{ descripton: "mine" }, "`descripton`, which NUR does not know"],
    [{ fiel: "default.nix" }, "`fiel`, which NUR does not know"],
    [{ __proto__x: "a" }, "`__proto__x`, which NUR does not know"],
    [{ constructor: "a" }, "`constructor`, which NUR does not know"],
    [{ submodules: "true" }, "`submodules` of the entry `alice` is not `true` or `false`"],
    [{ url: "" }, "`url` of the entry `alice` is not a string that is not empty"],
    [{ "github-contact": true }, "`github-contact` of the entry `alice` is not a string that is not empty"],
    [{ file: true }, "`file` of the entry `alice` is not a string that is not empty"],
    [{ branch: true }, "`branch` of the entry `alice` is not a string that is not empty"],
  ])("%j: %s", async (fields: GeneratedEntry, message) => {
    expect(await ofEntry(fields)).toEqual([`error registry-entry: ${await whole(fields, message)}`]);
  });

  async function whole(fields: GeneratedEntry, part: string): Promise<string> {
    const found = (await ofEntry(fields)).find((line) => line.includes(part)) ?? part;
    return found.replace("error registry-entry: ", "");
  }

  it.each([
    [{ type: "gitlab" }, "what is on github.com is fetched from there"],
    [{ type: "github" }, "only `gitlab` has one"],
    [{ type: "gitlab", url: "https://gitlab.com/alice/nur" }, "gitlab.com is known as such"],
    [
      { type: "gitlab", url: "https://git.example.org/alice/nur", submodules: true },
      "with `submodules` the repository is fetched by git, whatever its host",
    ],
  ])("%j has no effect: %s", async (fields: GeneratedEntry, why) => {
    expect(await ofEntry(fields)).toEqual([
      `warning registry-entry: \`type\` of the entry \`alice\` has no effect: ${why}.`,
    ]);
  });

  it("may all be there", async () => {
    const url = "https://git.example.org/alice/nur";
    expect(
      await ofEntry({ type: "gitlab", url, file: "a/b.nix", branch: "main", submodules: false }),
    ).toEqual([]);
  });

  it("are missing, or the entry is no object", async () => {
    expect(saidIn(await checkText(registry({ alice: {} })))).toEqual([
      "error registry-entry: The entry `alice` has no `url` and no `github-contact`.",
      "error registry-format: The entry `alice` is not written as NUR's formatter writes it.",
    ]);
    const text = '{\n    "repos": {\n        "alice": "https://github.com/alice/nur"\n    }\n}\n';
    expect(saidIn(await checkText(text))).toEqual([
      "error registry-entry: The entry `alice` is not an object.",
    ]);
  });

  it("suggest the key that is meant, or that an unknown one is deleted, with its comma", async () => {
    for (const key of ["aaa", "hhh", "zzz"]) {
      const text = registry({ alice: { ...ALICE, [key]: "x" } });
      const [finding] = newIn(await checkText(text));
      expect(finding?.help).toContain("Delete this one");
      if (finding?.fix == null) throw new Error("no fix");
      expect(applyFix(files(text), finding.fix)["repos.json"]).toBe(registry({ alice: ALICE }));
    }
    const [misspelled] = newIn(await checkText(registry({ alice: { ...ALICE, submodule: true } })));
    expect(misspelled).toMatchObject({ help: "Did you mean `submodules`?", fix: null });
  });
});

describe("the name of an entry", () => {
  it.each(["", "a.b", "a b", "-a", "_a", 'a"b', "\x24{a}", "ä", "a/b", "..", "a\u202eb"])(
    "%j is none",
    async (name) => {
      const said = await checkText(registry({ [name]: ALICE }));
      expect(saidIn(said).filter((line) => line.includes("registry-name"))).toHaveLength(1);
      expect(newIn(said).find(({ rule }) => rule === "registry-name")?.message).toContain(
        "is not a valid name",
      );
    },
  );

  it.each(["a", "A", "a-b_c9", "z-"])("%j is one", async (name) => {
    expect(saidIn(await checkText(registry({ [name]: ALICE })))).toEqual([]);
  });

  it("clashes with one of the base, and not the other way around", async () => {
    const report = await checkTexts(registry({ alice: ALICE }), registry({ ALICE: BOB, alice: ALICE }));
    expect(saidIn(report)).toEqual([
      "error registry-name: The names `ALICE` and `alice` differ only in case.",
    ]);
  });
});

describe("the URL of an entry", () => {
  it.each([
    ["http://github.com/a/b", "does not begin with `https://`", "https://github.com/a/b"],
    ["HTTPS://github.com/a/b", "does not begin with `https://`", "https://github.com/a/b"],
    [
      "git@github.com:a/b.git",
      "does not begin with `https://`, holds a user name or a password and ends in `.git`",
      "https://github.com/a/b",
    ],
    ["https://me:secret@github.com/a/b", "holds a user name or a password", "https://github.com/a/b"],
    ["https://github.com/a/b?x=1", "has a query (`?`)", "https://github.com/a/b"],
    ["https://github.com/a/b#readme", "has a fragment (`#`)", "https://github.com/a/b"],
    ["https://github.com/a/b/", "ends in a slash", "https://github.com/a/b"],
    ["https://gitlab.com/g/s/b.git", "ends in `.git`", "https://gitlab.com/g/s/b"],
    ["https://github.com/a", "names no repository", null],
    ["https://github.com/a/b/tree/main", "names no repository", null],
    ["https://git.example.org/", "names no repository", null],
    ["http://git.example.org/a/b", "does not begin with `https://`", null],
    ["github.com/a/b", "is not a URL", null],
    ["https://github.com/a/b c", "is not a URL", null],
    ["https://git.example.org/\x24{x}", "is not a URL", null],
    ['https://git.example.org/"x', "is not a URL", null],
    ["https://git.example.org/\u202e", "is not a URL", null],
    [`https://git.example.org/${"a".repeat(2000)}`, "is not a URL", null],
  ])("%s %s", async (url, why, normal) => {
    const report = await checkText(registry({ alice: { ...ALICE, url } }));
    const found = newIn(report).filter(({ rule }) => rule === "registry-url");
    expect(found.map(({ message }) => message)).toEqual([`The URL of the entry \`alice\` ${why}.`]);
    expect(found[0]?.fix?.title ?? null).toBe(normal === null ? null : `Write \`${normal}\``);
  });

  it.each([
    "https://git.example.org/alice/nur.git",
    "https://codeberg.org/alice/nur/",
    "https://gitlab.com/a/b/c",
  ])("%s is one", async (url) => {
    expect(saidIn(await checkText(registry({ alice: { ...ALICE, url } })))).toEqual([]);
  });

  it("is reported of the new entry that names a repository again, wherever it stands", async () => {
    const again = { ...ALICE, url: "https://github.com/Alice/NUR-Packages.git" };
    const report = await checkTexts(registry({ m: ALICE }), registry({ a: again, m: ALICE }));
    expect(saidIn(report).filter((line) => line.includes("same repository"))).toEqual([
      "error registry-url: The entry `a` names the same repository as the entry `m`.",
    ]);
  });
});

describe("the file of an entry", () => {
  it.each([
    ["/default.nix", "is an absolute path"],
    ["a/../../b.nix", "leads out of the repository with `..`"],
    ["./default.nix", "has `./` or `//` in it"],
    ["a//b.nix", "has `./` or `//` in it"],
    ["a\\b.nix", "has `\\\\` in it, which means something in Nix text"],
    ['a"b.nix', 'has `"` in it, which means something in Nix text'],
    ["\x24{a}.nix", "has `$` in it, which means something in Nix text"],
    ["pkgs", "does not end in `.nix`"],
  ])("%s %s", async (file, why) => {
    expect(await ofEntry({ file })).toEqual([`error registry-file: \`file\` of the entry \`alice\` ${why}.`]);
  });
});

describe("a change of the registry", () => {
  const people = (author: string | null, ...approvedBy: string[]) => ({ people: { author, approvedBy } });
  const before = registry({ alice: ALICE });
  const mallory = { "github-contact": "mallory", url: "https://github.com/mallory/nur" };

  it.each([
    ["added", registry({ alice: ALICE, bob: BOB }), "`bob`"],
    ["changed", registry({ alice: mallory }), "`alice`"],
    [
      "removed",
      registry({ bob: BOB })
        .replace(/ {8}"bob"[^}]*\}\n/, "")
        .replace("{\n    }", "{}"),
      "`alice`",
    ],
  ])("warns where an entry is %s by somebody else, until who it names approves", async (kind, after, who) => {
    const lines = async (author: string | null, ...approvedBy: string[]) =>
      saidIn(await checkTexts(before, after, people(author, ...approvedBy)));
    const name = kind === "added" ? "bob" : "alice";
    expect(await lines("mallory")).toEqual([
      `warning registry-owner: The entry \`${name}\` is ${kind} by \`mallory\`, who is not ${who}.`,
    ]);
    expect(await lines(null)).toHaveLength(1);
    expect(await lines(name.toUpperCase())).toEqual([]);
    expect(await lines("mallory", name)).toEqual([]);
    expect(saidIn(await checkTexts(before, after))).toEqual([]);
  });

  it("names the contact and the owner of the repository where they differ", async () => {
    const after = registry({
      alice: ALICE,
      org: { "github-contact": "carol", url: "https://github.com/org/nur" },
    });
    expect(saidIn(await checkTexts(before, after, people("mallory")))).toEqual([
      "warning registry-owner: The entry `org` is added by `mallory`, who is not `carol` or `org`.",
    ]);
    expect(saidIn(await checkTexts(before, after, people("org")))).toEqual([]);
  });

  it("is about the registry alone, and leaves the lock file alone", async () => {
    const after = registry({ alice: ALICE, bob: BOB });
    const others = { "ci/a.py": "", "repos.json.lock": "{}" };
    expect(saidIn(await checkTexts(before, after, { others }))).toEqual([
      "warning registry-more: The change touches more than `repos.json`: `ci/a.py`.",
      "error registry-lock-touched: The change touches `repos.json.lock`, which NUR's own job writes.",
    ]);
    expect(saidIn(await checkTexts(before, before, { others }))).toEqual([
      "error registry-lock-touched: The change touches `repos.json.lock`, which NUR's own job writes.",
    ]);
    expect(saidIn(await checkTexts(before, before, { others: { "ci/a.py": "" } }))).toEqual([]);
  });

  it("is judged by what it brings", async () => {
    const entries = generatedEntries();
    const after = registry({ ...entries, zoe: { ...BOB, url: "http://github.com/zoe/nur" } });
    expect(saidIn(await checkTexts(registry(entries), after))).toEqual([
      "error registry-url: The URL of the entry `zoe` does not begin with `https://`.",
    ]);
  });
});

describe("what was not looked at", () => {
  const after = registry({ alice: ALICE, bob: BOB });
  const not = (matters: boolean) =>
    new Map([["bob", { kind: "not-looked-at", why: "GitHub did not answer in time", matters } as const]]);

  it("is left to evaluation, whatever rules there are, where it could have been", async () => {
    const report = await checkBetween(files(registry({ alice: ALICE })), files(after), [], null, not(true));
    expect(report.unknown.map(({ message }) => message)).toEqual([
      "The repository of `bob` could not be checked: GitHub did not answer in time.",
    ]);
  });

  it("matters to nobody elsewhere", async () => {
    const report = await checkBetween(files(registry({ alice: ALICE })), files(after), [], null, not(false));
    expect(report.unknown).toEqual([]);
  });
});

describe("bad input", () => {
  it.each([
    ["of 50 MB", `{"repos": {${" ".repeat(50_000_000)}}}`, "it is too large (48828 KiB)"],
    ["nested deeply", "[".repeat(1_000_000), "it is nested deeper than 64 levels"],
    [
      "with a million keys",
      `{"repos":{${Array.from({ length: 300_000 }, (_, i) => `"${i.toString(36)}":{}`).join(",")}}}`,
      "it has more than 100000 keys",
    ],
    ["with a key twice", '{"repos": {"a": {}, "a": {}}}', 'the key "a" occurs twice'],
    [
      "with a key of an entry twice",
      '{"repos": {"a": {"url": "", "url": ""}}}',
      'the key "url" occurs twice',
    ],
    ["without entries", '{"repositories": {}}', 'it has no key "repos"'],
    ["with more than entries", '{"repos": {}, "x": 1}', 'beside "repos" it has the key "x"'],
    ["that is a list", "[]", 'it must be an object with the key "repos"'],
    ["of other entries", '{"repos": []}', '"repos" must be an object'],
    ["that is empty", "", "the JSON does not parse: a value is expected here"],
    [
      "with a byte order mark",
      `\ufeff${registry({ alice: ALICE })}`,
      "the JSON does not parse: this is not a value",
    ],
  ])("%s is a line, and nothing else is said", async (_, text, why) => {
    const said = saidIn(await checkText(text));
    expect(said).toEqual([
      expect.stringContaining(`error registry-json: \`repos.json\` cannot be read as the registry: ${why}`),
    ]);
  });

  it("that is a link, or no UTF-8, is a line", async () => {
    expect(saidIn(await checkText({ link: "repos.json.lock" }))).toEqual([
      "error registry-json: `repos.json` cannot be read as the registry: it is a symbolic link, and must be a file.",
    ]);
    expect(saidIn(await checkText(Buffer.from([0x7b, 0xff, 0x7d])))).toEqual([
      "error registry-json: `repos.json` cannot be read as the registry: its bytes are not UTF-8.",
    ]);
  });

  it("of halves of pairs is reported, and nothing throws", async () => {
    const text = registry({}).replace(
      "{\n\n    }",
      '{\n        "\\ud800": {\n            "url": "\\udfff"\n        }\n    }',
    );
    expect(saidIn(await checkText(text)).map((line) => line.split(":")[0])).toEqual([
      "error registry-entry",
      "error registry-name",
      "error registry-url",
    ]);
  });
});
