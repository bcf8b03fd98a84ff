"""The keyboard alone: round a screen by the Tab key, and to a control by its name."""

from typing import Any

from playwright.sync_api import Page

WATCH = """() => {
  const usable = "button:not(:disabled), a[href], summary, input, textarea, select";
  const stops = new Map();
  const look = one => {
    const { outlineStyle, outlineWidth, borderInlineStartColor } = getComputedStyle(one);
    return { isRinged: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, edge: borderInlineStartColor };
  };
  const isOffered = one => one.checkVisibility() && one.tabIndex >= 0 && !one.closest("[inert]");
  const groupOf = one => one.type === "radio" ? [...document.getElementsByName(one.name)] : [one];
  let pressed = null;
  const press = event => {
    pressed = event.target;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const named = one => one.outerHTML.slice(0, 160);
  window.walk = {
    begin: () => addEventListener("click", press, true),
    size: () => [...document.querySelectorAll(usable)].filter(isOffered).length,
    stop: () => {
      const focus = document.activeElement;
      if (focus === document.body) return null;
      const before = stops.get(focus);
      // A field of a day stops at its parts too; the ring of its last part is drawn by the browser alone.
      stops.set(focus, before?.isRinged ? before : look(focus));
      if (focus.matches("button, summary")) return ["Enter", "Space"];
      if (focus.matches("a[href]")) return ["Enter"];
      return focus.matches("input[type=checkbox]") ? ["Space"] : [];
    },
    answered: () => {
      const isHere = pressed === document.activeElement;
      pressed = null;
      return isHere ? null : named(document.activeElement);
    },
    end: () => {
      removeEventListener("click", press, true);
      document.activeElement.blur();
      const missed = [...document.querySelectorAll(usable)].filter(isOffered)
        .filter(one => !groupOf(one).some(other => stops.has(other)));
      const unseen = [...stops].filter(([one, { isRinged, edge }]) => !isRinged && edge === look(one).edge);
      return { missed: missed.map(named), unseen: unseen.map(([one]) => named(one)) };
    },
  };
  window.walk.begin();
}"""
"""Notes where the Tab key stops and what the keys press there, and lets no press do anything."""

NAMES = """() => {
  const focus = document.activeElement;
  if (focus === document.body) return [];
  const label = focus.labels?.[0]?.innerText ?? "";
  return [focus.getAttribute("aria-label") ?? "", label, focus.innerText ?? ""].map(name => name.trim());
}"""


def walk(page: Page) -> dict[str, list[str]]:
    """Once round the screen: what the Tab key missed, where the focus was not seen, which key pressed nothing, and
    whether it never came out at the end."""
    page.evaluate(WATCH)
    steps: int = page.evaluate("walk.size()") + 12
    found: dict[str, list[str]] = {"dead": [], "trapped": []}
    if not _to_the_end(page, steps):
        found["trapped"].append("before the first round")
    if not _round(page, steps, found["dead"]):
        found["trapped"].append("in the round")
    ended: dict[str, Any] = page.evaluate("walk.end()")
    return {place: some for place, some in {**found, **ended}.items() if some}


def _to_the_end(page: Page, steps: int) -> bool:
    """From where the screen put the focus to the end of the document."""
    for _ in range(steps):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return True
    return False


def _round(page: Page, steps: int, dead: list[str]) -> bool:
    """Every stop from the first to the last, and each key that presses it."""
    for _ in range(steps):
        page.keyboard.press("Tab")
        keys: list[str] | None = page.evaluate("walk.stop()")
        if keys is None:
            return True
        for key in keys:
            page.keyboard.press(key)
            unanswered: str | None = page.evaluate("walk.answered()")
            dead += [f"{key}: {unanswered}"] if unanswered else []
    return False


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Step by the Tab key until what has the focus is called, or begins, so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        names: list[str] = page.evaluate(NAMES)
        if any(one.startswith(name) for one in names):
            return
    raise AssertionError(f"the Tab key does not come to {name!r}")


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Step to a control, and press it."""
    tab_to(page, name)
    page.keyboard.press(key)


def fill(page: Page, name: str, words: str) -> None:
    """Step to a field, and type."""
    tab_to(page, name)
    page.keyboard.type(words)
