import type { HttpPort } from "../../dialogue/http-port.ts";

/** The shop's actions call no other server: one that does says so in its test. */
export const NO_HTTP: HttpPort = {
	request: async ({ url }) => {
		throw new Error(`An action called ${url}.`);
	},
};
