/** The one way out for calls whose address somebody names who does not run the product, or an action does. */
import { type AddressRules, readHosts } from "./outgoing-address.ts";

/** Anything that a request can be sent by: a service binding, for one. */
export interface Network {
	fetch(request: Request): Promise<Response>;
}

/** What the environment says of calls to others. */
export interface OutgoingEnv {
	readonly ENVIRONMENT?: string | undefined;
	readonly OUTGOING_HOSTS?: string | undefined;
	/** A way out that reaches public addresses only; plain workerd has one. */
	readonly PUBLIC_NETWORK?: Network | undefined;
}

/** None inside our own network, but in development and where `OUTGOING_HOSTS` names it. */
export function outgoingRules(env: Omit<OutgoingEnv, "PUBLIC_NETWORK">): AddressRules {
	return {
		allowedHosts: readHosts(env.OUTGOING_HOSTS),
		publicOnly: env.ENVIRONMENT !== "development",
	};
}

/**
 * The network that calls under these rules go by: where only public addresses are meant and there is a network that
 * reaches no others, that one. A name that resolves to a private address, now or at the second look, leads nowhere then.
 */
export function outgoingNetwork(
	{ PUBLIC_NETWORK: network }: Pick<OutgoingEnv, "PUBLIC_NETWORK">,
	{ publicOnly, allowedHosts }: AddressRules,
): Network {
	const isPublic = publicOnly && allowedHosts === null && network !== undefined;
	return isPublic ? network : { fetch: (request) => fetch(request) };
}
