import { postgresMissing, startPostgres } from "../../gateway/testing/start-postgres.ts";
import { redisMissing, startRedis } from "../../gateway/testing/start-redis.ts";
import { startProduct, type Product } from "./product.ts";

/** The two homes on one machine: embedded, and with a real PostgreSQL and a real Redis behind the gateway. */
export type Profile = "embedded" | "servers";
export const PROFILES: readonly Profile[] = ["embedded", "servers"];

/** Why a profile can't run here, or null. */
export function profileMissing(profile: Profile): string | null {
	return profile === "embedded" ? null : (postgresMissing() ?? redisMissing());
}

/** Starts the product in a profile, the servers with it; `stop` ends them all. */
export async function startProfile(
	profile: Profile,
	settings: { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Product> {
	if (profile === "embedded") return startProduct(settings);
	const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
	const stopServers = async (): Promise<void> => {
		await Promise.all([postgres.stop(), redis.stop()]);
	};
	try {
		const env = { ...settings.env, DATABASE_URL: postgres.url, REDIS_URL: redis.url };
		const product = await startProduct({ ...settings, env });
		return {
			...product,
			stop: async () => {
				await product.stop();
				await stopServers();
			},
		};
	} catch (error) {
		await stopServers();
		throw error;
	}
}
