import { buildTools, libraries } from "../dependencies.ts";
import { amount, type Draft, takeOption, use, useSome } from "../draft.ts";
import { binding, list, quoted } from "../layout.ts";
import { nameStems } from "../vocabulary.ts";

/** `nativeBuildInputs = […];`: `named` ones, and more of the usual. */
export function nativeBuildInputs(draft: Draft, named: readonly string[], usual = 2): string {
  const taken = withoutItself(draft, named).map((name) => use(draft, name));
  const more = useSome(draft, buildTools, amount(draft, usual, 30));
  return binding("nativeBuildInputs", list([...taken, ...more]));
}

/** `buildInputs = […];`, some of them only with an option or on a platform. */
export function buildInputs(draft: Draft, named: readonly string[], usual = 4): string[] {
  const { random } = draft;
  const inputs = [
    ...withoutItself(draft, named).map((name) => use(draft, name)),
    ...useSome(draft, libraries, amount(draft, usual)),
  ];
  const conditional = random.chance(0.22) ? [optionalInputs(draft)] : [];
  if (random.chance(0.06)) conditional.push(platformInputs(draft));
  if (inputs.length === 0 && conditional.length === 0) return [];
  const lists = [...(inputs.length > 0 ? [list(inputs)] : []), ...conditional];
  const fits = lists.every((each) => !each.includes("\n")) && lists.join(" ++ ").length < 80;
  return [binding("buildInputs", lists.join(fits ? " ++ " : "\n++ "))];
}

const withoutItself = (draft: Draft, names: readonly string[]): string[] =>
  names.filter((name) => name !== draft.name);

/** `strictDeps` and `__structuredAttrs`, which older packages lack. */
export function strictness(draft: Draft): string[] {
  if (draft.modern) return ["__structuredAttrs = true;", "strictDeps = true;"];
  return draft.random.chance(0.3) ? ["strictDeps = true;"] : [];
}

/** A list of flags under `name`, some of which follow an option of the package. */
export function flags(
  draft: Draft,
  name: string,
  write: (word: string, draft: Draft) => string,
  usual: number,
): string[] {
  const count = amount(draft, usual, 40);
  const words = draft.random.sample(nameStems, count);
  return count === 0 ? [] : [binding(name, list(words.map((word) => write(word, draft))))];
}

export const cmakeFlag = (word: string, draft: Draft): string => {
  use(draft, "lib");
  return draft.random.pick([
    () => `(lib.cmakeBool "ENABLE_${word.toUpperCase()}" ${onOff(draft)})`,
    () => `(lib.cmakeFeature "${word.toUpperCase()}_DIR" "\${placeholder "out"}/share/${word}")`,
    () => quoted(`-DUSE_SYSTEM_${word.toUpperCase()}=ON`),
  ])();
};

export const mesonFlag = (word: string, draft: Draft): string => {
  use(draft, "lib");
  return draft.random.pick([
    () => `(lib.mesonEnable "${word}" ${onOff(draft)})`,
    () => `(lib.mesonBool "with-${word}" ${onOff(draft)})`,
    () => quoted(`-D${word}=disabled`),
  ])();
};

export const configureFlag = (word: string, draft: Draft): string => {
  use(draft, "lib");
  return draft.random.pick([
    () => quoted(`--enable-${word}`),
    () => quoted(`--without-${word}`),
    () => `(lib.enableFeature ${onOff(draft)} "${word}")`,
    () => quoted(`--with-${word}=\${placeholder "out"}/lib/${word}`),
  ])();
};

const onOff = (draft: Draft): string => draft.random.pick(["true", "false", "true"]);

const options = [
  "enableGui",
  "withDocs",
  "withAlsa",
  "enableTests",
  "withSystemd",
  "withWayland",
  "enableNls",
];

function optionalInputs(draft: Draft): string {
  const { random } = draft;
  use(draft, "lib");
  const inputs = list(useSome(draft, libraries, random.integer(1, 3)));
  const fallback = random.chance(0.3)
    ? `${use(draft, "stdenv")}.hostPlatform.isLinux`
    : random.pick(["true", "false"]);
  const option = takeOption(draft, random.pick(options), fallback);
  return `lib.optionals ${option} ${inputs}`;
}

function platformInputs(draft: Draft): string {
  use(draft, "lib");
  use(draft, "stdenv");
  const inputs = list(useSome(draft, libraries, draft.random.integer(1, 3)));
  return `lib.optionals stdenv.hostPlatform.${draft.random.pick(["isLinux", "isDarwin"])} ${inputs}`;
}
