import { z } from "zod";
import {
	ApiKeyList,
	InvitationList,
	MadeInvitation,
	MadeApiKey,
	Role,
	RoleList,
	SessionList,
	User,
	UserList,
} from "../../../contracts/accounts.ts";
import type { Ask } from "../world.ts";
import { queryOf, toRows } from "../reading.ts";

const Nothing = z.undefined();
const PAGE = 30;

export const readUsers = async (ask: Ask, search: string, cursor: string | null) =>
	toRows(await ask(UserList, `/api/users${queryOf({ search, cursor, limit: PAGE })}`), ({ users }) => users);

export const readUser = (ask: Ask, id: string) => ask(User, `/api/users/${id}`);

export const changeUser = (
	ask: Ask,
	{ id, ...body }: { id: string; roles?: string[]; isDisabled?: boolean },
) => ask(User, `/api/users/${id}`, { method: "PATCH", body });

export const readUserSessions = (ask: Ask, id: string) => ask(SessionList, `/api/users/${id}/sessions`);
export const endUserSession = (ask: Ask, { id, sessionId }: { id: string; sessionId: string }) =>
	ask(Nothing, `/api/users/${id}/sessions/${sessionId}`, { method: "DELETE" });
export const endUserSessions = (ask: Ask, { id }: { id: string }) =>
	ask(Nothing, `/api/users/${id}/sessions`, { method: "DELETE" });

export type KeptRole = z.infer<typeof Role>;
export const readRoles = (ask: Ask) => ask(RoleList, "/api/roles");

export interface RoleForm {
	readonly name: string;
	readonly description: string;
	readonly permissions: readonly string[];
}
export const createRole = (ask: Ask, body: RoleForm) => ask(Role, "/api/roles", { method: "POST", body });
export const changeRole = (ask: Ask, { name, ...body }: RoleForm) =>
	ask(Role, `/api/roles/${name}`, { method: "PUT", body });
export const deleteRole = (ask: Ask, name: string) =>
	ask(Nothing, `/api/roles/${name}`, { method: "DELETE" });

export const readInvitations = async (ask: Ask, cursor: string | null) =>
	toRows(
		await ask(InvitationList, `/api/invitations${queryOf({ cursor, limit: PAGE })}`),
		({ invitations }) => invitations,
	);
export const invite = (ask: Ask, body: { email: string; roles: readonly string[] }) =>
	ask(MadeInvitation, "/api/invitations", { method: "POST", body });
export const renewInvitation = (ask: Ask, id: string) =>
	ask(MadeInvitation, `/api/invitations/${id}/link`, { method: "POST" });
export const deleteInvitation = (ask: Ask, id: string) =>
	ask(Nothing, `/api/invitations/${id}`, { method: "DELETE" });

export const readApiKeys = async (ask: Ask, cursor: string | null) =>
	toRows(await ask(ApiKeyList, `/api/api-keys${queryOf({ cursor, limit: PAGE })}`), ({ keys }) => keys);
export const createApiKey = (
	ask: Ask,
	body: { name: string; scopes: readonly string[]; expiresInDays: number },
) => ask(MadeApiKey, "/api/api-keys", { method: "POST", body });
export const revokeApiKey = (ask: Ask, id: string) =>
	ask(Nothing, `/api/api-keys/${id}`, { method: "DELETE" });
