import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { ChangeRole, NewRole, Role, RoleList } from "../../contracts/accounts.ts";
import type { AuditAction } from "../../contracts/audit-actions.ts";
import {
	BUILT_IN_ROLES,
	isBuiltInRole,
	knownPermissions,
	PERMISSIONS,
	RoleName,
} from "../../contracts/permissions.ts";
import {
	changeRole,
	createRole,
	type CustomRole,
	deleteRole,
	holdersOf,
	listCustomRoles,
} from "../../store/roles.ts";
import { audit } from "../auth/audit.ts";
import { reopenSockets } from "../auth/end-sessions.ts";
import { refuseGivingMore } from "../auth/giving-roles.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { jsonBody } from "./auth/json-body.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

const RolePath = z.object({ name: RoleName });

const list = defineRoute(
	{ access: "roles:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listRoles",
		summary: "All roles, those that come with the product first, and all permissions that there are",
		tags: ["administration"],
		responses: { 200: answer(RoleList, "All of them."), ...refusals(401, 403, 429, 503) },
	},
);

const create = defineRoute(
	{ access: "roles:write", limit: null },
	{
		method: "post",
		path: "/",
		operationId: "createRole",
		summary: "Makes a role",
		tags: ["administration"],
		request: jsonBody(NewRole),
		responses: { 201: answer(Role, "The role."), ...refusals(400, 401, 403, 409, 415, 429, 503) },
	},
);

const change = defineRoute(
	{ access: "roles:write", limit: null },
	{
		method: "put",
		path: "/{name}",
		operationId: "changeRole",
		summary: "Says anew what a role allows: counts for everybody who has it, from the next request on",
		tags: ["administration"],
		request: { params: RolePath, ...jsonBody(ChangeRole) },
		responses: {
			200: answer(Role, "As it is now."),
			...refusals(400, 401, 403, 404, 409, 415, 429, 503),
		},
	},
);

const remove = defineRoute(
	{ access: "roles:write", limit: null },
	{
		method: "delete",
		path: "/{name}",
		operationId: "deleteRole",
		summary: "Takes a role from everybody and forgets it",
		tags: ["administration"],
		request: { params: RolePath },
		responses: {
			204: { description: "Gone." },
			...refusals(400, 401, 403, 404, 409, 429, 503),
		},
	},
);

export const roles = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const builtIn = Object.entries(BUILT_IN_ROLES).map(([name, permissions]) => ({
			name,
			description: "",
			permissions: [...permissions],
			isBuiltIn: true,
		}));
		const custom = await listCustomRoles(c.var.services.database);
		return c.json({ roles: [...builtIn, ...custom.map(toRole)], permissions: [...PERMISSIONS] }, 200);
	})
	.openapi(create, async (c) => {
		const role = c.req.valid("json");
		refuseBuiltIn(role.name);
		refuseGivingMore(c, role.permissions);
		if (!(await createRole(c.var.services.database, role, c.var.surroundings.nowMs())))
			throw new AppError("conflict", "There is a role of this name.");
		await noted(c, "role.created", role);
		return c.json(toRole(role), 201);
	})
	.openapi(change, async (c) => {
		const role = { ...c.req.valid("json"), name: c.req.valid("param").name };
		const before = await existing(c, role.name);
		// who takes a permission away must hold it too: a role may not be bent by those below it
		refuseGivingMore(c, [...role.permissions, ...knownPermissions(before.permissions)]);
		if (!(await changeRole(c.var.services.database, role))) throw noSuchRole();
		for (const userId of await holdersOf(c.var.services.database, role.name)) await reopenSockets(c, userId);
		await noted(c, "role.changed", role);
		return c.json(toRole(role), 200);
	})
	.openapi(remove, async (c) => {
		const role = await existing(c, c.req.valid("param").name);
		refuseGivingMore(c, knownPermissions(role.permissions));
		const holders = await holdersOf(c.var.services.database, role.name);
		if (!(await deleteRole(c.var.services.database, role.name))) throw noSuchRole();
		for (const userId of holders) await reopenSockets(c, userId);
		await noted(c, "role.deleted", role);
		return c.body(null, 204);
	});

async function existing(c: Context<HonoEnv>, name: string): Promise<CustomRole> {
	refuseBuiltIn(name);
	const role = (await listCustomRoles(c.var.services.database)).find((candidate) => candidate.name === name);
	if (role === undefined) throw noSuchRole();
	return role;
}

function refuseBuiltIn(name: string): void {
	if (isBuiltInRole(name))
		throw new AppError("conflict", "This role comes with the product and can't be changed.");
}

function noSuchRole(): AppError {
	return new AppError("not_found", "There is no such role.");
}

function noted(c: Context<HonoEnv>, action: AuditAction, role: CustomRole): Promise<void> {
	const details = { permissions: [...role.permissions] };
	return audit(c, { action, target: { kind: "role", id: role.name }, details });
}

function toRole({ name, description, permissions }: CustomRole) {
	return { name, description, permissions: knownPermissions(permissions), isBuiltIn: false };
}
