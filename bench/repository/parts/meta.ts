import { type Draft, use } from "../draft.ts";
import { attributeSet, binding, indentedString, list, quoted } from "../layout.ts";
import { description, paragraph } from "../prose.ts";
import { homepage } from "./source.ts";
import type { Style } from "./style.ts";

const licenses = ["mit", "mit", "mit", "asl20", "gpl3Plus", "gpl3Only", "gpl2Plus", "bsd3", "bsd2", "mpl20"];
const rareLicenses = ["lgpl21Plus", "isc", "unlicense", "agpl3Only", "zlib", "cc0", "epl20", "ofl", "unfree"];
const platformSets = ["linux", "linux", "linux", "unix", "unix", "all", "darwin"];
const systems = ["x86_64-linux", "aarch64-linux", "x86_64-darwin", "aarch64-darwin", "i686-linux"];

export type MetaOptions = { readonly program?: boolean; readonly font?: boolean; readonly binary?: boolean };

/** `meta = { … };`, with what a file of the package's kind usually says there. */
export function meta(draft: Draft, style: Style | null, options: MetaOptions = {}): string {
  const { random } = draft;
  use(draft, "lib");
  const old = !draft.modern && random.chance(0.5);
  const lib = old ? "" : "lib.";
  const lines = [binding("description", quoted(description(random)))];
  if (random.chance(0.24)) {
    const text = paragraph(random, Math.max(2, Math.min(30, Math.round(3 * draft.bulk))));
    lines.push(binding("longDescription", indentedString(text)));
  }
  lines.push(binding("homepage", quoted(homepage(draft))));
  if (style !== null && random.chance(0.45)) lines.push(changelog(draft, style));
  lines.push(license(draft, lib, options));
  if (options.binary === true) {
    lines.push(binding("sourceProvenance", `with ${lib}sourceTypes; [ binaryNativeCode ]`));
  }
  lines.push(...maintainers(draft, lib));
  if (options.program === true) lines.push(binding("mainProgram", quoted(draft.pname)));
  if (options.font !== true || random.chance(0.5)) lines.push(platforms(draft, lib));
  if (random.chance(0.03)) lines.push(binding("badPlatforms", `${lib}platforms.darwin`));
  if (random.chance(0.03) && draft.formals.has("stdenv")) {
    lines.push(binding("broken", "stdenv.hostPlatform.isDarwin"));
  }
  return binding("meta", `${old ? "with lib; " : ""}${attributeSet(lines)}`);
}

function changelog(draft: Draft, style: Style): string {
  const base = `https://github.com/${draft.owner}/${draft.pname}`;
  const version = `\${${style.prefix}version}`;
  return binding(
    "changelog",
    draft.random.chance(0.7)
      ? quoted(`${base}/releases/tag/v${version}`)
      : quoted(`${base}/blob/v${version}/CHANGELOG.md`),
  );
}

function license(draft: Draft, lib: string, options: MetaOptions): string {
  const { random } = draft;
  if (options.font === true) return binding("license", `${lib}licenses.ofl`);
  if (random.chance(0.05)) {
    const several = list(random.sample([...new Set([...licenses, ...rareLicenses])], random.integer(2, 4)));
    return binding("license", `with ${lib}licenses; ${several}`);
  }
  return binding("license", `${lib}licenses.${random.pick(random.chance(0.8) ? licenses : rareLicenses)}`);
}

/** Few maintain much: the chosen ones crowd at the front of the list. */
function maintainers(draft: Draft, lib: string): string[] {
  const { random } = draft;
  const team = random.chance(0.06) ? [binding("teams", `[ ${lib}teams.${random.pick(draft.teams)} ]`)] : [];
  if (team.length > 0 && random.chance(0.7)) return team;
  if (random.chance(0.08) && !draft.modern) return [binding("maintainers", "[ ]"), ...team];
  const chosen = new Set<string>();
  const count = random.chance(0.65) ? 1 : random.integer(2, 5);
  while (chosen.size < count) {
    const place = Math.floor(draft.maintainers.length * random.fraction() ** 2);
    chosen.add(draft.maintainers[place] ?? random.pick(draft.maintainers));
  }
  return [binding("maintainers", `with ${lib}maintainers; ${list([...chosen])}`), ...team];
}

function platforms(draft: Draft, lib: string): string {
  const { random } = draft;
  if (random.chance(0.12)) {
    const named = random.sample(systems, random.integer(1, 4)).map(quoted);
    return binding("platforms", list(named));
  }
  if (random.chance(0.04)) return binding("platforms", `${lib}platforms.linux ++ ${lib}platforms.darwin`);
  return binding("platforms", `${lib}platforms.${random.pick(platformSets)}`);
}
