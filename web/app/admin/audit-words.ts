/** What the audit log tells, in words. The codes stay: they are what the API is asked by. */
import type { AuditAction } from "../../../contracts/audit-actions.ts";

/** A new action without words does not compile. */
const WORDS: Readonly<Record<AuditAction, string>> = {
	"conversation.taken_over": "Took a conversation over",
	"conversation.handed_back": "Handed a conversation back to the bot",
	"conversation.queued": "Put a conversation into the queue",
	"conversation.assigned": "Assigned a conversation",
	"conversation.resolved": "Resolved a conversation",
	"conversation.reopened": "Opened a conversation again",
	"conversation.labelled": "Changed the labels of a conversation",
	"conversations.labelled": "Changed a label of several conversations",
	"conversations.expired": "Erased conversations whose time was over",
	"ticket.changed": "Changed a ticket",
	"contact.exported": "Exported a customer's data",
	"contact.merged": "Joined two histories of one customer",
	"contact.erasure_requested": "Asked for a customer's data to be erased",
	"contact.erased": "Erased a customer's data",
	"session.begun": "Signed in",
	"session.ended": "Ended a session",
	"session.all_ended": "Ended all sessions of an account",
	"session.token_reused": "Ended a session whose token was used twice",
	"user.roles_changed": "Changed somebody's roles",
	"user.disabled": "Shut an account out",
	"user.enabled": "Let an account in again",
	"user.deleted": "Deleted an account",
	"user.password_changed": "Changed a password",
	"user.identity_joined": "Joined a sign-in of another provider to an account",
	"user.second_factor_on": "Turned the second factor on",
	"user.second_factor_off": "Turned the second factor off",
	"user.recovery_codes_renewed": "Made new recovery codes",
	"user.recovery_code_used": "Signed in by a recovery code",
	"invitation.created": "Invited somebody",
	"invitation.accepted": "Accepted an invitation",
	"invitation.deleted": "Took an invitation back",
	"role.created": "Made a role",
	"role.changed": "Changed a role",
	"role.deleted": "Deleted a role",
	"api_key.created": "Made an API key",
	"api_key.revoked": "Revoked an API key",
	"secrets.rotated": "Sealed stored secrets under a new key",
	"site.created": "Made a site",
	"site.changed": "Changed a site",
	"site.deleted": "Deleted a site",
	"site.identity_key_created": "Made an identity key of a site",
	"site.identity_key_revoked": "Revoked an identity key of a site",
	"label.created": "Made a label",
	"label.changed": "Changed a label",
	"label.deleted": "Deleted a label",
	"canned_reply.created": "Made a canned reply",
	"canned_reply.changed": "Changed a canned reply",
	"canned_reply.deleted": "Deleted a canned reply",
	"desk.settings_changed": "Changed how conversations are given out",
	"model.uploaded": "Uploaded a model",
	"model.published": "Made a model live",
	"model.unpublished": "Went back to the release's own model",
	"model.deleted": "Deleted a model",
	"webhook.created": "Made a webhook",
	"webhook.changed": "Changed a webhook",
	"webhook.deleted": "Deleted a webhook",
	"webhook.replayed": "Delivered to a webhook again",
	"retention.requested": "Asked for a retention run",
	"retention.ran": "Let data go whose time was over",
};

const WORDS_BY_CODE = new Map<string, string>(Object.entries(WORDS));

/** What a later release writes is called as it calls itself. */
export function actionInWords(action: string): string {
	return WORDS_BY_CODE.get(action) ?? action;
}

const KINDS: Readonly<Record<string, string>> = {
	api_key: "API key",
	canned_reply: "Canned reply",
	contact: "Customer",
	operator: "The command line",
	system: "The product itself",
	visitor: "Customer",
};

/** What somebody or something is: `api_key` is an "API key". */
export function kindInWords(kind: string): string {
	if (Object.hasOwn(KINDS, kind)) return KINDS[kind] ?? kind;
	return `${kind.charAt(0).toUpperCase()}${kind.slice(1).replaceAll("_", " ")}`;
}

export interface ActionGroup {
	readonly name: string;
	readonly actions: readonly { readonly action: string; readonly words: string }[];
}

/** All that can be asked for, by what it was done to. */
export function actionGroups(): ActionGroup[] {
	const groups = new Map<string, { action: string; words: string }[]>();
	for (const [action, words] of Object.entries(WORDS)) {
		const name = GROUPS[action.split(".")[0] ?? ""] ?? "Other";
		groups.set(name, [...(groups.get(name) ?? []), { action, words }]);
	}
	return [...groups].map(([name, actions]) => ({ name, actions }));
}

const GROUPS: Readonly<Record<string, string>> = {
	conversation: "Conversations",
	conversations: "Conversations",
	ticket: "Conversations",
	contact: "Customers",
	session: "Signing in",
	user: "Accounts",
	invitation: "Accounts",
	role: "Roles and keys",
	api_key: "Roles and keys",
	secrets: "Roles and keys",
	site: "Sites",
	label: "How the desk works",
	canned_reply: "How the desk works",
	desk: "How the desk works",
	model: "Models",
	webhook: "Webhooks",
	retention: "Retention",
};
