import { test } from "vitest";
import { BUILT_IN_ROLES } from "../../contracts/permissions.ts";
import { pageAt, PAGES, pagesFor } from "./page-list.ts";

const idsOf = (role: keyof typeof BUILT_IN_ROLES): string[] =>
	pagesFor(BUILT_IN_ROLES[role]).map(({ id }) => id);

test("[DA1] each role has the pages of its permissions, and no others", ({ expect }) => {
	expect(idsOf("customer")).toEqual([]);
	expect(idsOf("agent")).toEqual([
		"inbox",
		"conversations",
		"contacts",
		"tickets",
		"canned-replies",
		"notifications",
	]);
	expect(idsOf("supervisor")).toEqual([
		"inbox",
		"conversations",
		"contacts",
		"tickets",
		"analytics",
		"users",
		"canned-replies",
		"notifications",
	]);
	expect(idsOf("analyst")).toEqual(["conversations", "tickets", "analytics", "models"]);
	expect(idsOf("bot_developer")).toEqual([
		"conversations",
		"tickets",
		"analytics",
		"canned-replies",
		"models",
	]);
	expect(idsOf("admin")).toEqual(PAGES.map(({ id }) => id));
});

test("[DA1] an address means the page that it begins with, whole words only", ({ expect }) => {
	expect(pageAt("/conversations")?.id).toBe("conversations");
	expect(pageAt("/conversations/01a1f866")?.id).toBe("conversations");
	expect(pageAt("/conversationsx")).toBeNull();
	expect(pageAt("/admin/webhooks/01a1f866")?.id).toBe("webhooks");
	expect(pageAt("/admin")).toBeNull();
});
