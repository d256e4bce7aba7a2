/** The reports of the desk as an analyst asks for them. */
import type { z } from "zod";
import type { Database } from "../../store/database.ts";
import { type AccountWorld, accountWorld, addUser, signInAs } from "./account-world.ts";
import type { StoreAddresses } from "./store-addresses.ts";

export interface AnalyticsWorld extends AccountWorld {
	/** An analyst's. */
	readonly auth: Record<string, string>;
	/** @param path - below `/api/desk/analytics` */
	ask(path: string): Promise<Response>;
	/** What a report answers. @throws when it is refused */
	get<Answer>(shape: z.ZodType<Answer>, path: string): Promise<Answer>;
}

/** @param prepare - makes the schema, and stores what the reports are of */
export async function analyticsWorld(
	gateway: StoreAddresses,
	prepare: (db: Database) => Promise<void>,
): Promise<AnalyticsWorld> {
	const world = await accountWorld(gateway);
	await prepare(world.database);
	const { auth } = await signInAs(world, await addUser(world, ["analyst"]));
	const ask = async (path: string): Promise<Response> =>
		world.request(`/api/desk/analytics${path}`, { headers: auth });
	return {
		...world,
		auth,
		ask,
		async get(shape, path) {
			const response = await ask(path);
			if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
			return shape.parse(await response.json());
		},
	};
}
