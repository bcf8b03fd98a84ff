/** What no file of the client may have: each rule of docs/care.md that is kept by leaving something out. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const src = new URL("../../web/src/", import.meta.url);

const SILENT = "A15: nothing sounds, shakes, flashes or runs by itself";
const SENT = "D9: nothing is sent to somebody by the app";
const UNASKED =
  "D8: nobody is asked for a place or for contacts, and for the camera only to read the code of a new device";

/** The one line that may have what a rule looks for. */
const EXCEPT: ReadonlyMap<string, RegExp> = new Map([
  // The person asked for the camera and sees what it sees; it has no sound.
  [SILENT, /^ui\/parts\/Camera\.svelte: <video .*\bmuted\b/],
  // Its frames are looked at in parts/Camera.svelte, which the page that reads a code opens when the person asks for it.
  // A file goes to the device's own window for sharing, where the person chooses; it is called by their tap alone.
  [SENT, /^ui\/state\/saving\.ts: share: .*navigator\.share\(data\)/],
  [UNASKED, /^ui\/state\/camera\.ts: return navigator\.mediaDevices\.getUserMedia\(\{$/],
]);

/** Rule, what is looked for in code, and a line that it finds. Sentences have their own lints, so copy and content are left out. */
const NEVER: readonly (readonly [rule: string, pattern: RegExp, example: string])[] = [
  [
    "A11: nothing reads what was written for signs of risk",
    /sentiment|risk_?(words|level|score)|crisis_?words|self_?harm|suicid|classif(y|ier)/i,
    "if (riskWords.test(body)) open(support);",
  ],
  [
    SILENT,
    /AudioContext|\bvibrate\b|<audio|<video|new Audio\b|animate:|@keyframes (?!appear\b)/,
    "navigator.vibrate([200, 200]);",
  ],
  [
    "B3: no address of another host stands in the code",
    /["'`(]https?:\/\/(?!localhost)[\w.-]+/,
    'import("https://cdn.example.org/count.js");',
  ],
  [
    "C2: nothing reminds outside of the app",
    /\bNotification\b|PushManager|showNotification|setAppBadge/,
    "await registration.showNotification(name);",
  ],
  [
    "C3: nothing counts days, gaps or runs of days",
    /streak|days?_?(since|missed|in_?a_?row)|last_?(visit|seen|written)|consecutive/i,
    "const daysSince = today - lastVisit;",
  ],
  [
    "D4: nothing wipes for a wrong or a special passphrase",
    /\bwipe\w*|duress|decoy|panic_?(code|word|mode)/i,
    "if (passphrase === duressWord) wipe();",
  ],
  [
    UNASKED,
    /geolocation|navigator\.contacts|getUserMedia|getDisplayMedia|ImageCapture|MediaRecorder|\baudio: /,
    "navigator.geolocation.getCurrentPosition(keep);",
  ],
  [
    // A support number and an address that the person wrote open the phone's own apps, empty; nothing of a page goes along.
    SENT,
    /navigator\.share|href = .*mailto:|(mailto|sms):.*[?&](body|subject)=/,
    'location.href = "mailto:" + therapist;',
  ],
  [
    "G4: nothing needs dragging or a long press",
    /draggable|ondrag|ontouchmove|onpointermove|type="range"|oncontextmenu/,
    '<input type="range" bind:value={inside} />',
  ],
  [
    "G5: nothing keeps a person from pasting",
    /onpaste|onbeforeinput/,
    "<input onpaste={refuse} />",
  ],
];

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(ts|svelte|css)$/.test(file) && !/^(content|ui\/copy)\//.test(file))
  .map((file) => [file, readFileSync(new URL(file, src), "utf8")] as const);

function linesWith(pattern: RegExp): string[] {
  return files.flatMap(([file, text]) =>
    text
      .split("\n")
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
}

describe.each(NEVER)("%s", (rule, pattern, example) => {
  const except = EXCEPT.get(rule);

  test("no file has it", () => {
    expect(files.length).toBeGreaterThan(80);
    const found = linesWith(pattern);
    expect(found.filter((line) => !except?.test(line))).toEqual([]);
    if (except) expect(found.filter((line) => except.test(line))).toHaveLength(1);
  });

  test("a line that has it is found", () => {
    expect(example).toMatch(pattern);
  });
});

test("D8: the camera is opened by the reader of codes alone, and that by the page that adds a device", () => {
  const openers = linesWith(/\bopenCamera\b.*from|\bopenCamera\(\)/);
  expect(openers.map((line) => line.split(":")[0])).toEqual([
    "ui/parts/Camera.svelte",
    "ui/parts/Camera.svelte",
    "ui/state/camera.ts",
  ]);
  const users = linesWith(/parts\/Camera\.svelte/).map((line) => line.split(":")[0]);
  expect(users).toEqual(["ui/pages/pairing/ReadCode.svelte"]);
});

test("D8: no other host may have the camera, and nobody the microphone or the place", () => {
  const file = new URL("../../server/goldseam/content/headers.json", import.meta.url);
  const policy: string = JSON.parse(readFileSync(file, "utf8"))["permissions-policy"];
  expect(policy.split(", ")).toEqual(["camera=(self)", "geolocation=()", "microphone=()"]);
});

test("G8: colours have their names in one file, and none of them is a pure red", () => {
  const colours = /#[0-9a-f]{6}\b|#[0-9a-f]{3}\b|\brgba?\(|\bhsla?\(/i;
  const outside = linesWith(colours).filter((line) => !line.startsWith("ui/styles/tokens.css"));
  expect(outside).toEqual([]);
  const tokens = readFileSync(new URL("ui/styles/tokens.css", src), "utf8");
  const named = [...tokens.matchAll(/#(..)(..)(..);/g)].map(([, ...parts]) =>
    parts.map((part) => Number.parseInt(part, 16)),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(([red = 0, green = 0, blue = 0]) => red > 160 && green + blue < 96)).toEqual(
    [],
  );
});
