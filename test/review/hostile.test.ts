import { describe, expect, test } from "vitest";
import { ruleAnswer, stateAnswer, unknownRuleAnswer } from "../../src/app/run/commands/explain.ts";
import { replyBody } from "../../src/app/run/commands/reply.ts";
import { unknownCommandAnswer } from "../../src/app/run/commands/unknown.ts";
import { diffHunks } from "../../src/change/line-diff.ts";
import type { Finding } from "../../src/checker/finding.ts";
import { sourceText } from "../../src/nix/text.ts";
import { checkRunOutput } from "../../src/review/conversation/check-run.ts";
import { composeFindings } from "../../src/review/conversation/compose.ts";
import { fixedBody, reopenedBody } from "../../src/review/conversation/fixed.ts";
import { inlineBody } from "../../src/review/conversation/inline.ts";
import {
  readFindingMarker,
  readReplyMarker,
  readReviewMarker,
} from "../../src/review/conversation/markers.ts";
import { reviewBody } from "../../src/review/conversation/review-body.ts";
import { fixHelp } from "../../src/review/fixes/fix-help.ts";
import { suggestionFor } from "../../src/review/fixes/suggestion.ts";
import { edit, finding, mode, move, range, report } from "./builders.ts";
import { blocksIn, HOSTILE, harmIn } from "./hostile.ts";

const ruleUrl = (rule: string) => `https://github.example/rules/${rule}`;
const placeUrl = ({ path }: Finding) =>
  `https://github.example/blob/${encodeURIComponent(path.toWellFormed())}`;

/** Findings in which a text stands wherever it can. */
function findingsWith(text: string): Finding[] {
  const path = `pkgs/${text}/x.nix`;
  const about = {
    path,
    attribute: text,
    message: `the path \`${text}\` ${text}`,
    help: `${text}\n  ${text}\nthen ${text}`,
    fingerprint: text,
  };
  const fix = (...steps: Parameters<typeof withSteps>[1][]) => withSteps(text, ...steps);
  return [
    finding({ ...about }),
    finding({ ...about, range: range(1, 1, 1, 2), fix: fix(edit(path, range(1, 1, 1, 2), text)) }),
    finding({ ...about, range: range(2, 1, 2, 2), fix: fix(edit(path, range(2, 1, 2, 2), "x")) }),
    finding({ ...about, fix: fix(move(path, `to/${text}`), mode(path, true)) }),
    finding({ ...about, fix: fix(edit("other", range(1, 1, 1, 2), text)) }),
  ];
}

function asAdvice(findings: readonly Finding[]): Finding[] {
  return findings.map((one) => ({ ...one, level: "advice" }));
}

function withSteps(title: string, ...steps: ReturnType<typeof edit>[]): Finding["fix"] {
  return { title: `Do ${title} \`${title}\``, steps };
}

const file = (text: string) => ({
  text: sourceText(`a\n${text}\nb\n`),
  hunks: diffHunks(null, `a\n${text}\nb\n`),
});

describe.each(HOSTILE.map((text) => [JSON.stringify(text.slice(0, 40)), text] as const))(
  "%s",
  (_name, text) => {
    test("does nothing in an inline comment, fixed or not, and forges no marker", () => {
      for (const one of findingsWith(text)) {
        const source = file(text);
        for (const suggestion of [null, suggestionFor(one, source.text)]) {
          const body = inlineBody({
            finding: one,
            beside: [one, { ...one, message: text }],
            id: "123abc",
            suggestion,
            ruleUrl,
            placeUrl: () => null,
            text: () => source.text,
          });
          expect(body.length).toBeLessThanOrEqual(60_000);
          const fixed = fixedBody(body, { kind: "push", commit: "0123456789abcdef" });
          expect(harmIn(body)).toEqual([]);
          expect(harmIn(fixed)).toEqual([]);
          expect(readFindingMarker(body)).toEqual({ id: "123abc", fixed: false });
          expect(readFindingMarker(fixed)).toEqual({ id: "123abc", fixed: true });
          expect(reopenedBody(fixed)).toBe(body);
          expect(blocksIn(body).includes("suggestion")).toBe(suggestion !== null);
          expect(blocksIn(fixed)).not.toContain("suggestion");
        }
      }
    });

    test("does nothing in the body of a review, and forges no marker", () => {
      const findings = findingsWith(text).map((one, i) => ({ finding: one, id: `${i}a` }));
      const advice = asAdvice(findingsWith(text)).map((one, i) => ({ finding: one, id: `${i}b` }));
      for (const some of [findings, findings.slice(0, 2), advice]) {
        const placed = some.map((one) => ({ ...one, place: "body" as const }));
        const texts = () => file(text).text;
        const body = reviewBody({
          placed,
          first: true,
          reopened: 1,
          bot: "by-name-bot",
          ruleUrl,
          placeUrl,
          text: texts,
        });
        expect(harmIn(body)).toEqual([]);
        expect(readReviewMarker(body)).toEqual({ inline: [], inBody: some.map(({ id }) => id) });
      }
    });

    test("does nothing in a check run", () => {
      const findings = findingsWith(text);
      const unknown = [{ rule: null, path: text, attribute: text, message: text }];
      const problems = [{ position: { line: 1, column: 1 }, message: `${text} \`${text}\`` }];
      const outcomes = [
        { kind: "checked", report: report(findings, { unknown }) },
        { kind: "checked", report: report(asAdvice(findings).flatMap((one) => [one, one])) },
        { kind: "too-large", why: text },
        { kind: "configuration-invalid", path: text, problems },
      ] as const;
      for (const outcome of outcomes) {
        const common = {
          preview: null,
          merging: null,
          updates: [],
          ruleUrl,
          placeUrl,
          isFile: () => true,
          notes: [text],
        };
        const { summary, annotations } = checkRunOutput({ outcome, ...common });
        expect(harmIn(summary.replace(/^### by-name: .*$/m, ""))).toEqual([]);
        for (const { message } of annotations) {
          expect(message.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
        }
      }
    });

    test("does nothing in a reply, and forges no marker", () => {
      const findings = findingsWith(text);
      const answers = [
        unknownRuleAnswer(text, { names: ["strict-deps"], url: ruleUrl("") }),
        unknownCommandAnswer(text, "by-name-bot"),
        stateAnswer({ kind: "checked", report: report(findings) }, { ruleUrl, placeUrl }, ""),
        stateAnswer({ kind: "too-large", why: text }, { ruleUrl, placeUrl }, ""),
      ];
      const body = replyBody(answers, { comment: "7", stamp: "2024-01-01T00:00:00Z", commands: ["explain"] });
      expect(harmIn(body)).toEqual([]);
      expect(readReplyMarker(body)).toEqual({
        comment: "7",
        stamp: "2024-01-01T00:00:00Z",
        commands: ["explain"],
      });
    });

    test("comes to no comment that GitHub would refuse", () => {
      const findings = findingsWith(text).map((one, i) => ({ finding: one, id: `${i}a` }));
      const placed = composeFindings({
        findings,
        atHead: (one) => one,
        file: () => file(text),
        inlineLimit: 25,
        ruleUrl,
        placeUrl: () => null,
      });
      for (const one of placed) {
        if (one.place !== "inline") continue;
        expect(one.path.isWellFormed()).toBe(true);
        expect(one.line).toBeLessThanOrEqual(file(text).text.text.split("\n").length);
      }
    });

    test("does not get out of what a shell is told", () => {
      const help = fixHelp(finding({ fix: withSteps("x", move(text, `to/${text}`)) }), () => null);
      const commands = /```sh\n([\s\S]*?)\n```/.exec(help)?.[1] ?? "";
      expect(commands.replace(/'(?:[^']|'\\'')*'/g, "QUOTED")).toMatch(/^[\w\s./+,:@%=-]*$/);
    });
  },
);

describe("a rule's page", () => {
  test("is no harm, however it is asked for", () => {
    const page = "# `a`\n\nIt is\nso.\n\n## Wrong\n\n```nix path=a\nx\n```\n";
    expect(harmIn(ruleAnswer({ name: "a", codes: [], level: "error", page, url: ruleUrl("a") }))).toEqual([]);
  });
});

test("the fix of a file that is too long for a patch is told in words", () => {
  const long = (length: number) => sourceText(`a\n${"b\n".repeat((length - 2) / 2)}`);
  const path = "pkgs/x.nix";
  const one = finding({ path, fix: { title: "Write `c`", steps: [edit(path, range(1, 1, 1, 2), "c")] } });
  expect(fixHelp(one, () => long(1_000_000))).toContain("+c");
  expect(fixHelp(one, () => long(1_000_002))).toBe("Fix: Write `c`.");
});
