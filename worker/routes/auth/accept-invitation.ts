import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { AcceptInvitation, Joined } from "../../../contracts/accounts.ts";
import { freshId } from "../../../store/fresh-id.ts";
import { acceptInvitation, findOpenInvitation, type Invitation } from "../../../store/invitations.ts";
import { addUserRoles } from "../../../store/roles.ts";
import { createUser, findUserByEmail, type UserRecord, verifyUser } from "../../../store/users.ts";
import { countAttempt } from "../../auth/attempts.ts";
import { audit } from "../../auth/audit.ts";
import { invalidCredentials, isPasswordOf, refuseWeakPassword } from "../../auth/check-password.ts";
import { isStillGiven } from "../../auth/giving-roles.ts";
import { hashOfToken } from "../../auth/opaque-token.ts";
import { isLongPassword } from "../../auth/password-policy.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { jsonBody } from "./json-body.ts";
import { usedLink } from "./sign-up.ts";

const accept = defineRoute(
	{ access: "public", limit: "sign_up" },
	{
		method: "post",
		path: "/invitation/accept",
		operationId: "acceptInvitation",
		summary: "Joins by an invitation's token",
		description:
			"Who has no account gets one of this name and password; who has one shows its password and gets the roles.",
		tags: ["accounts"],
		request: jsonBody(AcceptInvitation),
		responses: {
			200: answer(Joined, "Sign in with this address now."),
			...refusals(400, 401, 403, 409, 415, 429, 503),
		},
	},
);

export const acceptInvitationRoutes = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(
	accept,
	async (c) => {
		const { token, name, password } = c.req.valid("json");
		const { database } = c.var.services;
		const nowMs = c.var.surroundings.nowMs();
		const invitation = await findOpenInvitation(database, await hashOfToken(token), nowMs);
		if (invitation === null || !(await isStillGiven(c, invitation))) throw usedLink();
		const user = await findUserByEmail(database, invitation.email);
		const userId =
			user === null
				? await join(c, invitation, { name, password })
				: await joinKnown(c, invitation, user, password);
		await audit(c, {
			action: "invitation.accepted",
			target: { kind: "invitation", id: invitation.id },
			details: { roles: invitation.roleNames },
			userId,
		});
		return c.json({ status: "joined" as const, email: invitation.email }, 200);
	},
);

async function join(
	c: Context<HonoEnv>,
	{ id: invitationId, email, roleNames }: Invitation,
	{ name, password }: { readonly name: string; readonly password: string },
): Promise<string> {
	await refuseWeakPassword(c, password, { email, name, hasSecondFactor: false, field: "password" });
	const { database, passwords } = c.var.services;
	const nowMs = c.var.surroundings.nowMs();
	const passwordHash = await passwords.hash(password);
	if (!(await acceptInvitation(database, invitationId, nowMs))) throw usedLink();
	const id = freshId(nowMs);
	const user = { id, email, name, passwordHash, isPasswordLong: isLongPassword(password), isVerified: true };
	if (!(await createUser(database, { ...user, roleNames: ["customer", ...roleNames], nowMs })))
		throw new AppError(
			"conflict",
			"An account of this address was opened meanwhile: ask for a new invitation.",
		);
	return id;
}

async function joinKnown(
	c: Context<HonoEnv>,
	{ id: invitationId, roleNames }: Invitation,
	user: UserRecord,
	password: string,
): Promise<string> {
	const { database } = c.var.services;
	const nowMs = c.var.surroundings.nowMs();
	await countAttempt(c, "sign_in", { email: user.email, userId: user.id });
	if (!(await isPasswordOf(c, user, password)) || user.disabledAtMs !== null) throw invalidCredentials();
	if (!(await acceptInvitation(database, invitationId, nowMs))) throw usedLink();
	await verifyUser(database, user.id, nowMs);
	await addUserRoles(database, user.id, roleNames);
	return user.id;
}
