import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import PartsReporter, { COUNTS_VARIABLE } from "../../scripts/test/reporter.ts";

/** What is printed at the end of a run in which no file ran. */
function printed(): string {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  new PartsReporter().onTestRunEnd([], []);
  return log.mock.calls.join("\n");
}

const LEFT_OUT = "not run, since it belongs to no project of Vitest: test/scripts/reporter.test.ts";

test("A run of all tests fails by each file that did not run, and names it", () => {
  const folder = mkdtempSync(join(tmpdir(), "by-name-reporter-"));
  const counts = join(folder, "counts.json");
  vi.stubEnv(COUNTS_VARIABLE, counts);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const lines = printed().split("\n");
  expect(lines).toContain(LEFT_OUT);
  const failed = lines.filter((line) => line.startsWith("not run")).length;
  expect(JSON.parse(readFileSync(counts, "utf8"))).toEqual({ passed: 0, failed, skipped: 0 });
});

test("A run of some tests names none", () => {
  vi.stubEnv(COUNTS_VARIABLE, undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(printed()).not.toContain("not run");
});
