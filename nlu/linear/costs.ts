/**
 * What examples count where an intent has few of them, and where it has many. Weights that heed each of the thousand
 * examples of all other intents, where ten are their own, heed chance: there the own ones count more, and where they
 * lie. SPEC rule LM9.
 */
import type { DescentSettings } from "./dual-coordinate-descent.ts";
import { rounded } from "./rounded.ts";

export type Costs = Pick<DescentSettings, "ownCost" | "otherCost" | "pull">;

/** So many examples an intent are few, and so many are many. */
const FEW = 10;
const MANY = 100;

/** Between few and many examples an intent, what lies between the costs of both. */
export function costsOf(examplesPerLabel: number, { few, many }: { few: Costs; many: Costs }): Costs {
	const share = shareOfMany(examplesPerLabel);
	const between = (from: number, to: number): number => rounded(from ** (1 - share) * to ** share);
	return {
		ownCost: between(few.ownCost, many.ownCost),
		otherCost: between(few.otherCost, many.otherCost),
		pull: rounded(few.pull * (1 - share) + many.pull * share),
	};
}

/** How near so many examples an intent are to many: 0 where they are few, 1 where they are many. */
export function shareOfMany(examplesPerLabel: number): number {
	return Math.min(1, Math.max(0, Math.log(examplesPerLabel / FEW) / Math.log(MANY / FEW)));
}
