import type { RecordId } from "../../core/contract.ts";
import { type Place, pathOf, placeOf } from "../router.ts";

interface Mark {
  /** The ground screen lies over the place; its own step in the history, so that Back closes it. */
  readonly ground?: boolean;
}

/** Where the person is. Wraps the browser's history; nothing else touches it. */
export class Way {
  place: Place = $state.raw(placeOf(location.pathname));
  /** Where they came from; null at first. */
  before: Place | null = null;
  ground: boolean = $state((history.state as Mark | null)?.ground === true);
  /** Grows with every visit, so that the same address asked for again is a new visit. */
  visit: number = $state(0);
  /** What stood behind the # of the address, such as an invitation; it is never sent, and is taken out of the address at once. */
  fragment: string = $state("");

  constructor() {
    this.#takeFragment();
    addEventListener("popstate", () => {
      this.#takeFragment();
      this.#arrive(placeOf(location.pathname));
    });
  }

  /** The record whose page they came from; null for none. */
  get left(): RecordId | null {
    return this.before !== null && "record" in this.before ? this.before.record : null;
  }

  go(place: Place): void {
    history.pushState(null, "", pathOf(place));
    this.#arrive(place);
  }

  /** Goes without leaving a step behind, as after a form that is done with. */
  replace(place: Place): void {
    history.replaceState(null, "", pathOf(place));
    this.#arrive(place);
  }

  /** The place got its address: a new page was kept for the first time. No visit begins. */
  name(place: Place): void {
    history.replaceState(history.state, "", pathOf(place));
    this.place = place;
  }

  /** Leaves the app; Back comes to what was before this place. */
  leave(address: string): void {
    location.replace(address);
  }

  openGround(): void {
    if (this.ground) return;
    history.pushState({ ground: true } satisfies Mark, "");
    this.ground = true;
  }

  closeGround(): void {
    if (this.ground) history.back();
  }

  #takeFragment(): void {
    if (location.hash.length < 2) return;
    this.fragment = location.hash.slice(1);
    history.replaceState(history.state, "", location.pathname);
  }

  #arrive(place: Place): void {
    const ground = (history.state as Mark | null)?.ground === true;
    const overlayOnly = ground !== this.ground && pathOf(place) === pathOf(this.place);
    this.ground = ground;
    if (overlayOnly) return;
    this.before = this.place;
    this.place = place;
    this.visit += 1;
  }
}
