import { programs } from "../dependencies.ts";
import { type Draft, use } from "../draft.ts";
import { binding, indentedString } from "../layout.ts";
import { remark } from "../prose.ts";
import { nameStems } from "../vocabulary.ts";

type Statement = (draft: Draft) => readonly string[];

/** `name = '' … '';` with `count` statements of shell code, at least one. */
export function phase(name: string, draft: Draft, statements: readonly Statement[], count: number): string {
  const lines: string[] = [];
  for (let i = 0; i < Math.max(1, count); i++) {
    if (i > 0 && draft.random.chance(0.3)) lines.push("");
    if (draft.random.chance(0.12)) lines.push(`# ${remark(draft.random)}`);
    lines.push(...draft.random.pick(statements)(draft));
  }
  return binding(name, indentedString(lines));
}

/** An install phase of its own, between its hooks. */
export function installPhase(draft: Draft, count: number): string {
  const lines = ["runHook preInstall", ""];
  for (let i = 0; i < Math.max(1, count); i++) lines.push(...draft.random.pick(installing)(draft));
  return binding("installPhase", indentedString([...lines, "", "runHook postInstall"]));
}

/** What `postPatch` does. */
export const patching: readonly Statement[] = [
  (draft) => [
    `substituteInPlace src/${word(draft)}.${extension(draft)} \\`,
    `  --replace-fail "/usr/bin/${word(draft)}" "${program(draft)}"`,
  ],
  (draft) => [
    `substituteInPlace ${word(draft)}/CMakeLists.txt \\`,
    `  --replace-fail "\\''\${CMAKE_INSTALL_PREFIX}/lib" "''\${!outputLib}/lib" \\`,
    `  --replace-fail "/etc/${draft.pname}" "$out/etc/${draft.pname}"`,
  ],
  (draft) => [`patchShebangs --build scripts/${word(draft)}.sh`],
  (draft) => [`sed -i "/^${word(draft)}/d" Makefile`],
  (draft) => [
    `for f in ${word(draft)}/*.in; do`,
    `  substitute "$f" "''\${f%.in}" --subst-var-by prefix "$out"`,
    "done",
  ],
  (draft) => [`rm -rf third_party/${word(draft)} vendor/${word(draft)}`],
  (draft) => [
    `substituteInPlace ${word(draft)}.py \\`,
    `  --replace-fail '"${word(draft)}"' '"${program(draft)}"'`,
  ],
];

/** What an install phase does. */
export const installing: readonly Statement[] = [
  (draft) => [`install -Dm755 ${draft.pname} -t $out/bin`],
  (draft) => [`install -Dm644 ${word(draft)}.desktop -t $out/share/applications`],
  (draft) => [`mkdir -p $out/share/${draft.pname}`, `cp -r ${word(draft)} $out/share/${draft.pname}/`],
  (draft) => [
    `for size in 16 32 48 128 256; do`,
    `  install -Dm644 icons/"$size".png \\`,
    `    "$out/share/icons/hicolor/''\${size}x''\${size}/apps/${draft.pname}.png"`,
    "done",
  ],
  (draft) => [`ln -s $out/share/${draft.pname}/${word(draft)} $out/bin/${word(draft)}`],
  (draft) => [`install -Dm644 doc/${word(draft)}.1 $out/share/man/man1/${word(draft)}.1`],
];

/** What `postInstall` and `postFixup` do. */
export const finishing: readonly Statement[] = [
  (draft) => {
    use(draft, "lib");
    return [
      `wrapProgram $out/bin/${draft.pname} \\`,
      `  --prefix PATH : \${lib.makeBinPath [ ${program(draft, false)} ]} \\`,
      `  --set ${word(draft).toUpperCase()}_HOME "$out/share/${draft.pname}"`,
    ];
  },
  (draft) => [`rm -r $out/share/doc/${word(draft)}`],
  (draft) => {
    use(draft, "lib");
    use(draft, "stdenv");
    return [
      "${lib.optionalString (stdenv.buildPlatform.canExecute stdenv.hostPlatform) ''",
      `  installShellCompletion --cmd ${draft.pname} \\`,
      `    --bash <($out/bin/${draft.pname} completion bash) \\`,
      `    --fish <($out/bin/${draft.pname} completion fish) \\`,
      `    --zsh <($out/bin/${draft.pname} completion zsh)`,
      "''}",
    ];
  },
  (draft) => [`moveToOutput "lib/${word(draft)}" "''\${!outputDev}"`],
  (draft) => [
    `if [[ -e $out/bin/${word(draft)}-config ]]; then`,
    `  mv $out/bin/${word(draft)}-config "''\${!outputDev}/bin/"`,
    "fi",
  ],
  (draft) => {
    use(draft, "lib");
    return [
      "shopt -s globstar",
      `declare -a found=($out/lib/**/${word(draft)}*.so)`,
      `patchelf --add-rpath "\${lib.makeLibraryPath [ ${program(draft, false)} ]}" "''\${found[@]}"`,
    ];
  },
];

/** What a check phase does. */
export const checking: readonly Statement[] = [
  (draft) => [`export HOME=$(mktemp -d)`, `${draft.pname} --help | grep -q ${word(draft)}`],
  (draft) => [`rm tests/test_${word(draft)}.${extension(draft)}`],
  (draft) => [`mkdir -p "''\${TMPDIR:-/tmp}/${word(draft)}"`],
];

/** What a script of its own does. */
export const scripting: readonly Statement[] = [
  (draft) => [
    `while read -r ${word(draft)}; do`,
    `  echo "found: ''\${${word(draft)}:-none}" >&2`,
    "done < <(ls)",
  ],
  (draft) => [
    `case "''\${1:-}" in`,
    `  ${word(draft)}) shift; exec ${draft.pname} "$@" ;;`,
    `  *) echo "usage: $0 ${word(draft)}" >&2; exit 64 ;;`,
    "esac",
  ],
  (draft) => [
    `if ! command -v ${word(draft)} > /dev/null; then`,
    `  echo "${word(draft)} is missing" >&2`,
    "  exit 1",
    "fi",
  ],
  (draft) => [`readonly ${word(draft)}_dir="''\${XDG_DATA_HOME:-$HOME/.local/share}/${word(draft)}"`],
  (draft) => [`find . -name '*.${word(draft)}' -print0 | xargs -0 -r rm --`],
];

function word(draft: Draft): string {
  return draft.random.pick(nameStems);
}

function extension(draft: Draft): string {
  return draft.random.pick(["c", "cpp", "h", "py", "rs", "go"]);
}

/** A program that the package depends on: the path of its binary, or the bare attribute. */
function program(draft: Draft, path = true): string {
  const candidates = programs.filter((name) => name !== draft.name);
  const attribute = use(draft, draft.random.pick(candidates));
  if (!path) return attribute;
  if (draft.random.chance(0.5)) return `\${${attribute}}/bin/${word(draft)}`;
  use(draft, "lib");
  return `\${lib.getExe ${attribute}}`;
}
