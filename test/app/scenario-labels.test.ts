import { afterAll, beforeAll, expect, it } from "vitest";
import { openStage, type Stage } from "./bot.ts";
import { packagePath, packageText } from "./packages.ts";
import { HELLO, proposes, proposesHello, reviewed, unseen } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const CLEAN = packageText("hello");
const WRONG = packageText("hello", ["src = ~/src/hello;"]);
const LABELS = `labels:
  clean: "by-name: ok"
  blocked: "by-name: changes needed"
  new: "new package"
  update: "update"
`;

it("without labels in the configuration none is given", async () => {
  const pr = await proposesHello(stage, CLEAN);
  expect(pr.view().labels).toEqual([]);
  expect(pr.repository.record().labels.map(({ name }) => name)).not.toContain("by-name: ok");
});

it("labels are made with a colour and a description, and change with the state", async () => {
  const pr = await proposesHello(stage, WRONG, { configuration: LABELS });
  expect(pr.view().labels).toEqual(["by-name: changes needed", "new package"]);
  await pr.push({ [HELLO]: CLEAN });
  await reviewed(pr);
  expect(pr.view().labels).toEqual(["new package", "by-name: ok"]);
  await pr.push({ [HELLO]: WRONG });
  await reviewed(pr);
  expect(pr.view().labels).toEqual(["new package", "by-name: changes needed"]);
  const made = pr.repository.record().labels.filter(({ name }) => /by-name|new package/.test(name));
  expect(made.map(({ name, color, description }) => [name, color, description])).toMatchInlineSnapshot(`
    [
      [
        "by-name: changes needed",
        "d93f0b",
        "by-name-bot found something to fix in this change",
      ],
      [
        "new package",
        "a2eeef",
        "This change adds a package",
      ],
      [
        "by-name: ok",
        "0e8a16",
        "by-name-bot found nothing that blocks this change",
      ],
    ]
  `);
});

it("a label that is there is used as it is", async () => {
  const pr = await unseen(stage, () => proposes(stage, { [HELLO]: CLEAN }, { configuration: LABELS }));
  stage.world.createLabel(pr.repository.id, stage.world.user("bob").id, {
    name: "BY-NAME: OK",
    color: "000000",
  });
  pr.comment("@by-name-bot check");
  await reviewed(pr);
  expect(pr.view().labels).toContain("BY-NAME: OK");
  expect(pr.repository.record().labels.find(({ name }) => name === "BY-NAME: OK")?.color).toBe("000000");
});

it("the labels of others are never touched", async () => {
  const configuration = 'labels: { blocked: "blocked" }\n';
  const pr = await unseen(stage, () => proposes(stage, { [HELLO]: WRONG }, { configuration }));
  pr.as("maintainer").addLabels("backport", "by-name: ok", "new package");
  pr.comment("@by-name-bot check");
  await reviewed(pr);
  expect(pr.view().labels).toEqual(["backport", "by-name: ok", "new package", "blocked"]);
  await pr.push({ [HELLO]: CLEAN });
  await reviewed(pr);
  expect(pr.view().labels).toEqual(["backport", "by-name: ok", "new package"]);
});

it("a label of the bot's that a person took away or gave is put right at the next look", async () => {
  const pr = await proposesHello(stage, WRONG, { configuration: LABELS });
  pr.as("maintainer").removeLabel("by-name: changes needed");
  pr.as("maintainer").addLabels("by-name: ok");
  pr.comment("@by-name-bot check");
  await stage.idle();
  expect(pr.view().labels).toEqual(["new package", "by-name: changes needed"]);
});

it("a new version of a package is an update, whatever else changes; another change of it is none", async () => {
  const zlib = (text: string) => ({ [packagePath("zlib")]: text });
  const newer = packageText("zlib").replace("1.0", "1.1");
  const pr = await proposes(stage, zlib(newer), { configuration: LABELS });
  await reviewed(pr);
  expect(pr.view().labels).toEqual(["by-name: ok", "update"]);
  expect(pr.check("by-name")?.summary).toContain("- `zlib: 1.0 -> 1.1, and more`");
  await pr.push(zlib(packageText("zlib", ["a = 1;"])));
  await reviewed(pr);
  expect(pr.view().labels).toEqual(["by-name: ok"]);
});

it("a change that touches nothing by-name any more loses the labels that said so", async () => {
  const pr = await proposesHello(stage, CLEAN, { configuration: LABELS });
  expect(pr.view().labels).toEqual(["by-name: ok", "new package"]);
  await pr.push({ [HELLO]: null, "README.md": "Hello.\n" });
  await reviewed(pr);
  expect(pr.view().labels).toEqual([]);
  expect(pr.check("by-name")?.conclusion).toBe("neutral");
});
