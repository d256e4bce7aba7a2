/** The REST schemas of personal data: what was erased, and how that is proved. */
import { z } from "zod";
import { ConversationId } from "./ids.ts";

/** What an erasure counts. `ordersKept` and `ordersUnderWay` are those that stay: see docs/data.md. */
export const ErasedKind = z.enum([
	"conversations",
	"entries",
	"messages",
	"feedback",
	"deadLetters",
	"tickets",
	"returns",
	"orderChanges",
	"contacts",
	"accounts",
	"identities",
	"apiKeys",
	"invitations",
	"sessions",
	"mails",
	"customers",
	"ordersKept",
	"ordersUnderWay",
]);
export type ErasedKind = z.infer<typeof ErasedKind>;

export const ErasureCounts = z.partialRecord(ErasedKind, z.int().nonnegative());
export type ErasureCounts = z.infer<typeof ErasureCounts>;

/** `data`: everything but the account. `account`: the account too. `conversations`: those that retention let go. */
export const ErasureScope = z.enum(["data", "account", "conversations"]);
export type ErasureScope = z.infer<typeof ErasureScope>;

export const Erasure = z.object({
	/** Good for asking how far it is, and for the receipt: only those who were told it know it. */
	id: z.uuid(),
	/** `running`: a part was away, or there is much to erase. It goes on by itself. */
	status: z.enum(["running", "done"]),
	scope: ErasureScope,
	requestedAt: z.iso.datetime(),
	finishedAt: z.iso.datetime().nullable(),
	/** Erased so far. */
	counts: ErasureCounts,
	/** Once it is done: a JWS that says the same, to be verified by the keys of `/.well-known/jwks.json`. */
	receipt: z.string().nullable(),
});
export type Erasure = z.infer<typeof Erasure>;

/** An export to be read by programs, or by people. */
export const ExportQuery = z.object({ format: z.enum(["json", "html"]).default("json") });

/** `conversation`: the one that the page shows, which may not have reached the archive yet. */
export const EraseMyDataQuery = z.object({ conversation: ConversationId.optional() });
