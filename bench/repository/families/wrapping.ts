import { programs } from "../dependencies.ts";
import { amount, attach, type Draft, takeOption, use, useSome } from "../draft.ts";
import type { Family } from "../family.ts";
import { attributeSet, binding, indentedString, letIn, list, quoted } from "../layout.ts";
import { sriHash } from "../parts/hash.ts";
import { strictness } from "../parts/inputs.ts";
import { meta } from "../parts/meta.ts";
import { scripting } from "../parts/shell.ts";
import { source } from "../parts/source.ts";
import { finalAttributes } from "../parts/style.ts";
import { nameStems } from "../vocabulary.ts";

/** A program with others joined to it. */
export const wrapper: Family = { name: "wrapper", weight: 2.5, write: writeWrapper };
export const shellApplication: Family = { name: "shell-application", weight: 2.5, write: writeScript };
/** A program with a table of plugins, each a source of its own: the longest files there are. */
export const pluginTable: Family = { name: "plugin-table", weight: 0.8, write: writePlugins };

function writeWrapper(draft: Draft): string {
  use(draft, "lib");
  use(draft, "symlinkJoin");
  use(draft, "makeWrapper");
  const inner = use(
    draft,
    draft.name === "hello" ? "coreutils" : draft.random.pick(["hello", "neovim-unwrapped"]),
  );
  takeOption(draft, "plugins", "[ ]");
  takeOption(draft, "extraArgs", "[ ]");
  const onPath = useSome(draft, programs, amount(draft, 4, 30));
  return letIn(
    [binding("path", `lib.makeBinPath ${list(onPath)}`)],
    `symlinkJoin ${attributeSet(
      [binding("name", quoted(`${draft.pname}-\${${inner}.version}`))],
      [binding("paths", `[ ${inner} ] ++ plugins`)],
      ["nativeBuildInputs = [ makeWrapper ];"],
      [
        binding(
          "postBuild",
          indentedString([
            `for program in $out/bin/*; do`,
            `  wrapProgram "$program" \\`,
            `    --prefix PATH : "\${path}" \\`,
            `    --add-flags "\${lib.escapeShellArgs extraArgs}" \\`,
            `    --run 'export ${draft.random.pick(nameStems).toUpperCase()}="''\${XDG_CACHE_HOME:-/tmp}"'`,
            "done",
          ]),
        ),
      ],
      [binding("passthru", `{ unwrapped = ${inner}; }`)],
      [binding("meta", `${inner}.meta // ${attributeSet([binding("priority", "10")])}`)],
    )}`,
  );
}

function writeScript(draft: Draft): string {
  use(draft, "lib");
  const builder = use(draft, "writeShellApplication");
  const inputs = useSome(draft, programs, amount(draft, 5, 30));
  const text: string[] = [];
  for (let left = amount(draft, 4, 50); left > 0; left--) text.push(...draft.random.pick(scripting)(draft));
  const body = draft.extras.has("helper")
    ? `builtins.readFile ${attach(draft, `${draft.pname}.sh`, `${text.join("\n").replaceAll("''${", "${")}\n`)}`
    : indentedString(text.length === 0 ? ["true"] : text);
  return `${builder} ${attributeSet(
    [binding("name", quoted(draft.pname))],
    [binding("runtimeInputs", list(inputs))],
    [binding("text", body)],
    [meta(draft, null, { program: true })],
  )}`;
}

function writePlugins(draft: Draft): string {
  const { random } = draft;
  const style = finalAttributes;
  use(draft, "lib");
  use(draft, "stdenv");
  use(draft, "fetchFromGitHub");
  const names = random.sample(nameStems, Math.max(8, amount(draft, 14, 110)));
  const plugins = names.map((name) =>
    binding(
      name,
      `fetchFromGitHub ${attributeSet([
        binding("owner", quoted(random.pick(nameStems))),
        binding("repo", quoted(`${draft.pname}-${name}`)),
        binding("tag", quoted(`v${random.integer(0, 9)}.${random.integer(0, 30)}.${random.integer(0, 9)}`)),
        binding("hash", quoted(sriHash(random))),
      ])}`,
    ),
  );
  return letIn(
    [binding("plugins", attributeSet(plugins))],
    `stdenv.mkDerivation ${style.set([
      [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version))],
      [source(draft, style)],
      strictness(draft),
      [
        binding(
          "postUnpack",
          `lib.concatStrings (\n  lib.mapAttrsToList (name: plugin: ''\n    cp -r --no-preserve=mode \${plugin} "$sourceRoot/plugins/\${name}"\n  '') plugins\n)`,
        ),
      ],
      ["passthru = { inherit plugins; };"],
      [meta(draft, style, { program: true })],
    ])}`,
  );
}
