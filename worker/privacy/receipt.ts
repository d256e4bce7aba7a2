import { SignJWT } from "jose";
import type { ErasureJob } from "../../store/erasures.ts";
import type { SigningKeys } from "../auth/signing-keys.ts";
import { ISSUER } from "../auth/token.ts";

/** Opens nothing: no reader of ours takes this type or audience, and it never expires. */
const TYP = "erasure-receipt+jwt";
const AUDIENCE = "customer-care:erasure-receipt";

/** What was erased, how much and when, signed: made of the job whenever it is asked for. Null while it is not done. */
export async function erasureReceipt(keys: SigningKeys, job: ErasureJob): Promise<string | null> {
	if (job.finishedAtMs === null) return null;
	const { header, key } = await keys.signer(TYP);
	return new SignJWT({
		scope: job.scope,
		erased: job.counts,
		requestedAt: new Date(job.requestedAtMs).toISOString(),
		finishedAt: new Date(job.finishedAtMs).toISOString(),
	})
		.setProtectedHeader(header)
		.setIssuer(ISSUER)
		.setAudience(AUDIENCE)
		.setJti(job.id)
		.setIssuedAt(Math.floor(job.finishedAtMs / 1_000))
		.setSubject(job.contactId ?? "conversations")
		.sign(key);
}
