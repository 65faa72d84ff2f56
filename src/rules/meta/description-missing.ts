import { quoted } from "../../nix/shown.ts";
import { missingMeta } from "./shared/missing.ts";

export const descriptionMissing = missingMeta({
  name: "description-missing",
  summary: "a package says nothing of what it is",
  attributes: ["description"],
  message: (name, isEmpty) =>
    `${isEmpty ? `The \`meta.description\` of ${quoted(name)} is empty` : `${quoted(name)} has no \`meta.description\``}, so nobody can find it by searching for what it does.`,
  // From `package.json`.
  setBy: ["mkYarnPackage"],
  help: 'Write what it is in a phrase into `meta`, such as `description = "Command line for the weather";`.',
});
