import { z } from "zod";

/** Every code by which the API and the socket refuse. Codes are for programs and never change; messages are for people. */
export const ErrorCode = z.enum([
	"bad_request",
	"bad_frame",
	"unauthorized",
	"invalid_credentials",
	"invalid_link",
	"email_unverified",
	"forbidden",
	"not_found",
	"conflict",
	"already_done",
	"key_reused",
	"payload_too_large",
	"text_too_long",
	"unsupported_media_type",
	"rate_limited",
	"unavailable",
	"internal",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** One field of a refused request: where it stands (`body.text`, `query.limit`) and what is wrong with it. */
export const FieldFault = z.object({ path: z.string(), message: z.string() });

/** The one body of every refusal of the REST API. `requestId` is the one of the `X-Request-Id` header. */
export const ErrorBody = z.object({
	error: z.object({
		code: ErrorCode,
		message: z.string(),
		requestId: z.string(),
		fields: z.array(FieldFault).optional(),
		retryAfterSeconds: z.int().positive().optional(),
	}),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
