import { type Change, loadChange } from "../../change/change.ts";
import { checkChange } from "../../checker/check-change.ts";
import type { Report } from "../../checker/finding.ts";
import { type FormatLimits, type Formatter, formattedFiles } from "../../checker/formatting.ts";
import type { ChangeMessages } from "../../checker/messages.ts";
import type { ChangePeople } from "../../checker/rule.ts";
import { CONFIGURATION_FILE, type Configuration } from "../../config/configuration.ts";
import { type LoadedConfiguration, loadConfiguration } from "../../config/load.ts";
import { type ChangeCommits, type OpenedChange, openChange } from "../../github/change-source.ts";
import { type GitHubObjects, TooMuchToRead } from "../../github/objects.ts";
import type { ConfigurationText } from "../../github/pull-request.ts";
import type { ParseCache } from "../../packages/files.ts";
import { REGISTRY_FILE } from "../../packages/registry/registry.ts";
import type { Remote } from "../../packages/registry/remote.ts";
import { rootSize } from "../../packages/root-size.ts";
import { type TouchedPackage, touchedListed, touchedPackages } from "../../packages/touched.ts";
import { type PackageUpdate, packageUpdate } from "../../packages/update/update.ts";
import { RULES } from "../../rules/index.ts";
import { RULE_NAMING } from "../../rules/naming.ts";
import { isTooDeep, tooDeep } from "../../snapshot/changed-paths.ts";
import { computeLoading } from "../../snapshot/loaded.ts";
import { memorySnapshot } from "../../snapshot/memory.ts";
import { isWithin } from "../../snapshot/snapshot.ts";
import { SourceError } from "../../snapshot/source.ts";
import { type LookAtRemote, remotesOf } from "./remotes.ts";

/** What the checker says of a change on GitHub. */
export type Verdict =
  | { readonly kind: "configuration-invalid"; readonly configuration: InvalidConfiguration }
  /** It has too many files to look at. `why` is a clause without its full stop. */
  | { readonly kind: "too-large"; readonly why: string }
  /** It could not be reviewed within the limits; `why` is a clause. */
  | { readonly kind: "not-reviewed"; readonly why: string }
  /** Nothing that is laid out by name is touched, and there is nothing to say. */
  | { readonly kind: "not-by-name"; readonly checked: Checked }
  | { readonly kind: "checked"; readonly checked: Checked };

export type InvalidConfiguration = Extract<LoadedConfiguration, { kind: "invalid" }>;

export type Checked = {
  readonly configuration: Configuration;
  readonly change: Change;
  readonly opened: OpenedChange;
  readonly report: Report;
  readonly touched: readonly TouchedPackage[];
  /** What it does to the packages that were there and still are, of the first fifty. */
  readonly updates: readonly PackageUpdate[];
  /** The repositories that entries of NUR's registry name, by the names of entries. */
  readonly remotes: ReadonlyMap<string, Remote>;
  /** The configuration that the change would bring; null where it leaves that alone. */
  readonly proposed: LoadedConfiguration | null;
  /** How many packages the roots of that hold, by their paths; null for one that is not there. */
  readonly proposedSizes: ReadonlyMap<string, number | null>;
};

export type Question = ChangeCommits & {
  /** Paths that are known to be changed. */
  readonly paths: readonly string[];
  /** How many files are changed as far as is known; 0 where it is not. */
  readonly changedFiles: number;
  readonly configuration: ConfigurationText;
  readonly fallback: ConfigurationText;
  /** Who brings the change; null where that is nobody in particular. */
  readonly people: ChangePeople | null;
  /** Looks at what an entry of NUR's registry names; null where nothing is looked at. */
  readonly look: LookAtRemote | null;
  /** What the change is called; null where that is not known. */
  readonly messages: ChangeMessages | null;
  /** The formatter that files are held to; null for none. */
  readonly formatter: Formatter | null;
};

/** GitHub lists no more files of a pull request, so nobody could see that the others were looked at. */
const MOST_FILES = 3000;

/** Checks a change between two commits. Throws a GitHubFailure if GitHub does not answer. */
export async function judge(objects: GitHubObjects, question: Question, parse: ParseCache): Promise<Verdict> {
  if (question.changedFiles >= MOST_FILES) return tooMany(question.changedFiles);
  try {
    return await judgeAll(objects, question, parse);
  } catch (error) {
    if (error instanceof TooMuchToRead || error instanceof SourceError) {
      return { kind: "not-reviewed", why: error.message };
    }
    throw error;
  }
}

/** A run waits for it, and others for the run. */
const FORMAT_LIMITS: FormatLimits = { files: 50, milliseconds: 30_000, now: Date.now };

async function judgeAll(objects: GitHubObjects, question: Question, parse: ParseCache): Promise<Verdict> {
  if (question.paths.some(isTooDeep)) throw tooDeep();
  const file = configurationFile(question);
  if ("kind" in file) return { kind: "configuration-invalid", configuration: file };
  // Its roots tell what to read first. Which preset there is without one, the base tells once it is read.
  const draft = loadConfiguration(memorySnapshot({}), RULE_NAMING, file);
  if (draft.kind === "invalid") return { kind: "configuration-invalid", configuration: draft };
  const opened = await openChange(
    objects,
    tipFor(question, draft.configuration),
    question.paths,
    draft.configuration,
  );
  const change = await loadChange(opened.base, opened.head);
  if (change.paths.length >= MOST_FILES) return tooMany(change.paths.length);
  const loaded = await computeLoading([change.base, change.head], () =>
    loadConfiguration(change.base, RULE_NAMING, file, change.head),
  );
  if (loaded.kind === "invalid") return { kind: "configuration-invalid", configuration: loaded };
  const { configuration } = loaded;
  const proposed = change.paths.includes(CONFIGURATION_FILE)
    ? await computeLoading([change.head], () => loadConfiguration(change.head, RULE_NAMING))
    : null;
  const proposedSizes =
    proposed?.kind === "valid" ? await sizesOf(change, proposed.configuration) : new Map<string, null>();
  const remotes =
    configuration.preset === "nur-registry"
      ? await remotesOf(change, question.look)
      : new Map<string, Remote>();
  const people = question.people === null ? {} : { people: question.people };
  const checking = { rules: RULES, configuration, cache: parse };
  const { formatter } = question;
  const formatted =
    formatter === null ? {} : { formatted: await formattedFiles(change, checking, formatter, FORMAT_LIMITS) };
  const messages = question.messages === null ? {} : { messages: question.messages };
  const report = await checkChange(change, { ...checking, remotes, ...people, ...formatted, ...messages });
  const { touched, updates } = await computeLoading([change.base, change.head], () => {
    const touched = [
      ...touchedPackages(change, configuration.roots),
      ...touchedListed(change, configuration.listed),
    ];
    return { touched, updates: updatesOf(change, touched, configuration, parse) };
  });
  const checked = {
    configuration,
    change,
    opened,
    report,
    touched,
    updates,
    remotes,
    proposed,
    proposedSizes,
  };
  const something =
    proposed !== null ||
    report.summary.blocking + report.summary.warnings + report.summary.advice > 0 ||
    change.paths.some((path) => isByName(path, configuration));
  return { kind: something ? "checked" : "not-by-name", checked };
}

/** Nobody has more roots than these in mind. */
const MOST_ROOTS = 20;

function sizesOf(change: Change, { roots }: Configuration): Promise<Map<string, number | null>> {
  const some = roots.slice(0, MOST_ROOTS);
  return computeLoading(
    [change.head],
    () => new Map(some.map((root) => [root.path, rootSize(change.head, root)] as const)),
  );
}

/** Of more packages in one change it is not told one by one. */
const MOST_UPDATES = 50;

function updatesOf(
  change: Change,
  touched: readonly TouchedPackage[],
  { merge, nix }: Configuration,
  parse: ParseCache,
): PackageUpdate[] {
  const cache = parse.with(nix.features);
  return touched
    .filter(({ before, after }) => before && after)
    .slice(0, MOST_UPDATES)
    .map(({ path, name, file }) =>
      packageUpdate(change, path, name, { file, cache, companions: merge.updateFiles }),
    );
}

/** Who maintains a package is asked of the newest commit, where anything merges itself. */
function tipFor(question: Question, { merge }: Configuration): Question {
  return merge.strategies.length === 0 ? { ...question, tip: null } : question;
}

function tooMany(files: number): Verdict {
  return { kind: "too-large", why: `it changes ${files} files, and at most ${MOST_FILES - 1} are checked` };
}

/**
 * Whether a path lies in a by-name root or a listed package, or is one of the files that define attributes by hand, or
 * NUR's registry.
 */
function isByName(path: string, { preset, roots, listed }: Configuration): boolean {
  return (
    (preset === "nur-registry" && path === REGISTRY_FILE) ||
    roots.some((root) => isWithin(path, root.path) || root.overrides.files.includes(path)) ||
    listed.some(({ home, file, by }) => isWithin(path, home?.directory ?? file) || path === by)
  );
}

/** The configuration that counts: the repository's own, or its owner's, or an empty one. */
export function configurationFile({
  configuration,
  fallback,
}: Pick<Question, "configuration" | "fallback">):
  | { readonly path: string; readonly text: string }
  | InvalidConfiguration {
  const [found, path] =
    configuration.kind === "absent"
      ? [fallback, `${CONFIGURATION_FILE} of the owner's .github repository`]
      : [configuration, CONFIGURATION_FILE];
  if (found.kind === "text") return { path, text: found.text };
  if (found.kind === "absent") return { path: CONFIGURATION_FILE, text: "" };
  const problems = [{ position: { line: 1, column: 1 }, message: found.why }];
  return { kind: "invalid", path, problems };
}
