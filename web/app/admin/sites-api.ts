import { z } from "zod";
import { DeskSite, DeskSiteList } from "../../../contracts/sites.ts";
import type { Ask } from "../world.ts";

export const readSites = (ask: Ask) => ask(DeskSiteList, "/api/desk/sites");
export const createSite = (ask: Ask, body: { key: string; name: string }) =>
	ask(DeskSite, "/api/desk/sites", { method: "POST", body });
export const changeSite = (
	ask: Ask,
	{
		id,
		...body
	}: { id: string } & Partial<Omit<DeskSite, "id" | "key" | "isDefault" | "createdAt" | "updatedAt">>,
) => ask(DeskSite, `/api/desk/sites/${id}`, { method: "PATCH", body });
export const deleteSite = (ask: Ask, { id }: DeskSite) =>
	ask(z.undefined(), `/api/desk/sites/${id}`, { method: "DELETE" });
