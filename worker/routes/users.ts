import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { ChangeUser, User, UserList, UserQuery } from "../../contracts/accounts.ts";
import { setUserRoles } from "../../store/roles.ts";
import { endSessionsBefore, findUser, listUsers, setDisabled, type UserRecord } from "../../store/users.ts";
import { audit } from "../auth/audit.ts";
import { endAllSessions, reopenSockets } from "../auth/end-sessions.ts";
import { refuseGivingMore, refuseReachingHigher, rolesByName } from "../auth/giving-roles.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { jsonBody } from "./auth/json-body.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

const UserPath = z.object({ id: z.uuidv7() });

const list = defineRoute(
	{ access: "users:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listUsers",
		summary: "Everybody with an account, newest first",
		tags: ["administration"],
		request: { query: UserQuery },
		responses: {
			200: answer(UserList, "One page; `nextCursor` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

const read = defineRoute(
	{ access: "users:read", limit: null },
	{
		method: "get",
		path: "/{id}",
		operationId: "readUser",
		summary: "One user",
		tags: ["administration"],
		request: { params: UserPath },
		responses: { 200: answer(User, "The user."), ...refusals(400, 401, 403, 404, 429, 503) },
	},
);

const change = defineRoute(
	{ access: "users:write", limit: null },
	{
		method: "patch",
		path: "/{id}",
		operationId: "changeUser",
		summary: "Gives a user exactly these roles, or shuts and opens the account",
		description:
			"Nobody gives away a permission that they don't hold, or changes somebody who holds more. A shut account is signed out at once.",
		tags: ["administration"],
		request: { params: UserPath, ...jsonBody(ChangeUser) },
		responses: {
			200: answer(User, "As it is now."),
			...refusals(400, 401, 403, 404, 409, 415, 429, 503),
		},
	},
);

export const users = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { search, cursor, limit } = c.req.valid("query");
		const question = { search: search ?? null, cursor: cursor ?? null, limit };
		const page = await listUsers(c.var.services.database, question);
		return c.json({ users: page.users.map(toUser), nextCursor: page.nextCursor }, 200);
	})
	.openapi(read, async (c) => c.json(toUser(await existing(c, c.req.valid("param").id)), 200))
	.openapi(change, async (c) => {
		const user = await existing(c, c.req.valid("param").id);
		const { roles, isDisabled } = c.req.valid("json");
		refuseReachingHigher(c, user);
		if (roles !== undefined) await giveRoles(c, user, roles);
		if (isDisabled !== undefined) await shut(c, user, isDisabled);
		return c.json(toUser(await existing(c, user.id)), 200);
	});

async function existing(c: Context<HonoEnv>, id: string): Promise<UserRecord> {
	const user = await findUser(c.var.services.database, id);
	if (user === null) throw new AppError("not_found", "There is no such user.");
	return user;
}

async function giveRoles(c: Context<HonoEnv>, user: UserRecord, roleNames: readonly string[]): Promise<void> {
	refuseGivingMore(c, await rolesByName(c, roleNames));
	await setUserRoles(c.var.services.database, user.id, [...new Set(roleNames)]);
	await reopenSockets(c, user.id);
	await audit(c, {
		action: "user.roles_changed",
		target: { kind: "user", id: user.id },
		details: { before: user.roleNames, after: [...roleNames] },
	});
}

async function shut(c: Context<HonoEnv>, user: UserRecord, isDisabled: boolean): Promise<void> {
	const { database } = c.var.services;
	const nowMs = c.var.surroundings.nowMs();
	await setDisabled(database, user.id, isDisabled ? nowMs : null);
	if (isDisabled) {
		await endSessionsBefore(database, user.id, nowMs + 1);
		await endAllSessions(c, user.id);
	}
	const action = isDisabled ? "user.disabled" : "user.enabled";
	await audit(c, { action, target: { kind: "user", id: user.id } });
}

function toUser(user: UserRecord): User {
	return {
		id: user.id,
		email: user.email,
		name: user.name,
		roles: user.roleNames,
		isVerified: user.verifiedAtMs !== null,
		isDisabled: user.disabledAtMs !== null,
		hasSecondFactor: user.totpConfirmedAtMs !== null,
		createdAt: new Date(user.createdAtMs).toISOString(),
		lastSignInAt: user.lastSignInAtMs === null ? null : new Date(user.lastSignInAtMs).toISOString(),
	};
}
