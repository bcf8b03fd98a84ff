/** How things stand before a deed: what both devices and the server have by then. */

import { encode } from "../../../../web/src/core/protocol/wire.ts";
import type { Reply, Request } from "../../../../web/src/core/sync/effects.ts";
import { trash } from "../../../../web/src/core/sync/trash.ts";
import { refused } from "../engine/model-server.ts";
import { page, type Scene } from "./scene.ts";

const day = 24 * 3600_000;
/** After the day on which the family's devices were added: what was told before is no news to them. */
export const later = Date.UTC(2026, 11, 1);
const renewed = new Uint8Array(32).fill(7);
export const tooMuch = "many words ".repeat(400);

/** Two pages that both devices have. */
export async function share(scene: Scene): Promise<void> {
  const { phone, laptop, pages } = scene;
  pages.set("both", await phone.write(page("first\n\nlast\n")));
  pages.set("calm", await phone.write(page("calm\n")));
  await phone.turn();
  await laptop.turn();
}

/** Something of everything waits on both sides. */
export async function meet(scene: Scene): Promise<void> {
  const { phone, laptop } = scene;
  const unwanted = await phone.write(page("unwanted\n"));
  const dangerous = await phone.write(page("dangerous\n"));
  await share(scene);
  await scene.edit(laptop, "both", "first\n\nlaptop\n\nlast\n");
  await laptop.remove(scene.record("calm"), true);
  await laptop.write(page("new there\n"));
  await laptop.turn();
  await scene.edit(phone, "both", "first\n\nlast\n\nphone\n");
  await scene.edit(phone, "calm", "calm, and a draft\n");
  await phone.write(page("new here\n"));
  await phone.remove(unwanted, false);
  await phone.remove(dangerous, true);
}

/** The phone knows the first keyring only, and its session is over. */
export async function meetAfterLong(scene: Scene): Promise<void> {
  const { phone, laptop } = scene;
  await laptop.write(page("of the laptop\n"));
  await laptop.turn();
  await phone.write(page("of the phone\n"));
  phone.network = async ({ path, token }, deliver) => {
    if (path === "/v1/challenges") return answer(challenge);
    if (path === "/v1/sessions/renew") return answer({ token: renewed, expires_in: 900 });
    return token?.[0] === 7 ? deliver() : { kind: "refused", refusal: refused("session_stale") };
  };
}

const challenge = {
  suite: 1,
  salt: new Uint8Array(16),
  challenge: new Uint8Array(32),
  expires_in: 120,
};
const answer = (value: unknown): Reply => ({ kind: "answer", body: encode(value), servedAt: null });
const isCommit = ({ path }: Request) => path.includes("/commits/");

/** The laptop wrote before the phone ever looked. */
export async function writeBeforeFirst({ laptop }: Scene): Promise<void> {
  await laptop.write(page("first\n"));
  await laptop.write(page("calm\n"));
  await laptop.turn();
}

export async function meetUnheard(scene: Scene): Promise<void> {
  await meet(scene);
  scene.phone.network = async (request, deliver) => {
    const reply = await deliver();
    return isCommit(request) ? { kind: "silence", retryAfter: null } : reply;
  };
}

/** Just before the phone's first commit the laptop is faster. */
export async function meetOutrun(scene: Scene): Promise<void> {
  const { phone, laptop } = scene;
  await meet(scene);
  await laptop.write(page("faster\n"));
  let isFirst = true;
  phone.network = async (request, deliver) => {
    if (isCommit(request) && isFirst) {
      isFirst = false;
      await laptop.turn();
    }
    return deliver();
  };
}

/** What the phone wrote since is not in the copy that the server came back from; the laptop went on upon it. */
export async function part(scene: Scene): Promise<void> {
  const { phone, laptop, server } = scene;
  await share(scene);
  const copy = server.state;
  await scene.edit(phone, "both", "first\n\nphone\n\nlast\n");
  await phone.write(page("lost\n"));
  await phone.turn();
  server.state = copy;
  await scene.edit(laptop, "both", "first\n\nlast\n\nlaptop\n");
  await laptop.write(page("new\n"));
  await laptop.turn();
  await phone.turn();
}

export async function aboutToPart(scene: Scene): Promise<void> {
  const { phone, laptop, server } = scene;
  await share(scene);
  const copy = server.state;
  await phone.write(page("lost\n"));
  await phone.turn();
  server.state = copy;
  await laptop.remove(scene.record("calm"), false);
  await laptop.turn();
}

/** In the alarm the laptop removes a page for good into which the phone has written. */
export async function removalInAlarm(scene: Scene): Promise<void> {
  const { phone, laptop } = scene;
  await part(scene);
  await scene.edit(phone, "calm", "calm, and a draft\n");
  await laptop.remove(scene.record("calm"), true);
  await laptop.turn();
}

/** The laptop has rejoined, and the phone is told. */
export async function told(scene: Scene): Promise<void> {
  for (const device of [scene.phone, scene.laptop]) device.clock = later;
  await part(scene);
  await scene.phone.rejoin();
  await scene.phone.turn();
  await scene.laptop.turn();
  scene.swap();
}

export async function trashed(scene: Scene): Promise<void> {
  await share(scene);
  await scene.phone.run(trash(scene.record("calm"), scene.phone.clock));
}

export async function overdue(scene: Scene): Promise<void> {
  await trashed(scene);
  await scene.phone.turn();
  await scene.laptop.turn();
  scene.phone.end();
  scene.phone.clock += 31 * day;
  scene.server.clock = scene.phone.clock;
}

export async function heldBack(scene: Scene): Promise<void> {
  await meet(scene);
  await scene.phone.turn();
}

export async function twoVersions(scene: Scene): Promise<void> {
  await share(scene);
  await scene.edit(scene.phone, "calm", "noise\n");
  await scene.phone.turn();
}

export async function tooLarge(scene: Scene): Promise<void> {
  await share(scene);
  scene.server.maxRevisionBytes = 3000;
  await scene.phone.write(page(tooMuch));
  await scene.phone.write(page("small\n"));
}
