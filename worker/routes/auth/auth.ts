import { OpenAPIHono } from "@hono/zod-openapi";
import type { HonoEnv } from "../../hono-env.ts";
import { acceptInvitationRoutes } from "./accept-invitation.ts";
import { meRoutes } from "./me.ts";
import { oidcRoutes } from "./oidc.ts";
import { passwordRoutes } from "./password.ts";
import { sessionRoutes } from "./sessions.ts";
import { signInRoutes } from "./sign-in.ts";
import { signUpRoutes } from "./sign-up.ts";
import { totpRoutes } from "./totp.ts";

/** Everything about one's own account. */
export const auth = new OpenAPIHono<HonoEnv>()
	.route("/", signUpRoutes)
	.route("/", signInRoutes)
	.route("/", sessionRoutes)
	.route("/", passwordRoutes)
	.route("/", totpRoutes)
	.route("/", acceptInvitationRoutes)
	.route("/", meRoutes)
	.route("/", oidcRoutes);
