/** Where the stores are: those of gateway/testing/test-gateway.ts. */
export interface StoreAddresses {
	readonly url: string;
	readonly token: string;
	readonly databaseUrl: string;
	readonly redisUrl: string;
}
