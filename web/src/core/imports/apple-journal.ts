/** Apple Journal: a page of HTML for each entry (docs/imports.md, apple_journal). */

import { plainName } from "./inline.ts";
import { emptyItem, type Item, type Media, type Reading, type ReportRow, rowOf } from "./item.ts";
import { type Library, textOf, type Watch } from "./library.ts";
import { baseName, folderOf, stemOf } from "./paths.ts";
import { bodyOf } from "./texts.ts";
import { dayOf, known, type Written } from "./times.ts";
import { type Element, element, findAll, hasClass } from "./tree.ts";
import { lineIn, markdownOf } from "./writer.ts";

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const dayFirst = /(\d{1,2}) ([A-Za-z]{3,9}),? (\d{4})/;
const monthFirst = /([A-Za-z]{3,9}) (\d{1,2}), (\d{4})/;
const besides = ["pageHeader", "title", "reflectionPrompt"];
const silentPath = /^(?:AppleJournalEntries\/)?(?:index\.html?$|Resources\/)/i;

export async function readAppleJournal(library: Library, watch: Watch): Promise<Reading> {
  const { parseHtml } = await import("./html.ts");
  const [items, report]: [Item[], ReportRow[]] = [[], []];
  const resources = resourcesOf(library);
  const used = new Set<string>();
  for await (const member of library.inTurn(library.ofShape("apple_journal"), watch)) {
    const text = await textOf(member);
    used.add(member.path);
    if (text === null) {
      report.push(rowOf("encoding", member.path));
      continue;
    }
    items.push(itemOf(member.path, parseHtml(text), resources));
  }
  for (const { path } of library.source.members) {
    if (silentPath.test(path) && library.shapes.get(path) !== "media") used.add(path);
  }
  return { items, report, used };
}

/** Media by its folder and the ids of the grid, which are the names without their ends. */
function resourcesOf(library: Library): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of library.media()) {
    const at = `${folderOf(path)}/${stemOf(path)}`;
    if (!found.has(at)) found.set(at, path);
  }
  return found;
}

function itemOf(path: string, page: Element, resources: ReadonlyMap<string, string>): Item {
  const root = folderOf(folderOf(path));
  const beside = root === "" ? "Resources" : `${root}/Resources`;
  const ofClass = (name: string) => findAll(page, (one) => hasClass(one, name));
  const { text, media, isLost } = markdownOf([
    ...ofClass("reflectionPrompt").map((prompt) => element("blockquote", prompt.children)),
    ...bodyNodes(page),
  ]);
  const grid = ofClass("gridItem").flatMap(({ attributes }) => {
    const member = resources.get(`${beside}/${attributes.id ?? ""}`);
    return member === undefined ? [] : [{ name: plainName(baseName(member)), member }];
  });
  const rest = grid.filter(({ name }, i) => {
    return !media.includes(name) && grid.findIndex((other) => other.name === name) === i;
  });
  const toMedia = (name: string): Media => {
    return { name, member: resources.get(`${beside}/${stemOf(name)}`) ?? name };
  };
  return {
    ...emptyItem,
    app: "apple_journal",
    member: path,
    originalId: stemOf(path),
    title: ofClass("title").map(lineIn).join(" "),
    body: bodyOf([text, ...rest.map(({ name }) => `[media: ${name}]`)].join("\n\n")),
    created: dayOfStem(stemOf(path)) ?? dayOfHeaders(ofClass("pageHeader").map(lineIn)),
    media: [...media.map(toMedia), ...rest],
    isLost,
  };
}

/** All bodies; where there is none, all paragraphs that are nothing else. */
function bodyNodes(page: Element): readonly Element[] {
  const bodies = findAll(page, (one) => hasClass(one, "bodyText"));
  if (bodies.length > 0) return bodies.map((one) => element("div", one.children));
  const isBeside = (one: Element) => besides.some((name) => hasClass(one, name));
  const found = findAll(page, (one) => one.tag === "p" || isBeside(one));
  return found.filter((one) => !isBeside(one));
}

function dayOfStem(stem: string): Written | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(stem);
  return found === null ? null : knownDay(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** Of several the first that says one. */
function dayOfHeaders(headers: readonly string[]): Written | null {
  for (const header of headers) {
    const day = dayOfHeader(header);
    if (day !== null) return day;
  }
  return null;
}

function dayOfHeader(header: string): Written | null {
  const first = dayFirst.exec(header);
  const second = monthFirst.exec(header);
  const [day, month, year] =
    first !== null ? [first[1], first[2], first[3]] : [second?.[2], second?.[1], second?.[3]];
  const number = months.indexOf((month ?? "").toLowerCase()) + 1;
  return number === 0 ? null : knownDay(Number(year), number, Number(day));
}

function knownDay(year: number, month: number, day: number): Written | null {
  const at = dayOf(year, month, day);
  return at === null ? null : known({ day: at });
}
