/** One entry of the audit log: its shape, and the hash that ties it to the one before. */
import { z } from "zod";
import { AUDIT_ACTIONS } from "../contracts/audit-actions.ts";
import { JsonValue } from "../contracts/parse-data.ts";
import { canonicalJson } from "./canonical-json.ts";
import { storableJson, storableText } from "./storable.ts";

/** Bytes of `details`, as JSON: facts about an act, not its content. */
const MAX_DETAILS_CHARS = 8_000;

const Id = z.string().min(1).max(200).transform(storableText);
const Kind = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

/** What is told of an act. Ids and small facts only: an entry outlives the erasure of the customer whom it is about. */
export const AuditEntry = z.object({
	/** Epoch milliseconds. */
	atMs: z.int().nonnegative(),
	/** `operator`: somebody at the command line. `system`: nobody asked, a job ran. */
	actor: z.object({
		kind: z.enum(["user", "api_key", "visitor", "operator", "system"]),
		id: Id.nullable(),
	}),
	action: z.enum(AUDIT_ACTIONS),
	target: z.object({ kind: Kind, id: Id }).nullable().default(null),
	requestId: Id.nullable().default(null),
	details: z
		.record(z.string(), JsonValue)
		.default({})
		.transform((details) => z.record(z.string(), JsonValue).parse(JSON.parse(storableJson(details))))
		.refine((details) => JSON.stringify(details).length <= MAX_DETAILS_CHARS, "must be small"),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
/** The same as a row has it: it may have been spoilt, so nothing is asked of its words. */
export const AuditFacts = z.object({
	atMs: z.int(),
	actor: z.object({ kind: z.string(), id: z.string().nullable() }),
	action: z.string(),
	target: z.object({ kind: z.string(), id: z.string().nullable() }).nullable(),
	requestId: z.string().nullable(),
	details: JsonValue,
});
export type AuditFacts = z.infer<typeof AuditFacts>;
/** An entry as its writer gives it: what is not said is null or empty. */
export type NewAuditEntry = z.input<typeof AuditEntry>;

/** What stands before the first entry. */
export const GENESIS_HASH = "0".repeat(64);

/** The text that is hashed behind the hash of the row before and the row's number. */
export function auditText({ atMs, actor, action, target, requestId, details }: AuditFacts): string {
	return canonicalJson({ action, actor, atMs, details, requestId, target });
}

/** SHA-256 in hex over previous hash, number and text: the same sum as the statement of audit-log.ts makes. */
export async function auditHash(previousHash: string, seq: number, entry: AuditFacts): Promise<string> {
	const bytes = new TextEncoder().encode(`${previousHash}\n${seq}\n${auditText(entry)}`);
	const digest = await crypto.subtle.digest("SHA-256", bytes);
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
