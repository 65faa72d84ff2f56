import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** A browser of this machine: the environment variable CHROMIUM, or the first on the path; null where there is none. */
export function browserHere(): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const given = process.env.CHROMIUM;
  return (given === undefined ? onPath : [given]).find((path) => existsSync(path)) ?? null;
}

/** Starts it without a window. No browser comes with the dependencies. */
export function startBrowser(program: string): Promise<Browser> {
  return chromium.launch({ executablePath: program, headless: true });
}
