import { existsSync, readFileSync } from "node:fs";
import { beforeEach } from "vitest";

const SEEDS = new URL("../../../shared/seeds/", import.meta.url);

const seedsAreHere = existsSync(SEEDS);

/** Skips the tests around it, with the reason, where the documents are not at hand. */
export function needsSeeds(): void {
  beforeEach((context) => {
    if (!seedsAreHere) context.skip("the seed documents are not beside this repository");
  });
}

/** A Nix example of a document. */
export type Example = {
  /** The name of the package that it defines, or a title in words where it defines none. */
  readonly title: string;
  readonly definesPackage: boolean;
  readonly text: string;
};

/** What each ```nix fence of the documents is, in order; a title of several words is no package. */
const DOCUMENTS: readonly {
  readonly file: string;
  readonly fences: (text: string) => string[];
  readonly titles: readonly string[];
}[] = [
  {
    file: "000_36e97bb33e132f64.txt",
    fences: fencesOnLines,
    titles: [
      "an option",
      "inputs of a flake",
      "outputs of a flake",
      "example-package",
      "a configuration",
      "attributes for unpacking",
      "attributes for installing",
      "liboqs",
      "openssl-oqs-provider",
      "osdlyrics-module",
      "osdlyrics-environment",
      "osdlyrics-program",
      "osdlyrics",
      "bilibili",
      "dingtalk-template",
      "dingtalk",
      "svp",
      "wechat-uos",
      "hoyo-glyphs",
      "a configuration of fonts",
      "konnect",
      "linux-xanmod-lantian",
      "a configuration of a kernel",
    ],
  },
  {
    file: "002_11dd4b53aa3fe293.txt",
    // All on one line.
    fences: (text) => [...text.matchAll(/```nix (.*?) ```/g)].map(([, inside = ""]) => inside),
    titles: [
      "some-package",
      "arguments on one line",
      "a variant",
      "two versions",
      "two versions inherited",
      "two versions imported",
      "a file of two versions",
      "two versions by callPackages",
      "a file of two derivations",
      "a package set",
    ],
  },
  {
    file: "004_78c1be7ef0a4897b.txt",
    fences: fencesOnLines,
    titles: ["foo", "arguments on lines", "an override"],
  },
];

/** Fences on lines of their own, perhaps indented as part of a list. */
function fencesOnLines(text: string): string[] {
  return [...text.matchAll(/^( *)```nix\n([\s\S]*?)^\1```$/gm)].map(([, indentation = "", inside = ""]) =>
    inside.replaceAll(new RegExp(`^${indentation}`, "gm"), ""),
  );
}

/** The examples of all documents; none where these are not at hand. Throws where a document has more or fewer than are named above. */
export function examples(): readonly Example[] {
  if (!seedsAreHere) return [];
  return DOCUMENTS.flatMap(({ file, fences, titles }) => {
    const found = fences(readFileSync(new URL(file, SEEDS), "utf8"));
    if (found.length !== titles.length)
      throw new Error(`${file} has ${found.length} fences, not ${titles.length}`);
    return titles.map((title, i) => ({ title, definesPackage: !title.includes(" "), text: found[i] ?? "" }));
  });
}
