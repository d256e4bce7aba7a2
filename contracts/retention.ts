/** How long what is kept: the setting RETENTION. */
import { z } from "zod";
import { jsonOrNull } from "./json-or-null.ts";

const Days = z.int().min(1).max(36_500).nullable();

/** Days after which each kind goes; null keeps it. What would surprise is kept unless somebody says otherwise. */
export const RetentionSettings = z.strictObject({
	/** Conversations without activity, with all that hangs on them. */
	conversations: Days.default(null),
	/** What customers said of messages and resolutions. The bare thumb or rating stays in the conversation: figures count it. */
	feedback: Days.default(null),
	/** Contacts of whom nothing is left: no conversation, no account. */
	visitors: Days.default(30),
	/** Deliveries that webhooks did not take: afterwards they can't be replayed. */
	deadLetters: Days.default(90),
	/** How the deliveries of webhooks fared. */
	deliveries: Days.default(7),
	/** Accounts whose address was never confirmed. */
	unconfirmedAccounts: Days.default(30),
	/** Invitations that ran out or were accepted. */
	invitations: Days.default(90),
	/** Links of mails and half-done sign-ins that ran out. */
	accountTokens: Days.default(1),
});
export type RetentionSettings = z.infer<typeof RetentionSettings>;

/** By kind: how many are over, or were let go. Kinds that are kept are left out. */
export const RetentionCounts = z.record(z.string(), z.int().nonnegative());

const Instant = z.iso.datetime();

/** GET /api/desk/retention. */
export const Retention = z.object({
	/** Days after which each kind goes; null keeps it. */
	settings: z.record(z.string(), z.int().positive().nullable()),
	/** Null before the scheduler has run for the first time. */
	nextRunAt: Instant.nullable(),
	lastRunAt: Instant.nullable(),
	/** Why the last run failed; null when it did not. */
	lastError: z.string().nullable(),
	/** The latest runs that let something go, newest first: who asked for it, and how much of each kind. */
	receipts: z.array(
		z.object({
			seq: z.int().positive(),
			at: Instant,
			by: z.enum(["system", "operator"]),
			counts: RetentionCounts,
		}),
	),
});
export type Retention = z.infer<typeof Retention>;

/** GET /api/desk/retention/due: what a run would let go now. */
export const RetentionDue = z.object({ counts: RetentionCounts });

/** @param json - the variable; empty for the defaults. @throws Error naming what is wrong with it */
export function retentionSettings(json: string | undefined): RetentionSettings {
	if (json === undefined || json === "") return RetentionSettings.parse({});
	const parsed = RetentionSettings.safeParse(jsonOrNull(json));
	if (parsed.success) return parsed.data;
	const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
	throw new Error(`Bad configuration: RETENTION: ${issues.join("; ")}. See docs/configuration.md.`);
}
