import { beforeAll, expect, test } from "vitest";
import type { ChosenFile } from "../../../web/src/core/contract.ts";
import { allWords } from "../../../web/src/ui/copy/index.svelte.ts";
import type { Idle } from "../../../web/src/ui/state/idle.svelte.ts";
import { Importing } from "../../../web/src/ui/state/importing.svelte.ts";
import type { Session } from "../../../web/src/ui/state/session.svelte.ts";

const many = 100;
const most = 32;

beforeAll(allWords);

function files(count: number): ChosenFile[] {
  return Array.from({ length: count }, (_, i) => {
    const path = `notes/${i}.md`;
    return { path, file: new File(["words"], path) };
  });
}

/** A session that notes the files that cross with each command, and is told of each before it answers. */
function importingWith(onAsk: (importing: Importing) => void) {
  const crossed: [command: string, paths: string[]][] = [];
  const ask = async (command: string, input: { files?: readonly ChosenFile[] } | null) => {
    crossed.push([command, (input?.files ?? []).map(({ path }) => path)]);
    onAsk(importing);
    return command === "importReport" ? new Blob([]) : {};
  };
  const session = { ask, progress: null } as unknown as Session;
  const idle = { touch: () => {} } as unknown as Idle;
  const importing = new Importing(session, idle);
  return { importing, crossed };
}

test("many files cross in small pieces, all of them once and in order", async () => {
  const { importing, crossed } = importingWith(() => {});
  await importing.open(files(many), true);
  expect(importing.stage).toBe("deciding");
  const names = crossed.map(([command]) => command);
  expect(names.slice(0, 4)).toEqual(["chooseImport", "chooseImport", "chooseImport", "openImport"]);
  expect(crossed.every(([, paths]) => paths.length <= most)).toBe(true);
  expect(crossed.flatMap(([, paths]) => paths)).toEqual(files(many).map(({ path }) => path));
});

test("nothing more crosses once the screen was closed", async () => {
  let asked = 0;
  const { importing, crossed } = importingWith((one) => {
    asked += 1;
    if (asked === 1) one.forget();
  });
  await importing.open(files(many), true);
  expect(importing.stage).toBe("choosing");
  expect(crossed.map(([command]) => command)).toEqual(["chooseImport"]);
});
