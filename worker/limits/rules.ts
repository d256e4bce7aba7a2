import { z } from "zod";

/** What is counted, and by whom: the first is every request of an address, the others one class of routes each. */
export const LIMIT_NAMES = [
	"address",
	"visitors",
	"conversations",
	"messages",
	"tickets",
	"rest",
	"socketio",
	"account",
	"sign_in",
	"sign_in_guess",
	"sign_up",
	"second_factor",
	"mail",
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

export interface LimitRule {
	readonly limit: number;
	readonly windowSeconds: number;
}
export type LimitRules = Readonly<Record<LimitName, LimitRule>>;

/**
 * Chosen so that a person never meets them and a script soon does. An address may be an office of hundreds, hence
 * its wide rules; a message a second is faster than anybody types.
 */
export const DEFAULT_RULES: LimitRules = {
	address: { limit: 1_200, windowSeconds: 60 },
	visitors: { limit: 120, windowSeconds: 60 },
	conversations: { limit: 30, windowSeconds: 60 },
	messages: { limit: 60, windowSeconds: 60 },
	tickets: { limit: 60, windowSeconds: 60 },
	rest: { limit: 1_200, windowSeconds: 60 },
	socketio: { limit: 120, windowSeconds: 60 },
	account: { limit: 600, windowSeconds: 60 },
	// of one account from one address or one known browser: more tries than anybody makes who knows the password
	sign_in: { limit: 10, windowSeconds: 900 },
	// of one account from all browsers that never signed in: slow for who guesses from many addresses
	sign_in_guess: { limit: 100, windowSeconds: 3_600 },
	// of one address: a class that signs up together
	sign_up: { limit: 60, windowSeconds: 3_600 },
	second_factor: { limit: 10, windowSeconds: 900 },
	// to one recipient
	mail: { limit: 5, windowSeconds: 3_600 },
};

const Rule = z.strictObject({
	limit: z.int().min(1).max(1_000_000),
	windowSeconds: z.int().min(1).max(86_400),
});

/** The variable RATE_LIMITS: those rules that differ from the defaults. */
export const LimitOverrides = z.strictObject({
	address: Rule.optional(),
	visitors: Rule.optional(),
	conversations: Rule.optional(),
	messages: Rule.optional(),
	tickets: Rule.optional(),
	rest: Rule.optional(),
	socketio: Rule.optional(),
	account: Rule.optional(),
	sign_in: Rule.optional(),
	sign_in_guess: Rule.optional(),
	sign_up: Rule.optional(),
	second_factor: Rule.optional(),
	mail: Rule.optional(),
});

export function limitRules(overrides: z.infer<typeof LimitOverrides>): LimitRules {
	const rules: Record<LimitName, LimitRule> = { ...DEFAULT_RULES };
	for (const name of LIMIT_NAMES) {
		const override = overrides[name];
		if (override !== undefined) rules[name] = override;
	}
	return rules;
}
