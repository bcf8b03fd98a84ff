"""One visit to a screen: opened once on a device of the run, and measured for size, place and reach."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

from tests.e2e.chromium import Kind
from tests.e2e.screens import Screen

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
PICTURES = ROOT / ".cache/screens"
TWICE = "212.5%"
"""Twice the size that tokens.css gives to the text."""

CONTRAST = ("color-contrast", "link-in-text-block")
"""The rules of axe that a scheme of colours can break; the others see the same in light and in dark."""

UNASKED = """
window.asked = [];
for (const [owner, names] of [
  [window, ["alert", "confirm", "prompt", "open", "print"]],
  [HTMLDialogElement.prototype, ["showModal"]],
  [HTMLMediaElement.prototype, ["play"]],
  [Navigator.prototype, ["share", "vibrate", "sendBeacon"]],
  [window.Notification ?? {}, ["requestPermission"]],
]) for (const name of names) owner[name] = () => window.asked.push(name);
"""
"""Writes down what a screen does by itself that only a person may ask for."""

SMALL = """() => [...document.querySelectorAll(
    "button, .button, summary, .choice, textarea, select, input:not([type=checkbox], [type=radio], [tabindex='-1'])")]
  .filter(one => one.checkVisibility() && !one.closest(".skips") && one.getBoundingClientRect().height < 44)
  .map(one => one.outerHTML.slice(0, 120))"""
"""What is pressed and is under 44 px high."""

CUT = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.checkVisibility() && !one.closest(".skips, .skip, .unseen, svg, select"))
  .filter(one => {
    const { left, right, width } = one.getBoundingClientRect();
    const isOut = width > 0 && (left < -1 || right > document.documentElement.clientWidth + 1);
    const hasWords = [...one.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim());
    const runsOver = hasWords && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1;
    return isOut || runsOver;
  })
  .map(one => `${one.tagName}.${one.className}: ${(one.innerText ?? "").slice(0, 60)}`)"""
"""What runs out of the screen sideways, and words that run out of their own box."""

HIDDEN = """() => {
  const controls = "button, a[href], summary, input, textarea, select";
  const isReached = one => {
    one.scrollIntoView({ block: "nearest", behavior: "instant" });
    const { left, right, top, bottom } = one.getClientRects()[0];
    const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const hit = document.elementFromPoint((left + right) / 2, middle);
    return one.contains(hit) || [...(one.labels ?? [])].some(label => label.contains(hit));
  };
  const hidden = [...document.querySelectorAll(controls)]
    .filter(one => one.checkVisibility() && one.tabIndex >= 0 && !one.disabled && !one.closest("[inert], .skips"))
    .filter(one => !isReached(one))
    .map(one => one.outerHTML.slice(0, 160));
  for (const scrolled of document.querySelectorAll("main, .screen, .ground, aside")) scrolled.scrollTop = 0;
  return hidden;
}"""
"""What can be used, and lies behind something else even when it was scrolled to."""


@dataclass(frozen=True)
class Visit:
    """A screen that stands open; each test leaves it as it found it, so that the next can look at it too."""

    page: Page
    screen: Screen
    kind: Kind
    unasked: tuple[str, ...]
    """What the screen did by itself while it opened."""

    def violations(self, *rules: str) -> list[str]:
        """What axe finds by these rules, or by all: the rule and the first place."""
        return violations(self.page, *rules)

    def measured(self, script: str) -> list[str]:
        """The places that one of the scripts above finds."""
        found: list[str] = self.page.evaluate(script)
        return found

    def grow(self, size: str) -> None:
        """Give the text this size; empty for its own."""
        self.page.evaluate("size => { document.documentElement.style.fontSize = size }", size)

    def turn(self, direction: Literal["ltr", "rtl"]) -> None:
        """Set the direction where the app sets it with its language."""
        self.page.evaluate("direction => { document.documentElement.dir = direction }", direction)

    def bar(self) -> dict[str, dict[str, float]]:
        """The boxes of the places at the bottom that are on offer, by name, in CSS pixels."""
        buttons = self.page.get_by_role("navigation", name="Close at hand").get_by_role("button")
        boxes: list[tuple[str, dict[str, float]]] = buttons.evaluate_all(
            "all => all.map(one => [one.innerText.trim(), one.getBoundingClientRect().toJSON()])"
        )
        return dict(boxes)

    def picture(self, look: str) -> None:
        """Draw the screen; the pictures are for eyes and lie in .cache/screens after the run."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{self.screen.name}-{self.kind}-{look}.png"
        self.page.screenshot(path=path, animations="disabled")


def visit(page: Page, screen: Screen, kind: Kind) -> Visit:
    """Open the screen on a new page, and write down what it does by itself."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.add_init_script(UNASKED)
    screen.open(page)
    asked: list[str] = page.evaluate("window.asked")
    shown = page.locator("dialog, [role=dialog], [role=alertdialog], video, audio").count()
    return Visit(page, screen, kind, (*asked, *["shown"] * shown))


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds on a page by these rules, or by all: the rule and the first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(
        """rules => axe.run({ resultTypes: ["violations"], ...(rules.length > 0 && { runOnly: rules }) })
          .then(({ violations }) => violations)""",
        rules,
    )
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]
