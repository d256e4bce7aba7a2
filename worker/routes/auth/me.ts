import { OpenAPIHono } from "@hono/zod-openapi";
import { ChangeMe, ConfirmByPassword, Me } from "../../../contracts/accounts.ts";
import { Erasure } from "../../../contracts/privacy.ts";
import { renameUser, type UserRecord } from "../../../store/users.ts";
import { confirmPassword } from "../../auth/check-password.ts";
import { clearCookie } from "../../auth/cookies.ts";
import { permissionsOf } from "../../auth/principal.ts";
import { eraseNow } from "../../privacy/erase.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { jsonBody } from "./json-body.ts";

const read = defineRoute(
	{ access: "signed-in", limit: null },
	{
		method: "get",
		path: "/me",
		operationId: "readMe",
		summary: "Who is signed in, and what they may do",
		tags: ["accounts"],
		responses: { 200: answer(Me, "The one who calls."), ...refusals(401, 403, 429, 503) },
	},
);

const change = defineRoute(
	{ access: "signed-in", limit: null },
	{
		method: "patch",
		path: "/me",
		operationId: "changeMe",
		summary: "Changes one's name",
		tags: ["accounts"],
		request: jsonBody(ChangeMe),
		responses: { 200: answer(Me, "As it is now."), ...refusals(400, 401, 403, 415, 429, 503) },
	},
);

const remove = defineRoute(
	{ access: "signed-in", limit: null },
	{
		method: "delete",
		path: "/me",
		operationId: "deleteMe",
		summary: "Deletes one's account, everything that was said and done under it, and signs out everywhere",
		description:
			"What the law of business wants kept stays without a person: docs/data.md. The last administrator can't go.",
		tags: ["accounts"],
		request: jsonBody(ConfirmByPassword),
		responses: {
			200: answer(Erasure, "Everything is erased; `receipt` proves it."),
			202: answer(Erasure, "The account is shut; a part was away, or there is much: it goes on by itself."),
			...refusals(400, 401, 403, 409, 415, 429, 503),
		},
	},
);

export const meRoutes = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(read, (c) => c.json(toMe(c.var.principal.user), 200))
	.openapi(change, async (c) => {
		const { user } = c.var.principal;
		const { name } = c.req.valid("json");
		await renameUser(c.var.services.database, user.id, name);
		return c.json(toMe({ ...user, name }), 200);
	})
	.openapi(remove, async (c) => {
		const { user } = c.var.principal;
		await confirmPassword(c, c.req.valid("json").password);
		const actor = { kind: "user", id: user.id } as const;
		const erasure = await eraseNow(c, { contactId: user.id, scope: "account", actor });
		clearCookie(c, "refresh");
		return c.json(erasure, erasure.status === "done" ? 200 : 202);
	});

function toMe(user: UserRecord): Me {
	return {
		id: user.id,
		email: user.email,
		name: user.name,
		roles: user.roleNames,
		permissions: [...permissionsOf(user)],
		hasPassword: user.passwordHash !== null,
		hasSecondFactor: user.totpConfirmedAtMs !== null,
		recoveryCodes: user.recoveryCodes,
	};
}
