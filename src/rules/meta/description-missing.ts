import { quoted } from "../../nix/shown.ts";
import { missingMeta } from "./shared/missing.ts";

export const descriptionMissing = missingMeta({
  name: "description-missing",
  summary: "a package says nothing of what it is",
  attributes: ["description"],
  message: (name) =>
    `${quoted(name)} has no \`meta.description\`, so nobody can find it by searching for what it does.`,
  help: 'Write what it is in a phrase into `meta`, such as `description = "Command line for the weather";`.',
});
