import { quoted } from "../../nix/shown.ts";
import { missingMeta } from "./shared/missing.ts";

export const licenseMissing = missingMeta({
  name: "license-missing",
  summary: "a package says nothing of its licence",
  attributes: ["license"],
  message: (name, isEmpty) =>
    `${isEmpty ? `The \`meta.license\` of ${quoted(name)} is empty` : `${quoted(name)} has no \`meta.license\``}, and without a licence nobody may pass it on.`,
  // From `package.json`.
  setBy: ["mkYarnPackage"],
  help: "Write `license = lib.licenses.…;` into `meta`: what the project's files say, or `lib.licenses.unfree` if they say nothing.",
});
