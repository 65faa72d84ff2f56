import type { Conversation, Files } from "simulated-github";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { BY_COMMAND, commands, staysOpen } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { HASHES, sourcePackage, updates } from "./merge-scenes.ts";
import { packagePath } from "./packages.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const HELLO = packagePath("hello");
const SAID = "maintainers = with lib.maintainers; [ ann ];";

/**
 * The trusted author updates `hello`, in which on the base something else stands in the place of
 * `maintainers = with lib.maintainers; [ ann ];`; and somebody commands.
 */
async function commanded(
  login: string,
  edit: (text: string) => string,
  more: { readonly base?: Files; readonly people?: readonly string[] } = {},
): Promise<Conversation> {
  const before = edit(sourcePackage("hello", { maintainers: "[ ann ]" }));
  const after = edit(sourcePackage("hello", { version: "1.1", hash: HASHES.new, maintainers: "[ ann ]" }));
  const { people = ["ann", "ben", "mallory"] } = more;
  const scene = { merge: BY_COMMAND, people, base: { [HELLO]: before, ...more.base } };
  const pr = await updates(stage, { scene, files: { [HELLO]: after } });
  await commands(stage, pr, login);
  return pr;
}

/** Puts another expression for the maintainers. */
function saying(maintainers: string): (text: string) => string {
  return (text) => {
    expect(text).toContain(SAID);
    return text.replace(SAID, () => `maintainers = ${maintainers};`);
  };
}

it.each(["with lib.maintainers; [ ann ]", "[ lib.maintainers.ann ]", "with lib; [ maintainers.ann ] ++ [ ]"])(
  "the maintainer in `%s` merges",
  async (maintainers) => {
    const pr = await commanded("ann", saying(maintainers));
    expect(pr.record().state).toBe("MERGED");
  },
);

const UNKNOWN = "Its maintainers are not known";
const NO_COMMAND = "Waiting for a `merge` comment from a maintainer of";

/** Expressions that are built to be misread, and who would be taken for a maintainer then. */
const MISREAD: readonly (readonly [maintainers: string, login: string, why: string])[] = [
  ["with lib.maintainers; [ ann ] ++ (f mallory)", "mallory", UNKNOWN],
  ["with lib.maintainers; [ ann ] ++ (f mallory)", "ann", UNKNOWN],
  ["with lib.maintainers; [ ann /* mallory */ ]", "mallory", NO_COMMAND],
  ["with lib.maintainers; [ ann # ] ++ [ mallory\n ]", "mallory", NO_COMMAND],
  ['with lib.maintainers; [ "mallory" ]', "mallory", UNKNOWN],
  ["with lib.maintainers; [ ''ann mallory'' ]", "mallory", UNKNOWN],
  ["let ann = lib.maintainers.ben; in with lib.maintainers; [ ann ]", "ann", NO_COMMAND],
  ["let lib.maintainers.ann = ben; in [ lib.maintainers.ann ]", "ann", UNKNOWN],
  ["let lib = { maintainers = other; }; in with lib.maintainers; [ ann ]", "ann", UNKNOWN],
  ["(lib: with lib.maintainers; [ ann ]) other", "ann", UNKNOWN],
  ["with lib.maintainers; with { ann = ben; }; [ ann ]", "ann", UNKNOWN],
  ["with lib.maintainers // { ann = ben; }; [ ann ]", "ann", UNKNOWN],
  ["with lib.maintainers; lib.optional false ann", "ann", UNKNOWN],
  ['with lib.maintainers; if lib.version == "" then [ ann ] else [ ben ]', "ann", UNKNOWN],
  ["with lib.maintainers; lib.remove ann [ ann ben ]", "ann", UNKNOWN],
  ["with lib.maintainers; [ (ann // { githubId = 1; }) ]", "ann", UNKNOWN],
  ["with lib.maintainers; [ ann.friend ]", "ann", UNKNOWN],
  ["with lib.maintainers; [ (ann) (x: mallory) ]", "mallory", UNKNOWN],
  ["with lib.teams; [ ann ]", "ann", UNKNOWN],
  ["with lib.maintainers; [ lib.teams.ann.members ]", "ann", UNKNOWN],
  ["with lib.maintainers; [ nobody-of-this-name ]", "ann", UNKNOWN],
  ["import ./maintainers.nix", "ann", UNKNOWN],
  ["with lib.maintainers; [ ]", "mallory", "`hello` has no maintainer"],
];

it.each(MISREAD)("maintainers %j, at the word of %s", async (maintainers, login, why) => {
  const pr = await commanded(login, saying(maintainers), {
    base: { "pkgs/by-name/he/hello/maintainers.nix": "[ ]\n" },
  });
  await staysOpen(stage, pr, why);
});

/** The same for what stands around them. */
const AROUND: readonly (readonly [
  name: string,
  from: string | RegExp,
  to: string,
  login: string,
  why: string,
])[] = [
  ["meta that is another's in the end", "  };\n})", "  } // other;\n})", "ann", UNKNOWN],
  ["meta that a function makes", "  meta = {", "  meta = f {", "ann", UNKNOWN],
  ["meta that is inherited", /meta = \{[\s\S]*\};\n\}\)/, "inherit (other) meta;\n})", "ann", UNKNOWN],
  [
    "meta that stands in a string",
    /meta = \{[\s\S]*?\n {2}\};/,
    "x = ''meta = { maintainers = with lib.maintainers; [ mallory ]; };'';",
    "mallory",
    "`hello` has no maintainer",
  ],
  [
    "a package that is overridden in its own file",
    /\}\)\n$/,
    "}).overrideAttrs (_: { meta = { }; })\n",
    "ann",
    UNKNOWN,
  ],
  [
    "a second package in the file",
    /^stdenv/m,
    "let other = stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.mallory ]; }; in\nstdenv",
    "mallory",
    NO_COMMAND,
  ],
  [
    "maintainers of something else",
    "  strictDeps",
    "  passthru.meta.maintainers = [ lib.maintainers.mallory ];\n  strictDeps",
    "mallory",
    NO_COMMAND,
  ],
  ["a `lib` that is none", "  lib,", "  lib ? { maintainers = { }; },", "mallory", NO_COMMAND],
];

it.each(AROUND)("%s", async (_name, from, to, login, why) => {
  const pr = await commanded(login, (text) => {
    expect(text).toMatch(from);
    return text.replace(from, () => to);
  });
  await staysOpen(stage, pr, why);
});

it("a set that names somebody else's login and another's id", async () => {
  const { id } = stage.world.user("ben");
  const pr = await commanded("mallory", saying(`[ { github = "mallory"; githubId = ${id}; name = "m"; } ]`));
  await staysOpen(stage, pr, NO_COMMAND);
});

it("a handle that has a login and no id", async () => {
  const list = '{\n  ann = {\n    github = "mallory";\n    name = "Ann";\n  };\n}\n';
  const pr = await commanded("mallory", (text) => text, {
    base: { "maintainers/maintainer-list.nix": list },
  });
  await staysOpen(stage, pr, "the GitHub account of `mallory` is not known");
});

it("a handle that is in the list twice", async () => {
  const entry = (login: string) =>
    `  ann = {\n    github = "${login}";\n    githubId = ${stage.world.user(login).id};\n    name = "Ann";\n  };\n`;
  const list = `{\n${entry("ann")}${entry("mallory")}}\n`;
  const pr = await commanded("mallory", (text) => text, {
    base: { "maintainers/maintainer-list.nix": list },
  });
  await staysOpen(stage, pr, UNKNOWN);
});

it("an id in the list that is computed", async () => {
  const { id } = stage.world.user("mallory");
  const list = `{\n  ann = {\n    github = "ann";\n    githubId = 0 + ${id};\n    name = "Ann";\n  };\n}\n`;
  const pr = await commanded("mallory", (text) => text, {
    base: { "maintainers/maintainer-list.nix": list },
  });
  await staysOpen(stage, pr, "the entry of `ann` in `maintainers/maintainer-list.nix` was not understood");
});

it("a list that a function makes", async () => {
  const { id } = stage.world.user("mallory");
  const list = `f {\n  ann = {\n    github = "mallory";\n    githubId = ${id};\n    name = "Ann";\n  };\n}\n`;
  const pr = await commanded("mallory", (text) => text, {
    base: { "maintainers/maintainer-list.nix": list },
  });
  await staysOpen(stage, pr, UNKNOWN);
});
