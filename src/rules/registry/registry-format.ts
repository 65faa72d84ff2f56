import type { Problem, Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { canonicalRegistry, type FormatProblem } from "../../packages/registry/format.ts";
import { REGISTRY_FILE, type Registry } from "../../packages/registry/registry.ts";
import { editSteps } from "./shared/edits.ts";
import { formatOf } from "./shared/format.ts";

/** With more of them the file was written by another program, and is to be written anew as a whole. */
const ONE_BY_ONE = 5;

/** NUR's own check formats the file, and refuses a change that leaves it other than that. */
export const registryFormat: Rule = {
  name: "registry-format",
  family: "registry",
  codes: [],
  summary: "the bytes of `repos.json` are not those that NUR's own formatter writes",
  level: "error",
  checks: {
    registry({ reading }, context) {
      if (reading.kind !== "registry") return;
      const { registry } = reading;
      const problems = formatOf(registry, context);
      if (problems.length > ONE_BY_ONE) context.report(ofAll(registry, problems));
      else for (const problem of problems) context.report(ofOne(registry, problem));
    },
  },
};

const HELP =
  "The form is that of Python's `json.dump` with `indent=4` and `sort_keys=True`: four spaces, keys in order (upper case first), everything but ASCII escaped, and a line end at the end.";

function ofOne({ source }: Registry, problem: FormatProblem): Problem {
  const steps = editSteps(source, problem.edits);
  const common = { path: REGISTRY_FILE, help: HELP };
  switch (problem.kind) {
    case "around":
      return {
        ...common,
        attribute: null,
        at: { source, span: problem.at },
        message: `What stands around the entries of ${quoted(REGISTRY_FILE)} is not written as NUR's formatter writes it.`,
        fix: { title: "Write it as NUR's formatter does", steps },
        about: "around",
      };
    case "entry":
      return {
        ...common,
        attribute: problem.entry.name,
        at: { source, span: problem.entry.member },
        message: `The entry ${quoted(problem.entry.name)} is not written as NUR's formatter writes it.`,
        fix: { title: `Write ${quoted(problem.entry.name)} as NUR's formatter does`, steps },
        about: `entry\0${problem.entry.name}`,
      };
    case "order": {
      const { entry, next } = problem;
      const where = next === null ? "at the end" : `before ${quoted(next.name)}`;
      return {
        ...common,
        attribute: entry.name,
        at: { source, span: entry.member },
        message: `The entry ${quoted(entry.name)} stands in the wrong place: entries are in order, so it belongs ${where}.`,
        fix: { title: `Move ${quoted(entry.name)} ${next === null ? "to the end" : where}`, steps },
        about: `order\0${entry.name}`,
      };
    }
  }
}

function ofAll(registry: Registry, problems: readonly FormatProblem[]): Problem {
  const { source } = registry;
  const edits = [{ span: { start: 0, end: source.text.length }, text: canonicalRegistry(registry) }];
  return {
    path: REGISTRY_FILE,
    attribute: null,
    message: `${quoted(REGISTRY_FILE)} is not written as NUR's formatter writes it, in ${problems.length} places.`,
    help: HELP,
    fix: { title: `Format ${quoted(REGISTRY_FILE)}`, steps: editSteps(source, edits) },
    about: "all",
  };
}
