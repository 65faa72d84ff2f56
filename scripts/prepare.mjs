// Run by npm after it has installed the dependencies of a checkout. Among them is a Node.js for machines whose own is
// too old, and npm's scripts take it before any other. Where the machine's own will do, that one is better: on NixOS the
// other does not even start. This file is no TypeScript, since the Node.js that runs it may be old.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const [major, minor] = engines.node.match(/\d+/g).map(Number);

/** The first Node.js on the path that no package brought. */
function ownNode() {
  const names = process.platform === "win32" ? ["node.exe"] : ["node"];
  return (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter((path) => existsSync(path))
    .find((path) => ![path, realpathSync(path)].some((each) => each.split(sep).includes("node_modules")));
}

function isNewEnough(program) {
  const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  const [, ownMajor, ownMinor] = /^v(\d+)\.(\d+)\./.exec(stdout ?? "") ?? [];
  return Number(ownMajor) > major || (Number(ownMajor) === major && Number(ownMinor) >= minor);
}

const own = ownNode();
if (own !== undefined && isNewEnough(own)) {
  for (const name of ["node", "node.cmd", "node.ps1"]) {
    rmSync(join(root, "node_modules", ".bin", name), { force: true });
  }
}
