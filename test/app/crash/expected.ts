import { identifyFindings, lineTexts } from "../../../src/app/run/places/finding-ids.ts";
import { checkRunOutput } from "../../../src/review/conversation/check-run.ts";
import { desiredLabels } from "../../../src/review/conversation/labels.ts";
import { annotationsOf } from "../../../src/review/formats/annotations.ts";
import { memorySnapshot } from "../../../src/snapshot/memory.ts";
import { checkBetween, configurationOf, introduced } from "../../support/check.ts";

/** Files by path. */
type Texts = Readonly<Record<string, string>>;

/** What stands on a pull request once its head has been reviewed. */
export type Expected = {
  /** Of the check run. */
  readonly conclusion: string;
  readonly title: string;
  /** `path:line`, of each annotation. */
  readonly places: readonly string[];
  /** The ids of its findings. */
  readonly findings: readonly string[];
  readonly blocked: boolean;
  readonly labels: readonly string[];
};

/** What the checker says of a change that adds files to a base, without any GitHub. */
export async function expectedOf(base: Texts, added: Texts): Promise<Expected> {
  const { labels } = await configurationOf(base);
  const byName = Object.keys(added).some((path) => path.startsWith("pkgs/by-name/"));
  if (!byName) {
    const { conclusion, title } = checkRunOutput({ ...OUTPUT, outcome: { kind: "not-by-name" } });
    return { conclusion, title, places: [], findings: [], blocked: false, labels: [] };
  }
  const report = await checkBetween(base, { ...base, ...added });
  const { conclusion, title } = checkRunOutput({ ...OUTPUT, outcome: { kind: "checked", report } });
  const blocked = report.summary.blocking > 0;
  const adds = Object.keys(added).every((path) => !(path in base));
  const { wanted } = desiredLabels(labels, { blocked, mergeable: false, adds, updates: !adds });
  return {
    conclusion,
    title,
    places: annotationsOf(report, () => true).map(({ path, start_line }) => `${path}:${start_line}`),
    findings: identifyFindings(
      introduced(report),
      lineTexts(memorySnapshot({ ...base, ...added })),
      NOTHING,
    ).map(({ id }) => id),
    blocked,
    labels: wanted.map(({ name }) => name),
  };
}

const NOTHING = { threads: [], reviews: [] };

const OUTPUT = {
  notes: [],
  preview: null,
  merging: null,
  updates: [],
  ruleUrl: () => null,
  placeUrl: () => null,
  isFile: () => true,
};
