import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import {
	INVITATION_DAYS,
	Invitation,
	InvitationList,
	MadeInvitation,
	NewInvitation,
	PageQuery,
} from "../../contracts/accounts.ts";
import { freshId } from "../../store/fresh-id.ts";
import {
	createInvitation,
	deleteInvitation,
	findInvitation,
	type Invitation as StoredInvitation,
	listInvitations,
	renewInvitation,
} from "../../store/invitations.ts";
import { audit } from "../auth/audit.ts";
import { permissionsOfRoles, refuseGivingMore, rolesByName } from "../auth/giving-roles.ts";
import { hashOfToken, newOpaqueToken } from "../auth/opaque-token.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { invitationLetter, invitationLink } from "../mail/letters.ts";
import { letterheadOf, mailerOf, sendLetter } from "../mail/send-letter.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { jsonBody } from "./auth/json-body.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

const list = defineRoute(
	{ access: "invitations:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listInvitations",
		summary: "Invitations, newest first",
		tags: ["administration"],
		request: { query: PageQuery },
		responses: {
			200: answer(InvitationList, "One page; `nextCursor` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

const create = defineRoute(
	{ access: "invitations:write", limit: null },
	{
		method: "post",
		path: "/",
		operationId: "createInvitation",
		summary: "Asks somebody to join with these roles",
		description:
			"The link is in the answer, this once, and in a mail: whoever opens it joins under that address. Where no mail provider is set up (`isMailed` is false) it is yours to hand on.",
		tags: ["administration"],
		request: jsonBody(NewInvitation),
		responses: {
			201: answer(MadeInvitation, "The invitation and its link."),
			...refusals(400, 401, 403, 404, 415, 429, 503),
		},
	},
);

const renew = defineRoute(
	{ access: "invitations:write", limit: null },
	{
		method: "post",
		path: "/{id}/link",
		operationId: "renewInvitation",
		summary: "A new link for an invitation that nobody has accepted, by mail too",
		description:
			"The older link opens nothing any more, and the days begin anew. Whoever renews it is who invites: only with roles that one may give.",
		tags: ["administration"],
		request: { params: z.object({ id: z.uuidv7() }) },
		responses: {
			201: answer(MadeInvitation, "The invitation and its new link."),
			...refusals(400, 401, 403, 404, 429, 503),
		},
	},
);

const remove = defineRoute(
	{ access: "invitations:write", limit: null },
	{
		method: "delete",
		path: "/{id}",
		operationId: "deleteInvitation",
		summary: "Takes back an invitation that nobody has accepted",
		description: "Of somebody else only one whose roles one may give.",
		tags: ["administration"],
		request: { params: z.object({ id: z.uuidv7() }) },
		responses: { 204: { description: "Gone." }, ...refusals(400, 401, 403, 404, 429, 503) },
	},
);

export const invitations = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { cursor, limit } = c.req.valid("query");
		const page = await listInvitations(c.var.services.database, { cursor: cursor ?? null, limit });
		return c.json({ invitations: page.invitations.map(toInvitation), nextCursor: page.nextCursor }, 200);
	})
	.openapi(create, async (c) => {
		mailerOf(c);
		const { email, roles } = c.req.valid("json");
		refuseGivingMore(c, await rolesByName(c, roles));
		const nowMs = c.var.surroundings.nowMs();
		const token = newOpaqueToken();
		const invitation = {
			id: freshId(nowMs),
			email,
			roleNames: [...new Set(roles)],
			invitedBy: c.var.principal.user.id,
			createdAtMs: nowMs,
			expiresAtMs: nowMs + INVITATION_DAYS * 86_400_000,
		};
		await createInvitation(c.var.services.database, { ...invitation, tokenHash: await hashOfToken(token) });
		await audit(c, {
			action: "invitation.created",
			target: { kind: "invitation", id: invitation.id },
			details: { roles: invitation.roleNames },
		});
		return c.json(await handOut(c, { ...invitation, acceptedAtMs: null }, token), 201);
	})
	.openapi(renew, async (c) => {
		mailerOf(c);
		const { id } = c.req.valid("param");
		const { database } = c.var.services;
		const known = await findInvitation(database, id);
		if (known !== null) refuseGivingMore(c, await permissionsOfRoles(c, known.roleNames));
		const token = newOpaqueToken();
		const renewed = await renewInvitation(database, id, {
			tokenHash: await hashOfToken(token),
			invitedBy: c.var.principal.user.id,
			expiresAtMs: c.var.surroundings.nowMs() + INVITATION_DAYS * 86_400_000,
		});
		if (renewed === null) throw noInvitation();
		await audit(c, {
			action: "invitation.renewed",
			target: { kind: "invitation", id },
			details: { roles: renewed.roleNames },
		});
		return c.json(await handOut(c, renewed, token), 201);
	})
	.openapi(remove, async (c) => {
		const { id } = c.req.valid("param");
		const { database } = c.var.services;
		const invitation = await findInvitation(database, id);
		const { kind, user } = c.var.principal;
		// people take their own back always, whatever they hold by now
		if (invitation !== null && (kind !== "user" || invitation.invitedBy !== user.id))
			refuseGivingMore(c, await permissionsOfRoles(c, invitation.roleNames));
		if (!(await deleteInvitation(database, id))) throw noInvitation();
		await audit(c, { action: "invitation.deleted", target: { kind: "invitation", id } });
		return c.body(null, 204);
	});

function noInvitation(): AppError {
	return new AppError("not_found", "There is no such invitation, or it was accepted.");
}

/** The link goes out twice: by mail, and to whoever made it, who is told whether a provider carries the mail. */
async function handOut(
	c: Context<HonoEnv>,
	invitation: StoredInvitation,
	token: string,
): Promise<z.infer<typeof MadeInvitation>> {
	const head = await letterheadOf(c);
	sendLetter(c, invitationLetter(head, invitation.email, token));
	const isMailed = (c.var.services.config.accounts?.mail ?? null) !== null;
	return { ...toInvitation(invitation), link: invitationLink(head, token), isMailed };
}

function toInvitation(stored: StoredInvitation): z.infer<typeof Invitation> {
	return {
		id: stored.id,
		email: stored.email,
		roles: stored.roleNames,
		invitedBy: stored.invitedBy,
		createdAt: new Date(stored.createdAtMs).toISOString(),
		expiresAt: new Date(stored.expiresAtMs).toISOString(),
		acceptedAt: stored.acceptedAtMs === null ? null : new Date(stored.acceptedAtMs).toISOString(),
	};
}
