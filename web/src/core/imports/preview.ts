/** What an import would bring, before anything is written (docs/imports.md, The way of an import). */

import { compareBytes, utf8 } from "../bytes.ts";
import { entry } from "../model/entry.ts";
import { isOf } from "../model/kind.ts";
import { readEnvelope } from "../model/record.ts";
import type { DroppedKind, ReportRow } from "./item.ts";
import type { Records } from "./records.ts";
import { localMinute } from "./times.ts";

/** `from` and `to` as 2026-11-22, `first` as 2026-11-22 18:00, each in the zone of its page. `dropped`: pages of each kind. */
export type Preview = {
  readonly pages: number;
  readonly people: number;
  readonly media: number;
  readonly from: string;
  readonly to: string;
  readonly first: readonly string[];
  readonly dropped: Readonly<Partial<Record<DroppedKind, number>>>;
};

const firstDates = 3;

export function previewOf({ records, dropped }: Records, report: readonly ReportRow[]): Preview {
  const pages = records.flatMap(({ value }) => (isOf(entry, value) ? [readEnvelope(value)] : []));
  const inOrder = pages.sort((left, right) => left.createdAt - right.createdAt);
  const minutes = inOrder.map(({ createdAt, timeZone }) => localMinute(createdAt, timeZone));
  const days = minutes.map((minute) => minute.slice(0, 10)).sort();
  return {
    pages: pages.length,
    people: records.length - pages.length,
    media: report.filter(({ reason }) => reason === "media_waits").length,
    from: days[0] ?? "",
    to: days.at(-1) ?? "",
    first: minutes.slice(0, firstDates),
    dropped,
  };
}

/** In the order of member, original id and reason as bytes, each once. */
export function sortedReport(rows: readonly ReportRow[]): ReportRow[] {
  const keyed = new Map(
    rows.map((row) => [`${row.member}\0${row.original_id}\0${row.reason}`, row]),
  );
  return [...keyed]
    .map(([key, row]) => ({ key: utf8(key), row }))
    .sort((left, right) => compareBytes(left.key, right.key))
    .map(({ row }) => row);
}
