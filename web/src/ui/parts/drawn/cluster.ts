/** Dots that lie together, as seeds do: none upon another, and all within a square of 48. */

const SIDE = 48;
/** Each dot turns on by this angle, and goes out with the root of its number. */
const TURN = Math.PI * (3 - Math.sqrt(5));
const [WIDEST, LARGEST] = [7, 4.5];

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

export function cluster(amount: number): readonly Dot[] {
  const apart = Math.min(WIDEST, (SIDE / 2 - LARGEST) / Math.sqrt(amount));
  const r = Math.min(LARGEST, apart * 0.6);
  return Array.from({ length: amount }, (_, index) => {
    const out = amount === 1 ? 0 : apart * Math.sqrt(index + 0.5);
    const turned = index * TURN;
    return { x: SIDE / 2 + out * Math.cos(turned), y: SIDE / 2 + out * Math.sin(turned), r };
  });
}
