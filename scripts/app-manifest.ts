import { readFile } from "node:fs/promises";
import type { Permissions } from "simulated-github";
import { parse } from "yaml";

/** What `app.yml` asks GitHub for. */
export async function appManifest(): Promise<{ permissions: Permissions; events: string[] }> {
  const text = await readFile(new URL("../app.yml", import.meta.url), "utf8");
  const { default_permissions, default_events } = parse(text);
  return { permissions: default_permissions, events: default_events };
}
