import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { Refusal } from "./errors.ts";
import type { World, WorldOptions } from "./interface.ts";
import { createWorld } from "./world.ts";

/** A world in a directory of its own that goes away with the test. */
export function temporaryWorld(options: Partial<WorldOptions> = {}): World {
  const directory = mkdtempSync(join(tmpdir(), "by-name-world-"));
  const world = createWorld({ directory, ...options });
  onTestFinished(async () => {
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return world;
}

/** Lines `1` to `count`, each `line <n>`, with some of them replaced. */
export function numbered(count: number, changes: Readonly<Record<number, string>> = {}): string {
  const lines = Array.from({ length: count }, (_, i) => changes[i + 1] ?? `line ${i + 1}`);
  return `${lines.join("\n")}\n`;
}

/** The refusal with which something ends, as `status message: errors`. */
export async function refusalOf(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const errors = error.errors.map((one) =>
      typeof one === "string" ? one : `${one.field} ${one.code} ${one.message ?? ""}`,
    );
    return [`${error.status} ${error.message}`, ...errors].join(": ").trim();
  }
  return "not refused";
}

/** What the world emits from now on: `name.action`. */
export function eventsOf(world: World): string[] {
  const events: string[] = [];
  world.onEvent(({ name, action }) => events.push(action === null ? name : `${name}.${action}`));
  return events;
}
