import { test } from "vitest";
import type { Database } from "../database.ts";
import { createShop } from "../shop.ts";

/**
 * How products are found on any database.
 *
 * @param seeded - a database with the demo shop, of its own for each call
 */
export function productContract(name: string, seeded: () => Promise<Database>): void {
	test(`[SH9] ${name}: products are found by words, numbers and nearly right words`, async ({ expect }) => {
		const shop = createShop(await seeded());
		const first = async (words: string) => (await shop.searchProducts(words))[0]?.sku;
		expect(await first("Do you have the noise cancelling headphones?")).toBe("ELE-301");
		expect(await first("is the stand mixer available")).toBe("KIT-214");
		expect(await first("kit-207")).toBe("KIT-207");
		expect(await first("kit207")).toBe("KIT-207");
		expect(await first("headphons")).toBe("ELE-301");
		expect(await first("blutooth speker")).toBe("ELE-303");
		const kettles = (await shop.searchProducts("red kettel")).map(({ sku }) => sku);
		expect(kettles).toEqual(expect.arrayContaining(["KIT-201", "KIT-202"]));
		expect((await shop.searchProducts("cable lamp tent knife pan")).length).toBe(5);
		for (const odd of [
			"",
			"   ",
			"' | :* & !(",
			"the and of",
			"xyzzy",
			"\0\uD800",
			"%",
			"\\",
			"$$",
			"a".repeat(100_000),
		])
			expect(await shop.searchProducts(odd), odd.slice(0, 10)).toEqual([]);
	});
}
