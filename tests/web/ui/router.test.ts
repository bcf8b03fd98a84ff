import { expect, test } from "vitest";
import { type Place, pathOf, placeOf } from "../../../web/src/ui/router.ts";

const places: readonly Place[] = [
  { name: "home" },
  { name: "create" },
  { name: "signIn" },
  { name: "write" },
  { name: "page", record: "0123456789abcdef0123456789abcdef" },
  { name: "recovery" },
  { name: "backup" },
  { name: "alarm" },
  { name: "server" },
  { name: "settings" },
];

test.each(places)("the address of $name leads back to it", (place) => {
  expect(placeOf(pathOf(place))).toEqual(place);
});

test.each(["/pages", "/pages/", "/pages/12", "/pages/0123456789ABCDEF0123456789ABCDEF", "/write/"])(
  "%s is an address of nothing",
  (path) => {
    expect(placeOf(path)).toEqual({ name: "unknown" });
  },
);
