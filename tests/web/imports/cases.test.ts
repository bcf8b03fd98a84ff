import { describe, expect, test } from "vitest";
import { GoldseamError } from "../../../web/src/core/errors.ts";
import { makeImport, openImport, readAs } from "../../../web/src/core/imports/import.ts";
import { allCases, type ImportCase, journalOf, sourceOf } from "./cases.ts";

// docs/threat-model.md, R-31: those of cases/archive are hostile.

const watch = { signal: new AbortController().signal, onProgress: () => undefined };

/** What comes of a case, as the case says it. */
async function outcome({ source, choices, id_key }: ImportCase): Promise<unknown> {
  try {
    const opened = await openImport(sourceOf(source), source.is_folder, watch);
    const read =
      choices.format === null ? opened : await readAs(opened.contents, choices.format, watch);
    const chosen = { ...choices, withTrashed: choices.with_trashed };
    const made = await makeImport(read, chosen, journalOf(id_key));
    const records = made.records
      .map(({ record, value }) => ({ record, value }))
      .sort((left, right) => (left.record < right.record ? -1 : 1));
    const { app, preview, report } = made;
    return app === null ? { app, records, report } : { app, preview, records, report };
  } catch (error) {
    if (error instanceof GoldseamError) return { refused: error.code };
    throw error;
  }
}

describe.each(allCases())("import $area", (one) => {
  test(`${one.name}: ${one.reason}`, async () => {
    expect(await outcome(one)).toEqual(one.expect);
  });
});
