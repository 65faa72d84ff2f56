import { checkDerivations, checkFetches, type PackageText, type Remark } from "../../checker/checks/calls.ts";
import { editingFix } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import { hasOneName } from "../../nix/bound-names.ts";
import { mentionsOf } from "../../nix/mentions.ts";
import { staticString } from "../../nix/names.ts";
import type { SourceText } from "../../nix/text.ts";
import { attribute, type WrittenSet } from "../../packages/derivation/attribute.ts";
import { FETCHERS_WITH_HASH } from "./shared/fetchers.ts";

/** An SRI hash, which says by itself what it is a hash of. */
const SRI = /^sha(?:256|384|512)-[A-Za-z0-9+/]+=*$/;

/** What builders called their hashes before, by what they call them now. */
const FORMER: ReadonlyMap<string, { readonly builder: RegExp; readonly now: string }> = new Map([
  ["vendorSha256", { builder: /^buildGo\w*Module$/, now: "vendorHash" }],
  ["cargoSha256", { builder: /^buildRustPackage$/, now: "cargoHash" }],
]);

const ofFetches = checkFetches((fetch, file) => {
  if (!FETCHERS_WITH_HASH.has(fetch.name)) return [];
  return ["sha256", "sha512"].flatMap((name) =>
    renamed(
      fetch,
      name,
      "hash",
      file,
      (text) => SRI.test(text),
      () => ({
        message: `\`${name}\` is set to an SRI hash, which names its algorithm itself.`,
        help: "Call it `hash`, which takes a hash of any algorithm.",
      }),
    ),
  );
});

const ofBuilders = checkDerivations((derivation, file) =>
  [...FORMER].flatMap(([name, { builder, now }]) => {
    if (!builder.test(derivation.path.at(-1) ?? "")) return [];
    return renamed(
      derivation,
      name,
      now,
      file,
      () => true,
      (text) => ({
        message: `\`${name}\` is no longer an argument of \`${derivation.path.at(-1)}\`: nixpkgs refuses it.`,
        help: `Call it \`${now}\`${SRI.test(text) ? "" : ", which takes an SRI hash"}, build the package, and write the hash that Nix reports if it is another.`,
      }),
    );
  }),
);

export const hashAttribute: Rule = {
  name: "hash-attribute",
  family: "source",
  codes: [],
  summary: "a hash has the name of an older form",
  level: "advice",
  checks: {
    derivation: ofBuilders,
    fetch: ofFetches,
  },
};

function renamed(
  set: WrittenSet,
  name: string,
  now: string,
  file: PackageText,
  isMeant: (text: string) => boolean,
  words: (text: string) => Pick<Remark, "message" | "help">,
): Remark[] {
  const [found, other] = [attribute(set, name), attribute(set, now)];
  if (!found.known || found.value?.kind !== "value" || !other.known || other.value !== null) return [];
  const { binding, value } = found.value;
  const text = staticString(value);
  if (text === null || !isMeant(text) || binding.kind !== "binding" || !hasOneName(binding)) return [];
  // What is fetched for `cargoHash` is laid out otherwise, and has another hash.
  const sure = SRI.test(text) && name !== "cargoSha256" && !isNamedElsewhere(file.source, name);
  return [
    {
      at: binding.attrpath,
      ...words(text),
      about: name,
      fix: sure
        ? editingFix(file, `Write \`${now}\` instead of \`${name}\``, [{ span: binding.attrpath, text: now }])
        : null,
    },
  ];
}

/** Whether a file has the name otherwise than where something is set to a value: another part may read it. */
function isNamedElsewhere(source: SourceText, name: string): boolean {
  const { all, set } = mentionsOf(source, name);
  return all !== set;
}
