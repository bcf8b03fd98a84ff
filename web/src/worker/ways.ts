/** Ways in and devices as the screens ask about them (core/ways-in.ts). */

import { Refusal } from "../core/errors.ts";
import type { WaysIn } from "../core/ways-in.ts";

type Input<Name extends keyof WaysIn> = Parameters<WaysIn[Name]>[0];
type Output<Name extends keyof WaysIn> = Promise<ReturnType<WaysIn[Name]>>;

export class Ways {
  async changePassphrase(_input: Input<"changePassphrase">): Output<"changePassphrase"> {
    throw new Refusal("unavailable");
  }

  async newRecovery(_input: Input<"newRecovery">): Output<"newRecovery"> {
    throw new Refusal("unavailable");
  }

  async recover(_input: Input<"recover">): Output<"recover"> {
    throw new Refusal("unavailable");
  }

  async newKeys(_input: Input<"newKeys">): Output<"newKeys"> {
    throw new Refusal("unavailable");
  }

  async devices(): Output<"devices"> {
    throw new Refusal("unavailable");
  }

  async removeDevices(_input: Input<"removeDevices">): Output<"removeDevices"> {
    throw new Refusal("unavailable");
  }

  async newDevices(): Output<"newDevices"> {
    throw new Refusal("unavailable");
  }

  async seenDevices(): Output<"seenDevices"> {
    throw new Refusal("unavailable");
  }

  async leave(): Output<"leave"> {
    throw new Refusal("unavailable");
  }

  async closeAccount(_input: Input<"closeAccount">): Output<"closeAccount"> {
    throw new Refusal("unavailable");
  }

  async exportAccount(_input: Input<"exportAccount">): Output<"exportAccount"> {
    throw new Refusal("unavailable");
  }
}
