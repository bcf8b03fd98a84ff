const day = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});

/** A day in the person's own words for dates; `at` in UTC milliseconds. */
export function dayOf(at: number): string {
  return day.format(at);
}
