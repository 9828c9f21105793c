/** Learning rate as a function of the number of steps done; pure, so that a resumed run goes on where it was. */
export type Schedule = (step: number) => number;

/** Always the same rate. */
export function constant(rate: number): Schedule {
  return () => rate;
}

/** Multiplies the rate by `factor` after every `every` steps. */
export function step(
  rate: number,
  { every, factor = 0.1 }: { readonly every: number; readonly factor?: number },
): Schedule {
  return (done) => rate * factor ** Math.floor(done / every);
}

/** Multiplies the rate by `factor` at each milestone, given in steps. */
export function multiStep(
  rate: number,
  { milestones, factor = 0.1 }: { readonly milestones: readonly number[]; readonly factor?: number },
): Schedule {
  return (done) => rate * factor ** milestones.filter((milestone) => done >= milestone).length;
}

/** Half a cosine from `rate` at step 0 down to `final` (default 0) at step `steps`, and `final` after that. */
export function cosine(
  rate: number,
  { steps, final = 0 }: { readonly steps: number; readonly final?: number },
): Schedule {
  return (done) => final + ((rate - final) * (1 + Math.cos(Math.PI * Math.min(done / steps, 1)))) / 2;
}

/** A straight line from `rate` at step 0 to `final` (default 0) at step `steps`. */
export function linear(
  rate: number,
  { steps, final = 0 }: { readonly steps: number; readonly final?: number },
): Schedule {
  return (done) => rate + (final - rate) * Math.min(done / steps, 1);
}

/**
 * Reaches `next`'s first rate in a straight line over `steps` steps, the first of which is not zero; then goes on with
 * `next`, counted from the end of the warm-up.
 */
export function warmup(next: Schedule, { steps }: { readonly steps: number }): Schedule {
  return (done) => (done < steps ? (next(0) * (done + 1)) / steps : next(done - steps));
}
