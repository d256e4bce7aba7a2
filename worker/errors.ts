import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ErrorBody, ErrorCode } from "../contracts/errors.ts";

/** Every code has one status, so that a client may go by either. */
const STATUS: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
	bad_request: 400,
	bad_frame: 400,
	unauthorized: 401,
	invalid_credentials: 401,
	invalid_link: 400,
	email_unverified: 403,
	forbidden: 403,
	not_found: 404,
	conflict: 409,
	already_done: 409,
	key_reused: 422,
	payload_too_large: 413,
	text_too_long: 413,
	unsupported_media_type: 415,
	rate_limited: 429,
	unavailable: 503,
	internal: 500,
};

type Refusal = ErrorBody["error"];

/** The caller's fault, or a part that is away: told to the caller in full, never reported as an error of ours. */
export class AppError extends Error {
	override readonly name = "AppError";
	readonly code: ErrorCode;
	readonly fields: Refusal["fields"];
	readonly retryAfterSeconds: number | undefined;

	constructor(
		code: ErrorCode,
		message: string,
		more: { fields?: Refusal["fields"]; retryAfterSeconds?: number | undefined; cause?: unknown } = {},
	) {
		super(message, { cause: more.cause });
		this.code = code;
		this.fields = more.fields;
		this.retryAfterSeconds = more.retryAfterSeconds;
	}

	get status(): ContentfulStatusCode {
		return STATUS[this.code];
	}

	/** The one body of every refusal. */
	toBody(requestId: string): ErrorBody {
		return {
			error: {
				code: this.code,
				message: this.message,
				requestId,
				...(this.fields === undefined ? {} : { fields: this.fields }),
				...(this.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: this.retryAfterSeconds }),
			},
		};
	}
}
