/** A source as it would come in: its format, its records, its report (docs/imports.md). No DOM, no network, no store. */

import { ImportError } from "../errors.ts";
import { readAppleJournal } from "./apple-journal.ts";
import { readDayOne } from "./day-one.ts";
import { readDiarium } from "./diarium.ts";
import { type App, apps, type Reading, type ReportRow } from "./item.ts";
import { readJoplin } from "./joplin.ts";
import { readJourney } from "./journey.ts";
import { readJrnl } from "./jrnl.ts";
import { Library, type Watch } from "./library.ts";
import { readMarkdown } from "./markdown.ts";
import { openSource, type SourceFile } from "./members.ts";
import { type Preview, previewOf, sortedReport } from "./preview.ts";
import { type Choices, type Journal, type Made, recordsOf } from "./records.ts";
import { readStandardNotes } from "./standard-notes.ts";

const readers: Readonly<Record<App, (library: Library, watch: Watch) => Promise<Reading>>> = {
  day_one: readDayOne,
  standard_notes: readStandardNotes,
  journey: readJourney,
  jrnl: readJrnl,
  apple_journal: readAppleJournal,
  joplin: readJoplin,
  diarium: readDiarium,
  markdown: readMarkdown,
};

/** A source that was read once in one format; choices make records of it. */
export type Opened = {
  readonly contents: Library;
  readonly app: App | null;
  readonly reading: Reading;
};

/** What is ready to be kept, and what is said of the rest. */
export type Import = {
  readonly app: App | null;
  readonly preview: Preview;
  readonly records: readonly Made[];
  readonly report: readonly ReportRow[];
};

/** Reads a source; `import_refused` or `import_is_backup` where it must not come in. */
export async function openImport(
  files: readonly SourceFile[],
  isFolder: boolean,
  watch: Watch,
): Promise<Opened> {
  const library = await Library.open(await openSource(files, isFolder), watch);
  if (library.ofShape("goldseam").length > 0) throw new ImportError("import_is_backup");
  return readAs(library, detected(library), watch);
}

/** The same source in another format. */
export async function readAs(library: Library, app: App | null, watch: Watch): Promise<Opened> {
  const nothing = { items: [], report: [], used: new Set<string>() };
  return {
    contents: library,
    app,
    reading: app === null ? nothing : await readers[app](library, watch),
  };
}

/** What comes of it with these choices. */
export async function makeImport(
  { contents, app, reading }: Opened,
  choices: Choices,
  journal: Journal,
): Promise<Import> {
  const made = await recordsOf(reading.items, choices, journal);
  const named = new Set(reading.items.flatMap(({ media }) => media.map(({ member }) => member)));
  const used = new Set([...reading.used, ...named]);
  const left = contents.leftOver({ ...reading, used });
  const report = sortedReport([...reading.report, ...made.report, ...left]);
  return { app, preview: previewOf(made, report), records: made.records, report };
}

/** The first that fits. */
function detected(library: Library): App | null {
  const found = apps.find((app) => app !== "markdown" && library.ofShape(app).length > 0);
  if (found !== undefined) return found;
  return library.ofShape("markdown", "text").length > 0 ? "markdown" : null;
}
