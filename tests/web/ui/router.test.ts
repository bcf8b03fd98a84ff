import { expect, test } from "vitest";
import { type Place, pathOf, placeOf, placeOfRecord } from "../../../web/src/ui/router.ts";

const places: readonly Place[] = [
  { name: "home" },
  { name: "pages" },
  { name: "more" },
  { name: "trash" },
  { name: "vocabulary" },
  { name: "create" },
  { name: "signIn" },
  { name: "write" },
  { name: "page", record: "0123456789abcdef0123456789abcdef" },
  { name: "moment", record: null },
  { name: "moment", record: "0123456789abcdef0123456789abcdef" },
  { name: "checkin", record: null },
  { name: "line", record: "0123456789abcdef0123456789abcdef" },
  { name: "person", record: null },
  { name: "words" },
  { name: "people" },
  { name: "support" },
  { name: "card" },
  { name: "sheet" },
  { name: "recovery" },
  { name: "backup" },
  { name: "alarm" },
  { name: "server" },
  { name: "settings" },
  { name: "views", view: "" },
  { name: "views", view: "mending_lines" },
];

test.each(places)("the address of $name leads back to it", (place) => {
  expect(placeOf(pathOf(place))).toEqual(place);
});

test.each([
  "/pages/",
  "/pages/12",
  "/pages/0123456789ABCDEF0123456789ABCDEF",
  "/write/",
  "/moment/",
  "/views/",
  "/views/Mending",
])("%s is an address of nothing", (path) => {
  expect(placeOf(path)).toEqual({ name: "unknown" });
});

test("a record is opened on the screen of its kind, one of an unknown kind as a page", () => {
  const record = "0123456789abcdef0123456789abcdef";
  const names = ["glimmer", "repair", "entry", "weather"].map(
    (kind) => placeOfRecord(kind, record).name,
  );
  expect(names).toEqual(["moment", "guided", "page", "page"]);
});
