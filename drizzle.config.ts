import { defineConfig } from "drizzle-kit";

/** `npx drizzle-kit generate --name what-changes` writes the next migration; it needs no database. See docs/data.md. */
export default defineConfig({
	dialect: "postgresql",
	schema: [
		"./store/schema.ts",
		"./store/shop-schema.ts",
		"./store/audit-schema.ts",
		"./store/account-schema.ts",
		"./store/desk-schema.ts",
		"./store/site-schema.ts",
		"./store/model-schema.ts",
		"./store/webhook-schema.ts",
		"./store/analytics-schema.ts",
		"./store/analytics-slices-schema.ts",
		"./store/analytics-spans-schema.ts",
		"./store/analytics-packs-schema.ts",
		"./store/privacy-schema.ts",
	],
	out: "./migrations",
});
